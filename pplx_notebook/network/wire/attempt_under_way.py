"""One request while it happens: its moments and bytes, noted; looked at on the thread of whoever asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.inspect.har import entry_log, scrubbed
from pplx_notebook.inspect.recording import End, Entry, Read
from pplx_notebook.inspect.scrubbing import NEVER, clean_body
from pplx_notebook.network.wire.transport import HEADERS, Request, Response

KEPT_BYTES = 64 * 1024 * 1024
MARKS = {  # httpcore's and httpx's steps, behind what kind of connection it is
    "connect_tcp.complete": "connect",
    "connect_unix_socket.complete": "connect",
    "start_tls.complete": "tls",
    "send_request_body.complete": "sent",
    "receive_response_headers.complete": "headers",
}


class AttemptUnderWay:
    """One request while it happens. Times are µs since it was issued; ``over`` once nothing more will
    come."""

    def __init__(self, request: Request, number: int, first_us: int | None, facts: Mapping[str, str]) -> None:
        self.began_us = time.perf_counter_ns() // 1000
        self.marks: dict[str, int] = {}
        self.over = False
        self._times: list[int] = []
        self._sizes: list[int] = []
        self._parts: list[bytes] = []  # of the reads that are kept
        self._left = KEPT_BYTES
        self._response: Response | None = None
        self._end: End = "eof"
        self._error = ""
        self._request = request
        self._facts: dict[str, Any] = {
            **facts,
            "attempt": number,
            "at_us": 0 if first_us is None else self.began_us - first_us,
            "started": _utc_now(),
        }
        self._lock = threading.Lock()  # of those who look
        self._unpacked: list[bytes] = []
        self._decode: Callable[[bytes], Iterator[bytes]] | None = None

    # for the transport

    def step(self, name: str) -> None:
        """A step of the library's trace: "connection.connect_tcp.complete"."""
        mark = MARKS.get(name.partition(".")[2])
        if mark is not None:
            self.marks[mark] = self._now_us()

    def responded(self, response: Response) -> None:
        """The response's head is there."""
        self.marks.setdefault("headers", self._now_us())
        self.marks.setdefault("sent", 0)
        self._response = response

    def read(self, data: bytes) -> None:
        """One read of the body."""
        self._times.append(self._now_us())
        if len(data) <= self._left and len(self._parts) == len(self._sizes):
            self._left -= len(data)
            self._parts.append(data)
        self._sizes.append(len(data))

    def ends(self) -> None:
        """The body has ended, or broke off, or its connection was given back."""
        self.marks.setdefault("end", self._now_us())

    def over_as(self, end: End, error: str) -> None:
        """How it ended is known."""
        if not self.over:
            self.ends()
            self._end, self._error, self.over = end, error, True

    # for whoever looks

    @property
    def redirected(self) -> bool:
        """True when the server said where else to ask."""
        return self._response is not None and self._response.redirected

    @property
    def reached(self) -> bool:
        """True when a response came."""
        return self._response is not None

    def head(self) -> dict[str, Any]:
        """It as a HAR entry without its body, as far as it is known."""
        return entry_log(scrubbed(self._entry()), bodies=False)

    def news(self, since: int) -> list[tuple[int, int, bytes]]:
        """(µs, bytes on the wire, unpacked bytes) of the reads from number ``since`` on; scrubbed each by
        itself."""
        parts = self._unpacked_parts(len(self._sizes))
        rows = zip(self._times, self._sizes, parts, strict=False)
        return [(us, size, clean_body(part)) for us, size, part in list(rows)[since:]]

    def entry(self) -> Entry:
        """It as a value, scrubbed."""
        count = len(self._sizes)
        parts = self._unpacked_parts(count)
        kept, packed = min(len(self._parts), _within(parts, KEPT_BYTES)), bool(self._coding)
        rows = zip(self._times, self._sizes, parts, strict=False)
        reads = [Read(us, size, len(part) if packed else size) for us, size, part in rows]
        body = b"".join(parts[:kept])
        entry = msgspec.structs.replace(
            self._entry(),
            body=body,
            wire=b"".join(self._parts[:kept]) if packed else b"",
            reads=tuple(reads),
            kept=len(body) if kept < count else None,
        )
        return scrubbed(entry)

    def _entry(self) -> Entry:
        """Without its body."""
        response, request = self._response, self._request
        text = request.body.decode("utf-8", "replace")
        return Entry(
            method=request.method,
            url=request.url,
            request_headers=_told_headers(request),
            request_text=text,
            request_bytes=len(request.body),
            status=response.status if response is not None else 0,
            status_text=_reason(response.status) if response is not None else "",
            response_headers=tuple(response.headers.items()) if response is not None else (),
            marks=dict(self.marks),
            end=self._end,
            error=self._error,
            **self._facts,
        )

    @property
    def _coding(self) -> str:
        """What the body is compressed with, "" for nothing."""
        coding = self._response.headers.get("content-encoding", "") if self._response is not None else ""
        return "" if coding.strip().lower() == "identity" else coding

    def _unpacked_parts(self, count: int) -> list[bytes]:
        """What so many reads brought, unpacked; b"" for those that were not kept."""
        with self._lock:
            return self._unpacked_to(count)

    def _unpacked_to(self, count: int) -> list[bytes]:
        if not self._coding:
            parts = self._parts[:count]
            return [*parts, *[b""] * (count - len(parts))]
        for part in self._parts[len(self._unpacked) : count]:
            self._unpacked.append(self._undone(part))
        return [*self._unpacked[:count], *[b""] * (count - len(self._unpacked))]

    def _undone(self, part: bytes) -> bytes:
        """What one read unpacks to; where it is not what the header says, as far as it goes."""
        from pplx_notebook.network.wire import decompression

        pieces: list[bytes] = []
        left = KEPT_BYTES - sum(map(len, self._unpacked))
        with suppress(PplxError):
            if self._decode is None:
                self._decode = decompression.decoder(self._coding)
            for piece in self._decode(part) if self._decode is not None else ():
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    break
        return b"".join(pieces)

    def _now_us(self) -> int:
        return time.perf_counter_ns() // 1000 - self.began_us


def _told_headers(request: Request) -> tuple[tuple[str, str], ...]:
    """The headers as they were given: a key and the value of a variable are not even looked at."""
    headers = HEADERS if request.key is None else {**HEADERS, "Authorization": NEVER}
    given = {**headers, **dict(request.further)}
    return tuple({name.lower(): value for name, value in given.items()}.items())


def _within(parts: list[bytes], limit: int) -> int:
    """How many of the parts fit into the limit."""
    size = 0
    for count, part in enumerate(parts):
        size += len(part)
        if size > limit:
            return count
    return len(parts)


def _reason(status: int) -> str:
    """HTTP's words for a status, "" for one it does not know."""
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _utc_now() -> str:
    """The time in UTC, as ISO 8601 with milliseconds."""
    now_s = time.time()
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now_s))}.{int(now_s * 1000) % 1000:03d}Z"
