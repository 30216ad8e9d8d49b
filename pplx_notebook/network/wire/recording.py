"""What goes over the network for one question, noted while it happens: a wrapper around any transport.

Rules of this file: the stream is neither changed nor delayed (per read: a look at the clock and two appends);
nothing is unpacked, scrubbed or written before somebody asks for it, on the thread of whoever asks; of a body
64 MiB are kept, and the times and sizes of all its reads.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import msgspec

from pplx_notebook.inspect.recording import End, Recording
from pplx_notebook.network.wire.attempt_under_way import AttemptUnderWay
from pplx_notebook.network.wire.transport import Push, Request, Response, Sink, Transport


class NetworkRecorder:
    """Notes the requests of one question. ``attempts`` only grows, and may be looked at from any thread;
    ``why`` is why the next request will be made."""

    def __init__(self, provider: str) -> None:
        self.attempts: list[AttemptUnderWay] = []
        self.why = ""
        self._provider, self._exchange = provider, secrets.token_hex(4)

    def over(self, transport: Transport) -> RecordingTransport:
        """The transport, recorded."""
        return RecordingTransport(transport, self)

    def begun(self, request: Request) -> AttemptUnderWay:
        """A request is issued now."""
        before = self.attempts[-1] if self.attempts else None
        why = "redirected" if before is not None and before.redirected else self.why
        self.why = ""
        first_us = self.attempts[0].began_us if self.attempts else None
        facts = {"provider": self._provider, "exchange": self._exchange, "why": why}
        attempt = AttemptUnderWay(request, len(self.attempts) + 1, first_us, facts)
        self.attempts.append(attempt)
        return attempt

    def ended(self, end: End, error: str = "") -> None:
        """The last request is over."""
        if self.attempts:
            self.attempts[-1].over_as(end, error)

    def recording(self) -> Recording:
        """All so far, scrubbed."""
        return Recording(tuple(attempt.entry() for attempt in self.attempts))


class RecordingTransport:
    """Another transport, with a recorder beside it."""

    def __init__(self, transport: Transport, recorder: NetworkRecorder) -> None:
        self._transport, self._recorder = transport, recorder

    async def send(self, request: Request) -> Response:
        """Send one request, and note what comes."""
        attempt = self._recorder.begun(request)
        try:
            response = await self._transport.send(msgspec.structs.replace(request, step=attempt.step))
        except BaseException:
            attempt.ends()
            raise
        attempt.responded(response)
        response.parts = RecordedParts(response.parts, attempt)
        if response.push is not None:
            response.push = partial(_pushed, response.push, attempt)
        if response.redirected:
            attempt.over_as("eof", "")
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()


class RecordedParts:
    """The reads of a body, noted as they are taken."""

    def __init__(self, parts: AsyncIterator[bytes], attempt: AttemptUnderWay) -> None:
        self._parts, self._attempt = parts, attempt

    def __aiter__(self) -> RecordedParts:
        return self

    async def __anext__(self) -> bytes:
        try:
            part = await anext(self._parts)
        except BaseException:  # its end, too
            self._attempt.ends()
            raise
        self._attempt.read(part)
        return part

    async def aclose(self) -> None:
        """Close them."""
        close: Any = getattr(self._parts, "aclose", None)
        if close is not None:
            await close()


async def _pushed(push: Push, attempt: AttemptUnderWay, sink: Sink) -> None:
    """Note what is pushed, then give it on."""

    def noted(data: bytes) -> bool:
        attempt.read(data)
        return sink(data)

    try:
        await push(noted)
    except BaseException:
        attempt.ends()
        raise
