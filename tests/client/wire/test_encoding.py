"""Content codings: read in any cutting, refused when they are not what they say, undone in small steps."""

from __future__ import annotations

import asyncio
import random
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import brotli
import pytest
import zstandard
from coded_bytes import compressed
from hypothesis import given, settings
from hypothesis import strategies as st

from pplx_notebook.errors import DecodeError, TooLargeError
from pplx_notebook.network.question.exchange import refusal, unpacked
from pplx_notebook.network.rules.endpoints import endpoint_for
from pplx_notebook.network.wire.decompression import KEPT_BYTES, STEP_BYTES, decoder
from pplx_notebook.network.wire.transport import Response

CODINGS = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "deflate",
    "Deflate": "raw-deflate",
    "br": "br",
    "ZSTD": "zstd",
}
MOST_BYTES = {"br": 2 * STEP_BYTES}  # as fine as its package can cut


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=5000), st.integers(1, 700))
def test_every_coding_is_read_in_any_cutting(name: str, data: bytes, size: int) -> None:
    """What comes out is what went in, however the network cuts it."""
    decode = decoder(name)
    assert decode is not None
    wire = b"".join(compressed(CODINGS[name], [data]))
    pieces = [wire[at : at + size] for at in range(0, len(wire), size)]
    assert b"".join(part for piece in pieces for part in decode(piece)) == data


@pytest.mark.parametrize("name", sorted(CODINGS))
def test_a_step_is_bounded(name: str) -> None:
    """32 MB in one network read come out in small steps."""
    decode = decoder(name)
    assert decode is not None
    wire = b"".join(compressed(CODINGS[name], [b"x" * 2**20] * 32))
    steps = [len(part) for part in decode(wire)]
    assert sum(steps) == 32 * 2**20
    assert max(steps) <= MOST_BYTES.get(name, STEP_BYTES)


@pytest.mark.parametrize("name", ["", "identity", "identity, identity"])
def test_nothing_to_undo(name: str) -> None:
    """No coding, no decoder."""
    assert decoder(name) is None


@pytest.mark.parametrize("name", ["gzip, gzip", "gzip, br, gzip", "compress", "aes128gcm"])
def test_chains_and_strangers_are_refused(name: str) -> None:
    """One coding that we know, or none."""
    with pytest.raises(DecodeError):
        decoder(name)


def flushed_parts(name: str, parts: list[bytes]) -> Iterator[bytes]:
    """The parts compressed as a server does that sends each at once; without an end."""
    coder: Any = {
        "gzip": lambda: zlib.compressobj(wbits=31),
        "deflate": lambda: zlib.compressobj(),
        "br": lambda: brotli.Compressor(),
        "zstd": lambda: zstandard.ZstdCompressor().compressobj(),
    }[name]()
    flush = {"zstd": zstandard.COMPRESSOBJ_FLUSH_BLOCK, "br": None}.get(name, zlib.Z_SYNC_FLUSH)
    for part in parts:
        yield coder.process(part) if name == "br" else coder.compress(part)
        yield coder.flush() if flush is None else coder.flush(flush)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_what_stood_before_a_break_is_given(name: str) -> None:
    """However the network cuts it: in one read with the break, the packages themselves would lose it."""
    text = b"".join(b"data: event %d\n\n" % n for n in range(500))
    flushed = b"".join(flushed_parts(name, [text[at : at + 90] for at in range(0, len(text), 90)]))
    for size in (len(flushed) + 64, 1000, 7):
        wire = flushed + b"\xff" * 64
        got: list[bytes] = []
        decode = decoder(name)
        assert decode is not None
        pieces = (part for at in range(0, len(wire), size) for part in decode(wire[at : at + size]))
        with pytest.raises(DecodeError):
            got.extend(pieces)
        assert b"".join(got).startswith(text)
        assert max(map(len, got)) <= MOST_BYTES.get(name, STEP_BYTES)


def test_a_wrong_checksum_takes_nothing_back() -> None:
    """The text of a small answer is there before its last four bytes are."""
    wire = bytearray(b"".join(compressed("gzip", [b"a short answer"])))
    wire[-8] ^= 1
    decode = decoder("gzip")
    assert decode is not None
    got: list[bytes] = []
    with pytest.raises(DecodeError):
        got.extend(decode(bytes(wire)))
    assert b"".join(got) == b"a short answer"


def test_a_long_stream_is_not_kept_for_its_break() -> None:
    """Beyond the limit, only what the last read held is lost."""
    wire = b"".join(compressed("gzip", [random.Random(1).randbytes(2_000_000)]))  # noqa: S311
    assert len(wire) > KEPT_BYTES
    decode = decoder("gzip")
    assert decode is not None
    got = [piece for at in range(0, 1_900_000, 50_000) for piece in decode(wire[at : at + 50_000])]
    with pytest.raises(DecodeError):
        got.extend(decode(b"\xff" * 100_000))
    assert len(b"".join(got)) > 1_500_000


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_lie_is_an_error_of_its_own(name: str) -> None:
    """The header says compressed, the bytes do not."""
    decode = decoder(name)
    assert decode is not None
    with pytest.raises(DecodeError, match=f"says it is {name}"):
        list(decode(b"data: {}\n\n" * 1000))


class Pieces:
    """A body of these pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.taken += 1
            yield piece

    async def aclose(self) -> None:
        """Nothing is open."""


def test_a_coding_that_says_nothing_in_many_bytes_has_an_end() -> None:
    """Empty blocks of deflate: packed they are bounded too."""
    begun = zlib.compressobj(wbits=31).flush(zlib.Z_SYNC_FLUSH)
    nothing = b"\x00\x00\x00\xff\xff" * 100

    async def read() -> bytes:
        response = Response(500, [(b"content-encoding", b"gzip")], Pieces(begun, *[nothing] * 1_000))
        return b"".join([piece async for piece in unpacked(response, 64 * 1024)])

    with pytest.raises(TooLargeError, match="packed"):
        asyncio.run(read())


HERE = endpoint_for("chat", "http://127.0.0.1:9/v1", environment={})


def test_an_error_is_read_as_far_as_its_first_64_kib() -> None:
    """The rest is a page nobody reads."""
    body = Pieces(*[b"x" * 1024] * 1_000)
    ending = asyncio.run(refusal(Response(500, [], body), HERE))
    assert ending.error is not None
    assert ending.error.message.startswith("xxx")
    assert body.taken <= 66


@pytest.mark.parametrize("coding", ["br", "gzip", "zstd"])
def test_an_error_that_unpacks_to_a_hundred_megabytes_costs_a_few(coding: str) -> None:
    """It was a gigabyte for 809 bytes, and nobody else's answer went on meanwhile."""
    packed = b"".join(compressed(coding, [b"a" * 1_000_000] * 100))
    response = Response(500, [(b"content-encoding", coding.encode())], Pieces(packed))
    tracemalloc.start()
    asyncio.run(refusal(response, HERE))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000  # zstd gives 8 MB at once
