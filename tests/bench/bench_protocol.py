"""The pure part beside its peers: CPU per event for parsing alone, and for parsing and decoding. No network.

    python tests/bench/bench_protocol.py [--rounds 7] [--streams FOLDER]

Peers that are not installed are left out: `pip install httpx-sse openai perplexityai` into a virtual
environment of its own. All contenders take turns in one process; the figure is the least of the rounds, in
microseconds of process time per event. Read the ratios. `--streams` names a folder of recorded `.sse` files
(default ../shared/streams); a reading of a short one is that stream several times over, 200 events at least
(`--least-events 1`: once, with every contender's code and data cold).
"""

from __future__ import annotations

import argparse
import codecs
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pplx_notebook.protocol import AnswerReader, EventStreamDecoder  # noqa: E402  # after the path is set

Work = Callable[[list[bytes]], object]


def chat_events(count: int, newline: bytes) -> list[bytes]:
    """``count`` events of about 240 bytes, as an OpenAI-compatible server sends them, then the end."""
    head = {"id": "chatcmpl-9f2c", "object": "chat.completion.chunk", "created": 1790000000, "model": "sonar"}
    tail = {"system_fingerprint": "fp_" + "0" * 40}

    def event(delta: dict[str, str], reason: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        payload = json.dumps({**head, "choices": [choice], **tail}, separators=(",", ":"))
        return b"data: " + payload.encode() + newline + newline

    texts = [event({"content": f" word{n % 97}"}, None) for n in range(count)]
    return [*texts, event({}, "stop"), b"data: [DONE]" + newline + newline]


def in_reads(events: list[bytes], size: int) -> list[bytes]:
    """The same bytes in reads of ``size``; 0: one event per read."""
    raw = b"".join(events)
    return [raw[i : i + size] for i in range(0, len(raw), size)] if size else events


def our_parser(reads: list[bytes]) -> None:
    feed = EventStreamDecoder().feed
    for read in reads:
        for _event in feed(read):
            pass


def our_reader(reads: list[bytes]) -> object:
    reader = AnswerReader()
    for read in reads:
        reader.feed(read)
    reader.close()
    return reader.snapshot()


def httpx_sse_events(reads: list[bytes]) -> Iterator[object]:
    from httpx_sse._decoders import SSEDecoder, SSELineDecoder

    text, lines, events = codecs.getincrementaldecoder("utf-8")(), SSELineDecoder(), SSEDecoder()
    for read in reads:
        for line in lines.decode(text.decode(read)):
            event = events.decode(line)
            if event is not None:
                yield event


def httpx_sse_parser(reads: list[bytes]) -> None:
    for _event in httpx_sse_events(reads):
        pass


def httpx_sse_reader(reads: list[bytes]) -> str:
    parts = []
    for event in httpx_sse_events(reads):
        if event.data == "[DONE]":
            break
        if choices := json.loads(event.data)["choices"]:
            parts.append(choices[0]["delta"].get("content") or "")
    return "".join(parts)


def sdk_reader(stream_type: type, chunk_type: type, client: object, response_type: type) -> Work:
    def work(reads: list[bytes]) -> str:
        response = response_type(200, content=iter(reads))
        stream = stream_type(cast_to=chunk_type, response=response, client=client)
        return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)

    return work


def readers() -> dict[str, Work]:
    """Everything that can be imported here, ours first."""
    found: dict[str, Work] = {"pplx_notebook": our_reader}
    try:
        import httpx_sse  # noqa: F401

        found["httpx-sse + json"] = httpx_sse_reader
    except ImportError:
        pass
    try:
        import httpx2
        import openai
        from openai.types.chat import ChatCompletionChunk

        client = openai.OpenAI(api_key="none")
        found["openai"] = sdk_reader(openai.Stream, ChatCompletionChunk, client, httpx2.Response)
    except ImportError:
        pass
    try:
        import httpx
        import perplexity
        from perplexity.types import StreamChunk

        sdk = perplexity.Perplexity(api_key="none")
        found["perplexityai"] = sdk_reader(perplexity.Stream, StreamChunk, sdk, httpx.Response)
    except ImportError:
        pass
    return found


def measure(
    contenders: dict[str, Work], reads: list[bytes], events: int, rounds: int, times: int = 1
) -> dict[str, float]:
    """Least process time in us per event, the contenders taking turns; a reading is ``times`` streams."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, work in contenders.items():
            start = time.process_time()
            for _ in range(times):
                work(reads)
            best[name] = min(best[name], (time.process_time() - start) / events / times * 1e6)
    return best


def show(title: str, figures: dict[str, float]) -> None:
    ours = figures["pplx_notebook"]
    print(f"\n{title}")
    for name, value in figures.items():
        print(
            f"  {name:18} {value:8.2f} us per event   {value / ours:6.1f} x ours, ours {ours / value:5.2f} x"
        )


def synthetic(everyone: dict[str, Work], count: int, rounds: int) -> None:
    parsers: dict[str, Work] = {"pplx_notebook": our_parser}
    if "httpx-sse + json" in everyone:
        parsers["httpx-sse"] = httpx_sse_parser
    for ending, newline in (("LF", b"\n"), ("CRLF", b"\r\n")):
        events = chat_events(count, newline)
        for label, size in (("one event per read", 0), ("64 KiB reads", 65536)):
            reads = in_reads(events, size)
            show(f"parser alone, {ending}, {label}", measure(parsers, reads, len(events), rounds))
            show(f"parse and decode, {ending}, {label}", measure(everyone, reads, len(events), rounds))


def recorded(everyone: dict[str, Work], folder: Path, rounds: int, least_events: int) -> None:
    for path in (*sorted(folder.glob("sonar-full-*.sse")), *sorted(folder.glob("sonar-reasoning*.sse"))):
        raw = path.read_bytes()
        count = len(EventStreamDecoder().feed(raw))
        figures = measure(everyone, in_reads([raw], 16384), count, rounds, -(-least_events // count))
        show(f"{path.name} ({count} events, {len(raw) // count} bytes each)", figures)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--events", type=int, default=5000)
    options.add_argument("--least-events", type=int, default=200)
    options.add_argument("--streams", type=Path, default=ROOT.parent / "shared" / "streams")
    args = options.parse_args()
    everyone = readers()
    synthetic(everyone, args.events, args.rounds)
    recorded(everyone, args.streams, args.rounds, args.least_events)


if __name__ == "__main__":
    main()
