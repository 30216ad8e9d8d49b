"""Chunked transfer coding, taken off: many small HTTP chunks in, their bytes out.

A server sends one HTTP chunk per event, and h11 takes about 5 microseconds for each; this takes 0.3. What
is left for h11 is the framing of what one read brought (``reframed``), or its end alone. Rules of this file
(RFC 9112 section 7.1, as lenient as h11 and no more):

- the body's bytes, its end and its trailers come out as they came in; extensions are dropped, as by h11;
- what is not chunked coding becomes a line no reader accepts, so that the one HTTP parser reports it;
- nothing is held back but an unfinished size line or trailer: data leaves with the read that brought it;
- bytes behind the end of the message are not touched; they are in ``rest``.
"""

from __future__ import annotations

import re

CRLF = b"\r\n"
PLAIN_SIZE = re.compile(rb"([0-9A-Fa-f]{1,20})\r\n")  # what servers send; matched in place
ANY_SIZE = re.compile(rb"([0-9A-Fa-f]{1,20})(?:;.*)?[ \t]*\r\n")  # with an extension, or padded
TRAILER_END = re.compile(rb"\n\r?\n")
ILLEGAL = b"illegal chunked coding\r\n"
LINE_LIMIT_BYTES = 16 * 1024
TRAILER_LIMIT_BYTES = 64 * 1024


class TransferDecoder:
    """Feed it what the socket brings after the response head; it returns the body's bytes.

    ``ending`` becomes what the HTTP parser has to see behind the body: the last chunk with its trailers (then
    ``rest`` holds what follows the message), or the line that makes it report illegal coding.
    """

    def __init__(self) -> None:
        self.ending = b""
        self.rest = b""
        self._held = b""  # an unfinished size line, footer or trailer
        self._left = 0  # bytes still to come of the chunk that is open
        self._footer = False  # the line end behind a chunk's data is still to come

    def feed(self, data: bytes) -> bytes:
        """The bytes of the body in ``data``."""
        if self._held:
            data, self._held = self._held + data, b""
        body: list[bytes] = []
        self.ending = self._read(data, body)
        return body[0] if len(body) == 1 else b"".join(body)

    def _read(self, data: bytes, body: list[bytes]) -> bytes:
        """Put the data of all chunks into ``body``; returns the ending, b"" while there is none."""
        at, end = 0, len(data)
        while at < end:
            if not self._left and not self._footer:
                match = PLAIN_SIZE.match(data, at) or self._unusual_size(data, at)
                if match is None:
                    return self._unfinished(data[at:])
                at, self._left = match.end(), int(match[1], 16)
                if not self._left:
                    return self._trailer(data[at:])
                self._footer = True
            stop = at + self._left
            body.append(data[at:stop])
            if stop > end:
                self._left = stop - end
                return b""
            self._left = 0
            if not data.startswith(CRLF, stop):
                return self._unfinished_footer(data[stop:])
            at, self._footer = stop + 2, False
        return b""

    def _unusual_size(self, data: bytes, at: int) -> re.Match[bytes] | None:
        """A size line with an extension or padding, when it is there in full."""
        line_end = data.find(CRLF, at, at + LINE_LIMIT_BYTES)
        return ANY_SIZE.fullmatch(data, at, line_end + 2) if line_end >= 0 else None

    def _unfinished(self, line: bytes) -> bytes:
        """Hold the beginning of a size line; what can never become one is illegal."""
        if CRLF in line or len(line) > LINE_LIMIT_BYTES:
            return ILLEGAL
        self._held = line
        return b""

    def _unfinished_footer(self, rest: bytes) -> bytes:
        """Hold half a line end; anything else behind a chunk's data is illegal."""
        if not CRLF.startswith(rest):
            return ILLEGAL
        self._held = rest
        return b""

    def _trailer(self, rest: bytes) -> bytes:
        """The last chunk with its trailers, once they are there in full."""
        end = _trailer_end(rest)
        if end is None:
            if len(rest) > TRAILER_LIMIT_BYTES:
                return ILLEGAL
            self._held = b"0\r\n" + rest
            return b""
        self.rest = rest[end:]
        return b"0\r\n" + rest[:end]


def reframed(body: bytes, ending: bytes) -> bytes:
    """Body and ending as the HTTP parser wants them: one chunk for all there is."""
    return b"%x\r\n%b\r\n%b" % (len(body), body, ending) if body else ending


def _trailer_end(rest: bytes) -> int | None:
    """Where the trailer section ends: at once when it is empty, else behind the blank line; None: not yet."""
    if rest.startswith((CRLF, b"\n")):
        return rest.index(b"\n") + 1
    match = TRAILER_END.search(rest)
    return match.end() if match else None
