"""One page, from its address to its bytes.

Rules of this file: no cookie, no referrer, no key and nothing of the reader's is sent: a GET with a name
of ours; no proxy is used, since it would resolve the name again and connect where it likes; each redirect
is judged like the first address, its robots.txt too; whatever happens is a reason in a reader's words,
never an exception.
"""

from __future__ import annotations

import asyncio
import urllib.parse
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any, cast

import httpcore

from pplx_notebook.errors import DecodeError
from pplx_notebook.network.pages.address_rule import AddressRefused, AddressRule, Place
from pplx_notebook.network.pages.caps import ROBOTS_BYTES, Caps
from pplx_notebook.network.pages.checked_backend import CheckedBackend, Resolve, resolved
from pplx_notebook.network.pages.fetched import (
    GARBLED,
    REDIRECTS,
    REFUSED,
    TIMED_OUT,
    Fetched,
    Head,
    NoPage,
    reason_of,
    too_large,
)
from pplx_notebook.network.pages.robots import AGENT, Robots, robots_of
from pplx_notebook.network.wire.decompression import decoder
from pplx_notebook.network.wire.proxies_and_tls import proxy_for, tls_context
from pplx_notebook.network.wire.transport import Body, Response, TranslatedBody, WireFailure, translated

HEADERS = {
    "User-Agent": f"{AGENT} (looks a citation up when its reader asks)",
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/*;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, br",
}
Further = Mapping[str, str] | None
PROXIED = "pages are not fetched through a proxy (HTTPS_PROXY, HTTP_PROXY)"


REASONS = (TimeoutError, AddressRefused, NoPage, WireFailure, DecodeError)  # all that is no bug of ours


def why(problem: Exception) -> str:
    """One of them in a reader's words."""
    if isinstance(problem, TimeoutError):
        return TIMED_OUT
    if isinstance(problem, AddressRefused):
        return REFUSED.format(problem)
    if isinstance(problem, WireFailure):
        return reason_of(problem)
    return GARBLED if isinstance(problem, DecodeError) else str(problem)


class PageFetcher:
    """Fetches pages; belongs to one event loop. Close it with ``aclose``."""

    def __init__(
        self, rule: AddressRule | None = None, caps: Caps | None = None, resolve: Resolve = resolved
    ) -> None:
        self._rule, self._caps = rule or AddressRule(), caps or Caps()
        self._backend = CheckedBackend(self._rule, resolve)
        self._pool: httpcore.AsyncConnectionPool | None = None
        self._all = asyncio.Semaphore(self._caps.at_once)
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._robots: dict[str, asyncio.Task[Robots]] = {}

    async def page(self, url: str) -> Fetched:
        """Fetch one; what went wrong is its ``reason``."""
        try:
            return await self._followed(url)
        except REASONS as problem:
            return Fetched(url, reason=why(problem))

    async def head(self, url: str, *, method: str = "HEAD", further: Further = None) -> Head:
        """Ask one address for its head alone, with ``further`` headers: no redirect is followed, no body
        read, no robots.txt asked for, as whoever calls was told to ask there."""
        try:
            async with asyncio.timeout(self._caps.page_s):
                response = await self._sent(self._rule.place(url), method, further)
                await response.aclose()
                return Head(response.status, response.headers)
        except REASONS as problem:
            return Head(reason=why(problem))

    async def aclose(self) -> None:
        """Cancel what runs, close every connection."""
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        if self._pool is not None:
            await self._pool.aclose()

    async def _followed(self, url: str) -> Fetched:
        """The page behind all redirects; its time does not run while it waits for its turn."""
        here, left_s, loop = url, self._caps.page_s, asyncio.get_running_loop()
        for _ in range(self._caps.redirects + 1):
            place = self._rule.place(here)
            host = self._hosts.setdefault(place.host, asyncio.Semaphore(self._caps.per_host))
            async with host, self._all, asyncio.timeout(left_s):
                began_s = loop.time()
                got = await self._hop(url, place)
                left_s -= loop.time() - began_s
            if isinstance(got, Fetched):
                return got
            here = got
        raise NoPage(REDIRECTS)

    async def _hop(self, url: str, place: Place) -> Fetched | str:
        """The page, or where it is."""
        if refusal := (await self._robots_at(place)).refusal(place.url):
            raise NoPage(refusal)
        response = await self._sent(place)
        try:
            if response.redirected:
                return target_of(place, response)
            if response.status != 200:
                raise NoPage(f"HTTP {response.status}")
            body = await body_of(response, self._caps.most_bytes)
            return Fetched(url, place.url, response.headers.get("content-type", ""), body)
        finally:
            await response.aclose()

    async def _robots_at(self, place: Place) -> Robots:
        """What this origin says, asked once; who asked first may go without ending it for the others."""
        task = self._robots.get(place.origin)
        if task is None:
            task = self._robots[place.origin] = asyncio.create_task(self._asked(place))
        return await asyncio.shield(task)

    async def _asked(self, place: Place) -> Robots:
        """What cannot be asked for its rules is no page either, for the same reason."""
        here = f"{place.origin}/robots.txt"
        async with asyncio.timeout(self._caps.page_s):
            for _ in range(self._caps.redirects + 1):
                at = self._rule.place(here)
                response = await self._sent(at)
                try:
                    if not response.redirected:
                        # also the body of a 404, so that the connection serves the page
                        return await robots_of(
                            response.status, await body_of(response, ROBOTS_BYTES, cut=True)
                        )
                    here = target_of(at, response)
                except DecodeError:
                    break
                finally:
                    await response.aclose()
        return await robots_of(0, b"")

    async def _sent(self, place: Place, method: str = "GET", further: Further = None) -> Response:
        """The head of the response."""
        if proxy_for(place.scheme, place.host):
            raise NoPage(PROXIED)
        times = {
            "connect": self._caps.connect_s,
            "read": self._caps.read_s,
            "write": self._caps.read_s,
            "pool": None,
        }
        request = httpcore.Request(
            method,
            place.url,
            headers=list(
                {"Host": urllib.parse.urlsplit(place.url).netloc, **HEADERS, **(further or {})}.items()
            ),
            extensions={"timeout": times},
        )
        with translated(httpcore):
            got = await self._connections().handle_async_request(request)
        return Response(got.status, got.headers, TranslatedBody(cast("Body", got.stream), httpcore))

    def _connections(self) -> httpcore.AsyncConnectionPool:
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=tls_context(),
                max_connections=None,  # the two semaphores count
                keepalive_expiry=self._caps.read_s,
                network_backend=self._backend,
            )
        return self._pool


def target_of(place: Place, response: Response) -> str:
    """Where a redirect leads, not judged yet."""
    try:
        return urllib.parse.urljoin(place.url, response.headers["location"].strip())
    except ValueError:
        raise AddressRefused("its redirect cannot be read") from None


async def body_of(response: Response, most_bytes: int, *, cut: bool = False) -> bytes:
    """The body, unpacked in bounded steps; NoPage, or what fits where it may be ``cut``, beyond the limit."""
    length = response.headers.get("content-length", "")
    if not cut and length.isascii() and length.isdigit() and int(length) > most_bytes:
        raise too_large(most_bytes)
    decode, body, received = decoder(response.headers.get("content-encoding", "")), bytearray(), 0
    async with aclosing(cast("Any", response.parts)) as parts:
        async for data in parts:
            received += len(data)
            for piece in (data,) if decode is None else decode(data):
                body += piece
                if max(len(body), received) > most_bytes:
                    if cut:
                        return bytes(body[:most_bytes])
                    raise too_large(most_bytes)
                await asyncio.sleep(0)
    return bytes(body)
