"""One request and its response: send, follow at home, read to the end of the answer.

Rules of this file: every ending is an ``Ending`` value, nothing is raised but a cancellation; redirects are
followed within the same origin only, with the same method and body; the key is written when the request
leaves; an answer that is complete is complete, whatever the connection does afterwards.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import msgspec

from pplx_notebook.errors import DecodeError, RedirectError, TooLargeError
from pplx_notebook.network import encoding
from pplx_notebook.network.clocks import SETTLE_S, Clock, TimeLimits
from pplx_notebook.network.endpoints import Endpoint, same_origin
from pplx_notebook.network.failures import clock_error, error_for, with_advice
from pplx_notebook.network.keys import BearerAuth
from pplx_notebook.network.limits import Limiter
from pplx_notebook.network.live import LiveAnswer
from pplx_notebook.network.session import Session
from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.http_error import http_error

HEADERS = {
    "Accept": "text/event-stream, application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "pplx-notebook",
}
MOST_REDIRECTS = 3
ERROR_BODY_BYTES = 64 * 1024
BODY_BYTES = 256 * 1024 * 1024  # full mode repeats the whole text in every event: 28 MB for 2,000 tokens


class Ending(msgspec.Struct, frozen=True):
    """How an exchange ended; ``error`` is None when the bytes ended by themselves."""

    error: AnswerError | None = None
    should_retry: str = ""


class Exchange(msgspec.Struct, frozen=True):
    """One request to be made, its clocks and whose limits it counts against."""

    endpoint: Endpoint
    url: str
    body: bytes
    limits: TimeLimits
    session: Session
    limiter: Limiter
    method: str = "POST"

    async def run(self, live: LiveAnswer) -> Ending:
        """Make the request and feed ``live`` what comes; raises nothing but a cancellation."""
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
        except Exception as exc:  # what httpx and the codecs raise has no common base
            return Ending(error_for(exc, self.endpoint.host))
        finally:
            clock.stop()

    async def _answered(self, live: LiveAnswer, clock: Clock) -> Ending:
        response = await self.sent()
        parts = aiter(response.stream)  # type: ignore[arg-type]  # an AsyncByteStream, behind an async client
        try:
            if response.status_code >= 300:
                return await refusal(response, parts, self.endpoint)
            await read(response, parts, Intake(live, clock, self.limits))
        except BaseException:
            await response.aclose()
            raise
        if live.reader.final:
            self.session.drain(response, parts)
        else:
            await response.aclose()
        return Ending()

    async def sent(self) -> httpx.Response:
        """The response to this request, or to the one it is redirected to at the same origin."""
        url = self.url
        auth = BearerAuth(self.endpoint.key) if self.endpoint.key is not None else None
        timeout = httpx.Timeout(self.limits.idle_s, connect=self.limits.connect_s, pool=None)
        client = self.session.client
        for _ in range(1 + MOST_REDIRECTS):
            request = client.build_request(
                self.method, url, content=self.body, headers=HEADERS, timeout=timeout
            )
            await self.session.settled(request.url.netloc)
            response = await client.send(request, stream=True, auth=auth)
            client.cookies.clear()  # nobody is followed from one question to the next
            self.limiter.learn(response.headers)
            if not response.has_redirect_location:
                return response
            await response.aclose()
            url = redirect_target(response)
        raise RedirectError(f"{self.endpoint.host} redirects in a circle; check base_url.")

    def _seconds(self, name: str) -> float:
        return self.limits.first_s if name == "first" else self.limits.gap_s


class Intake:
    """Takes a body's bytes as they come and feeds the answer; keeps the clock and the limit."""

    def __init__(self, live: LiveAnswer, clock: Clock, limits: TimeLimits) -> None:
        self._live, self._clock, self._limits = live, clock, limits
        self._reader = live.reader
        self._left = BODY_BYTES
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
        if self._reader.finished:
            self._clock.set("settle", SETTLE_S)
        else:
            self._clock.set("gap", self._limits.gap_s)


async def read(response: httpx.Response, parts: AsyncIterator[bytes], intake: Intake) -> None:
    """Have the body pushed where the transport can, and read the rest, until nothing of value follows."""
    decode = decoder_for(response)
    if decode is not None:
        await read_coded(parts, decode, intake)
        return
    if push := response.extensions.get("push"):
        await push(intake)
    while not intake.enough and (part := await anext(parts, None)) is not None:
        intake(part)


async def read_coded(parts: AsyncIterator[bytes], decode: encoding.Decode, intake: Intake) -> None:
    """Read a compressed body; one read may bring a hundred MB of it, so clocks and stop get their turn."""
    async for data in parts:
        for piece in decode(data):
            if not intake(piece):
                return
            await asyncio.sleep(0)


def decoder_for(response: httpx.Response) -> encoding.Decode | None:
    """What undoes the content coding of this response."""
    return encoding.decoder(response.headers.get("content-encoding", ""))


async def refusal(response: httpx.Response, parts: AsyncIterator[bytes], endpoint: Endpoint) -> Ending:
    """What an error response says."""
    body = b""
    try:
        decode = decoder_for(response)
        async for data in parts:
            body += data if decode is None else b"".join(decode(data))
            if len(body) > ERROR_BODY_BYTES:
                break
    except (httpx.HTTPError, DecodeError):
        pass  # the status says enough
    await response.aclose()
    error = http_error(response.status_code, response.headers, body, now_s=time.time())
    return Ending(with_advice(error, endpoint), response.headers.get("x-should-retry", ""))


def redirect_target(response: httpx.Response) -> str:
    """Where a redirect leads, if that is the same origin; RedirectError naming the other host otherwise."""
    here = response.request.url
    if response.status_code == httpx.codes.SEE_OTHER:  # "the answer to your POST is a page over there"
        raise RedirectError(f"{here.host} points to another page instead of answering; check base_url.")
    try:
        target = str(here.join(response.headers.get("location", "")))
    except httpx.InvalidURL:
        target = ""
    if same_origin(target, str(here)):
        return target
    host = httpx.URL(target).netloc.decode("ascii", "replace") if target else "nowhere"
    raise RedirectError(
        f"{here.host} points to {host}; your question is not sent on. Set base_url if you trust it."
    )


def uncancel() -> None:
    """Take back a cancellation that was a clock of ours."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
