"""Streams of every kind of line ending and damage, and cuts through them."""

from __future__ import annotations

import random

SPECIMENS = {
    "lf": b'data: {"a": 1}\n\ndata: b\n\n',
    "crlf": b"event: x\r\ndata: 1\r\n\r\n: hi\r\n\r\ndata: 2\r\n\r\n",
    "cr": b"data: 1\r\rdata: 2\r\r\r",
    "mixed": b"data: 1\n\r\ndata: 2\r\n\rdata: 3\r\n\n\n\n: c\n\n",
    "bom": b"\xef\xbb\xbfdata: 1\n\ndata: 2\n\n",
    "blank lines first": b"\n\r\n\ndata: 1\n\n",
    "ids": b"id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n",
    "cut": b'data: 1\n\ndata: {"te',
    "torn character": "data: é\n\ndata: ü".encode()[:-1],
    "not UTF-8": b"data: \xff\xfe\n\n",
    "nothing": b"",
    "comments": b": ping\n\n: ping\n\n",
}


def cuts(data: bytes, seed: int) -> list[bytes]:
    """The bytes in reads, cut anywhere."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    places = sorted(chance.sample(range(len(data) + 1), min(len(data), seed * 3)))
    return [data[one:other] for one, other in zip([0, *places], [*places, len(data)], strict=True)]
