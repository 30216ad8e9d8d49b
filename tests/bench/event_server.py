"""A chat server for benchmarks, a process of its own: it prints its port, and each path is a case.

Cases: ``burst`` (20,000 events of 240 bytes, one HTTP chunk each, as fast as they are taken), ``burst64``
(the same in HTTP chunks of 64 KiB), ``paced`` (one write per event, 400 us apart), ``recorded`` and
``tiny`` (the longest and the shortest full-mode recording of ``../shared/streams``, one HTTP chunk per event).
"""

from __future__ import annotations

import json
import socket
import threading
import time
from pathlib import Path

STREAMS = Path(__file__).resolve().parents[3] / "shared" / "streams"
RECORDINGS = {"recorded": "sonar-full-2026-06-10-ruby.sse", "tiny": "sonar-full-2026-06-08-tiny.sse"}
EVENTS = {
    "burst": 20_000,
    "burst200": 200_000,
    "burst64": 20_000,
    "paced": 2_000,
    "recorded": 190,
    "tiny": 6,
    "warm": 10,
}
PAUSE_S = 400e-6
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def event(text: str, reason: str | None = None) -> bytes:
    """One event of about 240 bytes, as OpenAI-compatible servers send them."""
    value = {
        "id": "chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012", "object": "chat.completion.chunk", "created": 1790000000,
        "model": "sonar", "choices": [{"index": 0, "delta": {"content": text}, "logprobs": None, "finish_reason": reason}],
    }  # fmt: skip
    return b"data: " + json.dumps(value, separators=(",", ":")).encode() + b"\n\n"


def events_of(case: str) -> list[bytes]:
    """The events of a case."""
    if case in RECORDINGS:
        recording = (STREAMS / RECORDINGS[case]).read_bytes()
        return [part + b"\r\n\r\n" for part in recording.split(b"\r\n\r\n") if part]
    words = [event(f" word{n % 100}") for n in range(EVENTS[case] - 1)]
    return [*words, event("", "stop"), b"data: [DONE]\n\n"]


def framed(parts: list[bytes]) -> list[bytes]:
    """Each part as one HTTP chunk."""
    return [b"%x\r\n%b\r\n" % (len(part), part) for part in parts]


def in_blocks(data: bytes, size: int = 65536) -> list[bytes]:
    """The data in blocks."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def serve() -> None:
    """Answer every request with the case its path names; prints the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    bodies: dict[str, list[bytes]] = {}
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer_all, args=(connection, bodies), daemon=True).start()


def answer_all(connection: socket.socket, bodies: dict[str, list[bytes]]) -> None:
    """Serve one connection."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while request := read_request(connection):
            case = request.split(b" ")[1].decode().split("/")[1]
            if case not in bodies:
                parts = events_of(case)
                bodies[case] = framed(in_blocks(b"".join(parts)) if case == "burst64" else parts)
            connection.sendall(HEAD)
            send(connection, bodies[case], case)
    except OSError:
        pass


def read_request(connection: socket.socket) -> bytes:
    """One request, b"" at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (got := connection.recv(65536)):
            return b""
        data += got
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head


def send(connection: socket.socket, chunks: list[bytes], case: str) -> None:
    """All at once, or one write at a time."""
    if case != "paced":
        connection.sendall(b"".join(chunks) + b"0\r\n\r\n")
        return
    due = time.perf_counter()
    for chunk in chunks:
        connection.sendall(chunk)
        due += PAUSE_S
        while (left := due - time.perf_counter()) > 0:
            time.sleep(left)
    connection.sendall(b"0\r\n\r\n")


if __name__ == "__main__":
    serve()
