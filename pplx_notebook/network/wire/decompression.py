"""Content codings, undone in bounded steps: a bomb of 1 MB that says 1 GB never becomes more than one step.

We ask for ``identity``; what comes compressed all the same (some CDNs) is accepted when it is one of
gzip, deflate, br, zstd. Rules of this file: a step gives 64 KiB (br: up to 128; zstd makes up to 8 MB at
once, its package allows no finer cut); two codings on top of each other are refused; bytes that are not
what the header says raise ``DecodeError``, and what stood before them is given first: the packages lose what
they had made of the bytes of a call that fails, so it is undone again, byte by byte up to the break.
An empty piece is only a turn for whoever else waits.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from pplx_notebook.errors import DecodeError

STEP_BYTES = 64 * 1024
KEPT_BYTES = 1024 * 1024  # compressed; a stream that breaks later loses what its last read held
TURN_BYTES = 256  # undone one by one between two turns for others: 1 ms
ZSTD_SLICE_BYTES = 256  # 4 bytes of zstd can mean a block of 128 KiB: 256 are 8 MiB at most
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # RFC 9659: the most a zstd response may ask for

Decode = Callable[[bytes], Iterator[bytes]]


def decoder(content_encoding: str) -> Decode | None:
    """A function from received bytes to decoded pieces; None when there is nothing to undo."""
    codings = [word.strip().lower() for word in content_encoding.split(",")]
    codings = [word for word in codings if word not in ("", "identity")]
    if not codings:
        return None
    if len(codings) > 1:
        raise DecodeError(f"the answer is compressed {len(codings)} times over; that is not accepted.")
    make = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}.get(codings[0])
    if make is None:
        raise DecodeError("the answer is compressed in a way this client does not know.")
    return _checked(make, codings[0])


def _checked(make: Callable[[], Decode], name: str) -> Decode:
    """The decoder with one error for all that can be wrong with its input, behind all that was right."""
    decode = make()
    kept: bytearray | None = bytearray()

    def run(data: bytes) -> Iterator[bytes]:
        nonlocal kept
        given = 0
        try:
            for piece in decode(data):
                given += len(piece)
                yield piece
        except Exception as exc:  # zlib.error, brotli.error, ZstdError: three packages, no common base
            if kept is not None:
                yield from _up_to_the_break(make(), bytes(kept), data, given)
            raise DecodeError(f"the answer says it is {name}, but its bytes are not; ask again.") from exc
        if kept is not None:
            kept = kept + data if len(kept) + len(data) <= KEPT_BYTES else None

    return run


def _up_to_the_break(decode: Decode, before: bytes, data: bytes, given: int) -> Iterator[bytes]:
    """What ``data``, which breaks somewhere, holds behind the ``given`` bytes that it has brought already."""
    for at in range(0, len(before), STEP_BYTES):
        for _ in decode(before[at : at + STEP_BYTES]):
            yield b""
    with suppress(Exception):  # the same as before, at the byte where it breaks
        for at in range(len(data)):
            for piece in decode(data[at : at + 1]):
                yield piece[given:]
                given = max(0, given - len(piece))
            if at % TURN_BYTES == 0:
                yield b""


def _inflate(window_bits: int) -> Decode:
    """zlib in steps; one member, what follows it is not ours."""
    inflater = zlib.decompressobj(window_bits)

    def run(data: bytes) -> Iterator[bytes]:
        while data and not inflater.eof:
            piece = inflater.decompress(data, STEP_BYTES)
            data = inflater.unconsumed_tail
            if piece:
                yield piece

    return run


def _gzip() -> Decode:
    """gzip, RFC 1952."""
    return _inflate(16 + zlib.MAX_WBITS)


def _deflate() -> Decode:
    """deflate: zlib by the standard (RFC 1950), bare (RFC 1951) from some; the first two bytes tell."""
    head = b""
    run: Decode | None = None

    def decode(data: bytes) -> Iterator[bytes]:
        nonlocal head, run
        if run is None:
            head += data
            if len(head) < 2:
                return
            is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
            run, data = _inflate(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS), head
        yield from run(data)

    return decode


def _brotli() -> Decode:
    """br, RFC 7932."""
    import brotli as package

    decompressor: Any = package.Decompressor()

    def run(data: bytes) -> Iterator[bytes]:
        piece = decompressor.process(data, output_buffer_limit=STEP_BYTES)
        while piece or not decompressor.can_accept_more_data():
            yield piece
            piece = decompressor.process(b"", output_buffer_limit=STEP_BYTES)

    return run


def _zstd() -> Decode:
    """zstd, RFC 8878."""
    import zstandard

    decompressor: Any = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()

    def run(data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), ZSTD_SLICE_BYTES):
            if decompressor.eof:
                return
            piece = decompressor.decompress(data[at : at + ZSTD_SLICE_BYTES])
            yield from (piece[start : start + STEP_BYTES] for start in range(0, len(piece), STEP_BYTES))

    return run
