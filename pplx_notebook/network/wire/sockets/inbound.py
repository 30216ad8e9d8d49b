"""The bytes of one connection between their arrival and whoever reads them. Pure: no socket, no loop.

Rules of this file:

- response heads are handed out alone, so that whoever reads them can choose how the body is read;
- a chunked body is handed out reframed, one chunk for all there is, or as its bare bytes; after the bare
  bytes there is still the ending to be taken, which is all that the HTTP parser then sees of the body;
- bytes behind a chunked message are never handed out with it.
"""

from __future__ import annotations

import re

from pplx_notebook.network.wire.sockets.transfer_coding import TransferDecoder, reframed

BLANK_LINE = re.compile(rb"\n\r?\n")  # ends a response head, as h11 sees it


class Inbound:
    """What has arrived and was not taken yet; true while there is something."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []
        self._in_head = True
        self._head_tail = b""
        self._chunks: TransferDecoder | None = None
        self._ending = b""

    def __bool__(self) -> bool:
        return bool(self._parts or self._ending)

    @property
    def body_ended(self) -> bool:
        """Of a chunked body the ending alone is left."""
        return bool(self._ending)

    def expect_head(self) -> None:
        """What comes next is the head of a response."""
        self._in_head, self._head_tail, self._chunks = True, b"", None

    def expect_body(self, *, chunked: bool) -> None:
        """What comes next is a body, in chunked coding or as it is."""
        self._in_head = False
        self._chunks = TransferDecoder() if chunked else None

    def add(self, data: bytes) -> None:
        """Bytes have arrived."""
        self._parts.append(data)
        self.size += len(data)

    def take(self) -> bytes:
        """What may be handed to the HTTP parser; b"" when the rest of some framing has yet to arrive."""
        if self._ending:
            return self._take_ending()
        data = self._all()
        if self._in_head:
            return self._head(data)
        if self._chunks is None:
            return data
        return reframed(self.unchunked(data), self._take_ending())

    def take_body(self) -> bytes:
        """All the bare bytes of a chunked body that are there."""
        return self.unchunked(self._all()) if self._parts else b""

    def unchunked(self, data: bytes) -> bytes:
        """The bare bytes in what has just arrived of a chunked body."""
        chunks = self._chunks
        if chunks is None:
            return data
        body = chunks.feed(data)
        if chunks.ending:
            self._ending = chunks.ending
            self._keep(chunks.rest)
            self.expect_head()
        return body

    def _head(self, data: bytes) -> bytes:
        """Up to the blank line that ends the head; the bytes behind it stay."""
        match = BLANK_LINE.search(self._head_tail + data)
        if match is None:
            self._head_tail = (self._head_tail + data)[-2:]
            return data
        end = match.end() - len(self._head_tail)
        self._head_tail = b""
        self._keep(data[end:])
        return data[:end]

    def _all(self) -> bytes:
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts, self.size = [], 0
        return data

    def _keep(self, rest: bytes) -> None:
        if rest:
            self.add(rest)

    def _take_ending(self) -> bytes:
        ending, self._ending = self._ending, b""
        return ending
