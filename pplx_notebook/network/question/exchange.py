"""One request and its response: send, follow at home, read to the end of the answer.

Rules of this file: every ending is an ``Ending`` value, nothing is raised but a cancellation and, with its
traceback, a bug of ours; redirects are
followed within the same origin only, with the same method and body; the key is written when the request
leaves; an answer that is complete is complete, whatever the connection does afterwards; every body, errors
and polls too, is bounded while it is read and unpacked, and between two steps others get their turn.
"""

from __future__ import annotations

import asyncio
import time
import urllib.parse
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from pplx_notebook.errors import PplxError, RedirectError, TooLargeError, printable
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.rules.addresses import same_origin
from pplx_notebook.network.rules.clocks import Clock
from pplx_notebook.network.rules.endpoints import Endpoint
from pplx_notebook.network.rules.failures import clock_error, error_of, wire_error, with_advice
from pplx_notebook.network.rules.limits import Limiter
from pplx_notebook.network.rules.time_limits import TimeLimits
from pplx_notebook.network.wire.sessions import Session
from pplx_notebook.network.wire.transport import Request, Response, WireFailure
from pplx_notebook.protocol.answer import AnswerError

if TYPE_CHECKING:
    from pplx_notebook.network.wire.decompression import Decode

MOST_REDIRECTS = 3
ERROR_BODY_BYTES = 64 * 1024
ERROR_BODY_S = 5.0  # one that comes slower is not waited for
BODY_BYTES = 256 * 1024 * 1024  # full mode repeats the whole text in every event: 28 MB for 2,000 tokens


class Ending(msgspec.Struct, frozen=True):
    """How an exchange ended; ``error`` is None when the bytes ended by themselves."""

    error: AnswerError | None = None
    should_retry: str = ""

    def with_words(self, said: str) -> Ending:
        """With what was said of it when it was recorded."""
        if not said or self.error is None:
            return self
        return msgspec.structs.replace(self, error=msgspec.structs.replace(self.error, message=said))


class Exchange(msgspec.Struct, frozen=True):
    """One request to be made, its clocks and whose limits it counts against; ``leaves`` is told when."""

    endpoint: Endpoint
    url: str
    body: bytes
    limits: TimeLimits
    session: Session
    limiter: Limiter
    leaves: Callable[[], None] = lambda: None
    method: str = "POST"

    async def made(self, live: PendingAnswer) -> Ending:
        """Make the request and feed ``live`` what comes; raises nothing but a cancellation and bugs."""
        ending = await self._made(live)
        if live.recorder is not None:
            from pplx_notebook.network.question.recorded import note_ending

            note_ending(live, ending.error)
        return ending

    async def _made(self, live: PendingAnswer) -> Ending:
        clock = Clock()
        clock.set("first", self.limits.first_s)
        try:
            return await self._answered(live, clock)
        except asyncio.CancelledError:
            if not clock.expired or live.stopping:
                raise
            uncancel()
            if clock.expired == "settle":
                return Ending()
            return Ending(clock_error(clock.expired, self._seconds(clock.expired)))
        except WireFailure as failure:
            kind, cause, host = failure.kind, failure.__cause__, self.endpoint.host
            return Ending(wire_error(kind, cause, host, proxy=failure.proxy, limits=self.limits))
        except PplxError as problem:
            return Ending(error_of(problem))
        finally:
            clock.stop()

    async def _answered(self, live: PendingAnswer, clock: Clock) -> Ending:
        response = await self.sent(partial(self._is_leaving, live))
        try:
            if response.status >= 300:
                ending = await refusal(response, self.endpoint)
                return ending.with_words(self.session.said(response.status))
            await _read_body(response, _Intake(live, clock, self.limits))
        except BaseException:
            await response.aclose()
            raise
        if live.reader.final and live.recorder is not None:
            await self.session.drained(response)
        elif live.reader.final:
            self.session.drain(response, self.endpoint.host)
        else:
            await response.aclose()
        return Ending()

    async def sent(self, connected: Callable[[], None] | None = None) -> Response:
        """The response to this request, or to the one it is redirected to at the same origin."""
        url = self.url
        for _ in range(1 + MOST_REDIRECTS):
            await self.session.settled(self.endpoint.host)
            response = await self.session.transport.send(
                Request(
                    self.method,
                    url,
                    self.body,
                    self.endpoint.key,
                    self.limits.connect_s,
                    self.limits.idle_s,
                    connected,
                    self.endpoint.headers,
                )
            )
            self.limiter.learn(response.headers)
            if not response.redirected:
                return response
            await response.aclose()
            url = _redirect_target(url, response)
        raise RedirectError(f"{self.endpoint.host} redirects in a circle; check base_url.")

    def _is_leaving(self, live: PendingAnswer) -> None:
        self.leaves()
        live.say("waiting", f"for {self.endpoint.host}")

    def _seconds(self, name: str) -> float:
        return self.limits.first_s if name == "first" else self.limits.gap_s


