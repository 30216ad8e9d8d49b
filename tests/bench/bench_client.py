"""CPU per event of a whole client, beside other clients, in one interleaved run.

    python tests/bench/bench_client.py [--rounds 5] [--only ours,openai] [--cases burst,paced]

Each reading is a fresh process (imports and a first small answer done before the clock starts), the order is
A B C … A B C …, the figure is the least of the rounds, and what counts are the ratios. The server is a
process of its own on 127.0.0.1. Wanted, besides the checkout: openai, perplexityai, httpx-sse, aiohttp.

Cases: ``burst`` (20,000 events of 240 bytes, one HTTP chunk each, as fast as they are taken), ``burst64``
(the same in HTTP chunks of 64 KiB), ``paced`` (one write per event, 400 us apart), ``recorded`` and
``tiny`` (the longest and the shortest full-mode recording of ``../shared/streams``, one HTTP chunk per event).
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve()
STREAMS = HERE.parents[3] / "shared" / "streams"
RECORDINGS = {"recorded": "sonar-full-2026-06-10-ruby.sse", "tiny": "sonar-full-2026-06-08-tiny.sse"}
TIMES = {"recorded": 20, "tiny": 100}  # short ones are asked for over and over
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
QUESTION = {"model": "sonar", "messages": [{"role": "user", "content": "hi"}], "stream": True}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


# -- the server ----------------------------------------------------------------------------------------


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


# -- the clients: each makes a function from URL to length of the text ---------------------------------


def raw_socket() -> Callable[[str], int]:
    """The floor: recv and nothing else."""

    def run(url: str) -> int:
        host, port = url.split("/")[2].split(":")
        body = json.dumps(QUESTION).encode()
        with socket.create_connection((host, int(port))) as connection:
            path = "/" + url.split("/", 3)[3]
            connection.sendall(
                b"POST %b HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%b"
                % (path.encode(), len(body), body)
            )
            size, tail = 0, b""
            while not tail.endswith(b"0\r\n\r\n"):
                data = connection.recv(65536)
                size, tail = size + len(data), (tail + data)[-5:]
        return size

    return run


def iter_raw() -> Callable[[str], int]:
    """httpx, nothing parsed."""
    import httpx

    client = httpx.Client()

    def run(url: str) -> int:
        with client.stream("POST", url + "/chat/completions", json=QUESTION) as response:
            return sum(map(len, response.iter_raw()))

    return run


def iter_raw_async() -> Callable[[str], int]:
    """httpx, asyncio, nothing parsed."""
    import httpx

    async def ask(url: str) -> int:
        async with (
            httpx.AsyncClient() as client,
            client.stream("POST", url + "/chat/completions", json=QUESTION) as response,
        ):
            size = 0
            async for data in response.aiter_raw():
                size += len(data)
            return size

    return lambda url: asyncio.run(ask(url))


def httpx_sse() -> Callable[[str], int]:
    """httpx, httpx-sse and json."""
    import httpx
    from httpx_sse import connect_sse

    client = httpx.Client()

    def run(url: str) -> int:
        text = []
        with connect_sse(client, "POST", url + "/chat/completions", json=QUESTION) as source:
            for sse in source.iter_sse():
                if sse.data == "[DONE]":
                    break
                text.append(json.loads(sse.data)["choices"][0]["delta"].get("content") or "")
        return len("".join(text))

    return run


def aiohttp_lines() -> Callable[[str], int]:
    """aiohttp and json, line by line."""
    import aiohttp

    async def ask(url: str) -> int:
        size = 0
        async with (
            aiohttp.ClientSession(read_bufsize=2**22) as session,
            session.post(url + "/chat/completions", json=QUESTION) as response,
        ):
            async for line in response.content:
                if line.startswith(b"data: {"):
                    size += len(json.loads(line[6:])["choices"][0]["delta"].get("content") or "")
        return size

    return lambda url: asyncio.run(ask(url))


def openai_sync() -> Callable[[str], int]:
    """The openai SDK."""
    import openai

    client_for = functools.cache(lambda url: openai.OpenAI(base_url=url, api_key="none"))  # 22 ms each

    def run(url: str) -> int:
        stream = client_for(url).chat.completions.create(**QUESTION)
        return len("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))

    return run


def perplexity_sync() -> Callable[[str], int]:
    """The perplexityai SDK."""
    import perplexity

    client_for = functools.cache(
        lambda url: perplexity.Perplexity(base_url=url, api_key="none")
    )  # 22 ms each

    def run(url: str) -> int:
        stream = client_for(url).chat.completions.create(**QUESTION)
        return len("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))

    return run


def ours() -> Callable[[str], int]:
    """pplx_notebook.ask: network thread, main thread waiting."""
    from pplx_notebook import client

    return lambda url: len(client.ask("hi", provider="chat", base_url=url, model="sonar").text)


def ours_without_sockets() -> Callable[[str], int]:
    """The same on httpcore's own sockets: what is left when network/wire/sockets is deleted."""
    import httpcore

    from pplx_notebook.network.wire import httpcore_pool

    httpcore_pool.network_backend, httpcore_pool.push_of = httpcore.AnyIOBackend, lambda *_: None
    return ours()


