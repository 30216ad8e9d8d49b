"""Our reader of chunked coding reads as h11 does, and leaves h11 the framing it needs."""

from __future__ import annotations

from itertools import pairwise

import h11
import places
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pplx_notebook.network.wire.sockets.transfer_coding import TransferDecoder, reframed

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def read_by_h11(pieces: list[bytes], *, ours: bool) -> tuple[bytes, str, list[tuple[bytes, bytes]]]:
    """Body, how it ended and trailers, as h11 sees them, with or without our reader before it."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=10_000_000)
    connection.send(h11.Request(method="POST", target="/", headers=[("host", "x"), ("content-length", "0")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(HEAD)
    assert isinstance(connection.next_event(), h11.Response)
    chunks, body = TransferDecoder(), b""
    try:
        for piece in pieces:
            framed = reframed(chunks.feed(piece), chunks.ending) if ours else piece
            if framed:
                connection.receive_data(framed)
                while (event := connection.next_event()) is not h11.NEED_DATA:
                    if isinstance(event, h11.EndOfMessage):
                        return body, "end", list(event.headers)
                    body += bytes(event.data)
    except h11.RemoteProtocolError:
        return body, "error", []
    return body, "open", []


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The data in pieces, cut at these places."""
    edges = [0, *sorted({place % (len(data) + 1) for place in places}), len(data)]
    return [data[a:b] for a, b in pairwise(edges) if a != b]


chunk_data = st.binary(min_size=1, max_size=40) | st.sampled_from(
    [b"\r\n", b"0\r\n\r\n", b"data: x\r\n\r\n", b"5\r\n"]
)
size_lines = st.sampled_from([b"%x", b"%X", b"000%x", b"%x;name=value", b"%x ;a", b"%x \t", b'%x;q="0"'])
trailers = st.sampled_from([b"\r\n", b"\n", b"x-check: 1\r\n\r\n", b"a: 1\r\nb: 2\r\n\r\n", b"a: 1\n\n"])


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A chunked body, whole or cut short or with a wrong byte, and perhaps with bytes behind it."""
    out = b""
    for data in draw(st.lists(chunk_data, max_size=8)):
        out += draw(size_lines) % len(data) + b"\r\n" + data + b"\r\n"
    out += draw(st.sampled_from([b"0", b"000", b"0;x"])) + b"\r\n" + draw(trailers)
    out += draw(st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n\r\n", b"junk"]))
    damage = draw(st.integers(0, 3))
    place = draw(st.integers(0, len(out) - 1))
    if damage == 1:
        out = out[:place]
    if damage == 2:
        out = out[:place] + draw(st.binary(min_size=1, max_size=2)) + out[place + 1 :]
    return out


@settings(max_examples=600, deadline=None)
@given(bodies(), st.lists(st.integers(0, 10_000), max_size=6))
def test_reads_like_h11(body: bytes, places: list[int]) -> None:
    """Body and trailers are the same; so is the ending, but for a fault reported when the peer closes."""
    plain_body, plain_end, plain_trailers = read_by_h11([body], ours=False)
    our_body, our_end, our_trailers = read_by_h11(cut(body, places), ours=True)
    assert our_body == plain_body
    assert (our_end == "end") == (plain_end == "end")
    assert our_trailers == plain_trailers


@settings(max_examples=200, deadline=None)
@given(st.lists(chunk_data, min_size=1, max_size=20), st.lists(st.integers(0, 10_000), max_size=6))
def test_bytes_behind_the_message_are_kept_apart(parts: list[bytes], places: list[int]) -> None:
    """What a server sends behind its answer is not part of it and is not lost."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    chunks, behind = TransferDecoder(), b""
    for piece in cut(body + b"NEXT", places):
        if chunks.ending:
            behind += piece
        else:
            chunks.feed(piece)
            behind += chunks.rest
    assert chunks.ending
    assert behind == b"NEXT"


def test_data_leaves_with_the_read_that_brought_it() -> None:
    """Half a chunk is handed on at once; a live answer never waits for the other half."""
    chunks = TransferDecoder()
    assert chunks.feed(b"a\r\nhello") == b"hello"
    assert chunks.feed(b"world") == b"world"
    assert chunks.feed(b"\r\n0\r\n\r\n") == b""
    assert chunks.ending == b"0\r\n\r\n"


def test_one_read_becomes_one_chunk() -> None:
    """A hundred chunks of one read are one for the HTTP parser: that is what this is for."""
    chunks = TransferDecoder()
    body = chunks.feed(b"".join(b"5\r\nhello\r\n" for _ in range(100)))
    assert reframed(body, chunks.ending) == b"1f4\r\n" + b"hello" * 100 + b"\r\n"


CASES = (places.CASES / "client" / "illegal-chunks.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in CASES if line and not line.startswith("#")])
def test_illegal_framing_is_left_to_the_http_parser(line: str) -> None:
    """What is not chunked coding ends as a protocol error, with the data before it kept."""
    good, _, bad = line.partition(" | ")
    wire = (good + bad).encode("latin-1").decode("unicode_escape").encode("latin-1")
    pieces = [wire, b"0\r\n\r\n" * 3]
    body, ending, _ = read_by_h11(pieces, ours=True)
    assert (body, ending) == read_by_h11(pieces, ours=False)[:2]
    assert ending == "error"