class _Intake:
    """Takes a body's bytes as they come and feeds the answer; keeps the clock and the limit."""

    def __init__(self, live: PendingAnswer, clock: Clock, limits: TimeLimits) -> None:
        self._live, self._clock, self._limits = live, clock, limits
        self._reader = live.reader
        self._left = BODY_BYTES
        self._settling = False
        self.enough = False

    def __call__(self, data: bytes) -> bool:
        """Take what has arrived; False when nothing of value follows."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError(f"the answer is larger than {BODY_BYTES >> 20} MB; what had arrived is kept.")
        if self._live.feed(data):
            self._progress()
        self.enough = self._reader.final or self._reader.error is not None
        return not self.enough

    def _progress(self) -> None:
        if not self._reader.finished:
            self._clock.set("gap", self._limits.gap_s)
        elif not self._settling:  # once: what comes behind the last word does not put it off
            self._clock.set("settle", self._limits.settle_s)
        self._settling = self._reader.finished


async def _read_body(response: Response, intake: _Intake) -> None:
    """Have the body pushed where the transport can, and read the rest, until nothing of value follows."""
    if _decoder_for(response) is not None:
        await _read_coded(response, intake)
        return
    if response.push is not None:
        await response.push(intake)
    while not intake.enough and (part := await anext(response.parts, None)) is not None:
        intake(part)


async def _read_coded(response: Response, intake: _Intake) -> None:
    """Read a compressed body; one read may bring a hundred MB of it, so clocks and stop get their turn."""
    async with aclosing(unpacked(response, BODY_BYTES)) as pieces:
        async for piece in pieces:
            if not intake(piece):
                return


async def unpacked(response: Response, limit_bytes: int) -> AsyncGenerator[bytes, None]:
    """The body without its content coding, in bounded pieces, until so many bytes of it have been read."""
    decode, left = _decoder_for(response), limit_bytes
    async for data in response.parts:
        for piece in (data,) if decode is None else decode(data):
            yield piece
            await asyncio.sleep(0)
        left -= len(data)
        if left < 0:  # of a coding that says nothing in many bytes
            raise TooLargeError(f"the answer is larger than {limit_bytes >> 20} MB packed.")


def _decoder_for(response: Response) -> Decode | None:
    """What undoes the content coding of this response; few have one."""
    coding = response.headers.get("content-encoding", "")
    if not coding:
        return None
    from pplx_notebook.network.wire import decompression

    return decompression.decoder(coding)


async def refusal(response: Response, endpoint: Endpoint) -> Ending:
    """What an error response says; where its body breaks off, or does not end, the status says enough."""
    body = bytearray()
    with suppress(WireFailure, PplxError, TimeoutError):
        async with asyncio.timeout(ERROR_BODY_S), aclosing(unpacked(response, ERROR_BODY_BYTES)) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) > ERROR_BODY_BYTES:
                    break
    await response.aclose()
    from pplx_notebook.protocol.reading.http_error import http_error

    error = http_error(response.status, response.headers, bytes(body), now_s=time.time(), mask=endpoint.mask)
    return Ending(with_advice(error, endpoint), response.headers.get("x-should-retry", ""))


def _redirect_target(here: str, response: Response) -> str:
    """Where a redirect leads, if that is the same origin; RedirectError naming the other host otherwise."""
    host = urllib.parse.urlsplit(here).hostname
    if response.status == 303:  # "the answer to your POST is a page over there"
        raise RedirectError(f"{host} points to another page instead of answering; check base_url.")
    try:
        target = urllib.parse.urljoin(here, response.headers["location"])
        there = urllib.parse.urlsplit(target).netloc.rpartition("@")[2]
    except ValueError:
        target = there = ""
    if same_origin(target, here):
        return target
    raise RedirectError(
        f"{host} points to {printable(there) or 'nowhere'};"
        " your question is not sent on. Set base_url if you trust it."
    )


def uncancel() -> None:
    """Take back a cancellation that was a clock of ours."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