def ours_async() -> Callable[[str], int]:
    """pplx_notebook.aask in a loop of its own."""
    from pplx_notebook import client

    return lambda url: len(asyncio.run(client.aask("hi", provider="chat", base_url=url, model="sonar")).text)


def ours_shown() -> Callable[[str], int]:
    """pplx_notebook.begin, with a snapshot every 50 ms as a display takes them."""
    from pplx_notebook import client

    def run(url: str) -> int:
        live = client.begin("hi", provider="chat", base_url=url, model="sonar")
        while not live.done:
            time.sleep(0.05)
            len(live.answer.text)
        return len(live.result().text)

    return run


CLIENTS = {
    "raw socket": raw_socket,
    "httpx iter_raw": iter_raw,
    "httpx iter_raw async": iter_raw_async,
    "ours ask": ours,
    "ours, httpcore's sockets": ours_without_sockets,
    "ours aask": ours_async,
    "ours shown": ours_shown,
    "httpx-sse + json": httpx_sse,
    "aiohttp + json": aiohttp_lines,
    "openai": openai_sync,
    "perplexityai": perplexity_sync,
}


# -- the run -------------------------------------------------------------------------------------------


def measure(name: str, url: str, case: str) -> None:
    """One reading in this process: microseconds of CPU per event, peak memory in MB, length of the text."""
    run = CLIENTS[name]()
    run(f"{url}/warm")
    if case in TIMES:
        run(f"{url}/{case}")
    times = TIMES.get(case, 1)
    began = time.process_time()
    for _ in range(times):
        size = run(f"{url}/{case}")
    micros = (time.process_time() - began) * 1e6 / EVENTS[case] / times
    print(json.dumps([micros, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size]))


def read(name: str, url: str, case: str) -> tuple[float, float, int]:
    """One reading in a fresh process."""
    command = [sys.executable, str(HERE), "--measure", name, url, case]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{name}, {case}: {ran.stderr.strip().splitlines()[-1]}")
    micros, megabytes, size = json.loads(ran.stdout)
    return micros, megabytes, size


def table(case: str, names: list[str], url: str, rounds: int) -> None:
    """The readings of one case."""
    readings = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            readings[name].append(read(name, url, case))
    least = {name: min(micros for micros, _, _ in rows) for name, rows in readings.items()}
    base, floor = least.get("ours ask", 1.0), least.get("httpx iter_raw", 1.0)
    print(f"\n{case}: {EVENTS[case]} events".ljust(30), "us/event   x ours   x iter_raw   peak MB")
    for name, micros in least.items():
        megabytes = min(row[1] for row in readings[name])
        print(f"  {name:26} {micros:9.2f} {micros / base:8.2f} {micros / floor:10.2f} {megabytes:11.0f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", default="burst,burst64,paced,recorded,tiny")
    parser.add_argument("--only", default=",".join(CLIENTS))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
    if chosen.measure:
        measure(*chosen.measure)
        return
    server = subprocess.Popen([sys.executable, str(HERE), "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        for case in chosen.cases.split(","):
            table(case, chosen.only.split(","), url, chosen.rounds)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
