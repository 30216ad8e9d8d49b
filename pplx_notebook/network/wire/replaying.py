"""A recording as a transport: the same bytes in the same reads at the same moments, or faster.

Rules of this file: a request gets the next entry of its question; what is waited for is a moment of the
loop's clock, counted from the request on, so that errors do not add up (a wait of asyncio is late by a
millisecond at most on an idle machine); compressed bytes go through the same unpacking; what broke then
breaks now.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from pplx_notebook.errors import PplxError, TimeLimitError, TooLargeError, TransportError
from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.network.wire.transport import Request, Response

PAST_ITS_END = "the recording ends here: more was asked than was recorded."
STOPPED = "this was stopped when it was recorded; that is all there is."
_LEFT_OUT = ("content-length", "transfer-encoding", "connection")


class ReplayingTransport:
    """Answers the requests of one question; ``speed`` 2 is twice as fast, 0 at once."""

    def __init__(self, recording: Recording, speed: float, played: int = 0) -> None:
        self._entries = recording.entries
        self._speed = speed
        self._next = played

    async def send(self, request: Request) -> Response:
        """The next entry's response, once its head is due."""
        if self.over:
            raise TransportError(PAST_ITS_END)
        entry = self._entries[self._next]
        self._next += 1
        moments = Moments(self._speed)
        if entry.status == 0:
            await moments.until(entry.end_us)
            raise broken(entry) or TransportError(PAST_ITS_END)
        await moments.until(entry.marks.get("sent", 0))
        if request.connected is not None:
            request.connected()
        await moments.until(entry.marks.get("headers", 0))
        headers = [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in entry.response_headers
            if name.lower() not in _LEFT_OUT and (entry.wire or name.lower() != "content-encoding")
        ]
        return Response(entry.status, headers, ReplayedBody(entry, moments))

    async def aclose(self) -> None:
        """Nothing is open."""

    def pause_s(self, seconds: float) -> float:  # noqa: ARG002  # what it would be for a server
        """How long the pause before the next request was, at this speed."""
        if self.over or not self._speed:
            return 0.0
        before, entry = self._entries[self._next - 1], self._entries[self._next]
        return max(0.0, (entry.at_us - before.at_us - before.end_us) / 1e6 / self._speed)

    @property
    def over(self) -> bool:
        """Whether every entry was played."""
        return self._next == len(self._entries)

    def said(self, status: int | None) -> str:
        """What was said of the last response when it was recorded, if it had this status."""
        entry = self._entries[max(0, self._next - 1)]
        return entry.error if entry.status == status else ""


class Moments:
    """The moments of a recording on the running loop's clock, from now on."""

    def __init__(self, speed: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._began_s = self._loop.time()
        self._speed = speed

    async def until(self, time_us: int) -> None:
        """Wait until then; others get their turn in any case."""
        wait_s = self._began_s + time_us / 1e6 / self._speed - self._loop.time() if self._speed else 0.0
        await asyncio.sleep(max(0.0, wait_s))


class ReplayedBody:
    """The body of an entry, read by read."""

    def __init__(self, entry: Entry, moments: Moments) -> None:
        self._entry, self._moments = entry, moments

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for time_us, data in self._entry.pieces():
            await self._moments.until(time_us)
            if data:
                yield data
        await self._moments.until(self._entry.end_us)
        problem = broken(self._entry)
        if problem is not None:
            raise problem

    async def aclose(self) -> None:
        """Nothing is open."""


def broken(entry: Entry) -> PplxError | None:
    """What ended it then, as it was said; None where the bytes end by themselves."""
    if entry.end == "stopped":
        return TransportError(STOPPED)
    kinds = {"cut": TransportError, "timeout": TimeLimitError, "too_large": TooLargeError}
    kind = TransportError if entry.status == 0 else kinds.get(entry.end)
    said = entry.error or "the connection broke when this was recorded."
    if entry.status == 0 and entry.end == "timeout":
        return TimeLimitError(said)
    return None if kind is None else kind(said)
