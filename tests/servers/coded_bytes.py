"""Bytes in a content coding, and as they are written in a list of steps."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import repeat
from typing import Any

import brotli
import zstandard


@cache
def burst(coding: str, megabytes: str) -> bytes:
    """So many megabytes in one piece; made once, since half a GB takes a second or more of the server's time."""
    return b"".join(compressed(coding, repeat(b"x" * 2**20, int(megabytes))))


def compressed(coding: str, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts as one stream in a content coding."""
    coder: Any = {
        "gzip": lambda: zlib.compressobj(1, wbits=31),
        "deflate": lambda: zlib.compressobj(1),
        "raw-deflate": lambda: zlib.compressobj(1, wbits=-15),
        "br": lambda: brotli.Compressor(quality=1),
        "zstd": lambda: zstandard.ZstdCompressor(1).compressobj(),
    }[coding]()
    for part in parts:
        yield coder.process(part) if coding == "br" else coder.compress(part)
    yield coder.finish() if coding == "br" else coder.flush()


def unescaped(text: str) -> bytes:
    r"""``a\n\xff`` as the bytes it means."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")
