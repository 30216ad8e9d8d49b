"""A recording holds what went over the network, byte by byte and read by read, and gives it back so."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import httpx
import pytest
import zstandard
from hello import HELLO, chat, hello
from local_server import LocalServer, Seen
from recorded_questions import HEAD, as_raw, one, pieces_replayed, recorded, replayed, snapshots

from pplx_notebook import client
from pplx_notebook.client import PendingAnswer
from pplx_notebook.inspect.recording import Recording


def test_an_answer_has_what_went_over_the_network(file: Path) -> None:
    answer, recording = recorded(file, *HELLO)
    entry = one(recording)
    assert answer.exchange == recording
    assert (entry.status, entry.end, entry.attempt, entry.at_us, entry.provider) == (
        200,
        "done",
        1,
        0,
        "chat",
    )
    assert [event.text for event in recording.events] == ["Hello ", "world", "", ""]
    assert recording.prompt == "hi"
    assert (
        0 < entry.marks["connect"] <= entry.marks["sent"] <= entry.marks["headers"] <= entry.reads[0].time_us
    )
    assert entry.reads[-1].time_us <= entry.end_us


def test_a_connection_that_is_used_again_was_not_made(file: Path) -> None:
    with LocalServer(hello) as server:
        client.ask("hi", **chat(server))
        client.ask("hi", record=file, **chat(server))
    assert "connect" not in one(Recording.open(file)).marks


@pytest.mark.parametrize("size", [7, 4096])
def test_every_recorded_stream_comes_back_as_it_was(shared: Path, file: Path, size: int) -> None:
    """Bytes, reads, snapshots and the answer."""
    for stream in sorted((shared / "streams").glob("*.sse")):
        if size == 7 and stream.stat().st_size > 100_000:
            continue
        answer, recording = recorded(file, HEAD, f"file {stream} {size}", "end")
        entry = one(recording)
        assert entry.body == stream.read_bytes(), stream.name
        assert pieces_replayed(entry) == [piece for _, piece in entry.pieces()]
        assert snapshots(pieces_replayed(entry)) == snapshots([piece for _, piece in entry.pieces()])
        assert replayed(file) == answer, stream.name


def coders() -> dict[str, tuple[Callable[[bytes], bytes], Callable[[], bytes]]]:
    """Codings that hand over each part at once, and their ends."""
    gzip, br, zstd = zlib.compressobj(wbits=31), brotli.Compressor(), zstandard.ZstdCompressor().compressobj()
    return {
        "gzip": (lambda part: gzip.compress(part) + gzip.flush(zlib.Z_SYNC_FLUSH), gzip.flush),
        "br": (lambda part: br.process(part) + br.flush(), br.finish),
        "zstd": (
            lambda part: zstd.compress(part) + zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK),
            zstd.flush,
        ),
    }


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_compressed_stream_is_kept_packed_and_unpacked_again(file: Path, coding: str) -> None:
    event = 'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
    parts = [(event % word).encode() for word in ("one ", "two ", "three ", "four")]
    parts[-1] += b"data: [DONE]\n\n"
    pack, finish = coders()[coding]
    packed, last = [pack(part) for part in parts], finish()
    begun: list[PendingAnswer] = []

    def one_by_one(_: Seen) -> Iterator[str]:
        """Each part when the one before it was read: else two come in one read on a busy machine."""
        yield f"{HEAD} | content-encoding: {coding}"
        for count, part in enumerate(packed, 1):
            yield as_raw(part)
            while not begun or len(begun[0].answer.text.split()) < count:
                yield "pause 0.005"
        yield from (as_raw(last), "end")

    with LocalServer(one_by_one) as server:
        begun.append(client.begin("hi", record=file, **chat(server)))
        answer = begun[0].result()
    entry = one(Recording.open(file))
    assert answer.text == "one two three four"
    assert (entry.body, entry.wire) == (b"".join(parts), b"".join(packed) + last)
    sizes = [(len(wire), len(part)) for wire, part in zip(packed, parts, strict=True)]
    assert [(read.wire, read.size) for read in entry.reads] == [*sizes, (len(last), 0)]
    assert pieces_replayed(entry) == [*packed, last]
    assert replayed(file) == answer


def test_a_whole_answer_that_is_not_streamed(file: Path) -> None:
    body = '{"choices": [{"index": 0, "message": {"content": "whole"}, "finish_reason": "stop"}]}'
    answer, recording = recorded(file, "reply 200 application/json", f"body {body}", stream=False)
    assert (answer.text, recording.events) == ("whole", ())
    assert replayed(file, stream=False) == answer


def test_somebodys_own_transport_is_recorded(file: Path) -> None:
    stream = b'data: {"choices":[{"index":0,"delta":{"content":"hey"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    guest = httpx.MockTransport(
        lambda _: httpx.Response(200, headers={"content-type": "text/event-stream"}, content=stream)
    )
    answer = client.ask("hi", provider="chat", base_url="http://127.0.0.1:9", transport=guest, record=file)
    assert one(Recording.open(file)).body == stream
    assert replayed(file) == answer


def test_a_body_over_the_limit_is_cut_and_its_reads_stay(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pplx_notebook.network.wire.attempt_under_way.KEPT_BYTES", 400)
    words = [step for n in range(8) for step in (f"delta w{n}", "pause 0.02")]
    answer, recording = recorded(file, HEAD, *words, "finish", "done", "end")
    entry = one(recording)
    assert answer.status == "done"
    assert entry.kept == len(entry.body) <= 400 < sum(read.size for read in entry.reads)
    assert sum(len(piece) for _, piece in entry.pieces()) == entry.kept
