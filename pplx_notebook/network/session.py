"""The connections of one event loop: an ``httpx.AsyncClient``, made on first use and kept.

Rules of this file: a client costs under 1 ms (no TLS context, no environment); an answer's connection goes
back to the pool when its body was read to the end, for which a task gets 100 ms after the answer is shown;
everything is closed when the loop ends (``asyncio.run`` closes what async generators hold open).
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncGenerator, AsyncIterator

import httpx

DRAIN_S = 0.1
DRAIN_BYTES = 1024 * 1024


class Session:
    """The client of one loop and transport, and the bodies still being read to their end."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.client = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)
        self.keeper: AsyncGenerator[None, None] | None = None
        self._draining: dict[asyncio.Task[None], bytes] = {}

    def drain(self, response: httpx.Response, parts: AsyncIterator[bytes]) -> None:
        """Read the rest of a finished answer in the background, so that its connection can be used again."""
        task = asyncio.create_task(drained(response, parts))
        self._draining[task] = response.url.netloc
        task.add_done_callback(self._draining.pop)

    async def settled(self, netloc: bytes) -> None:
        """Wait for this server's drains (at most 100 ms), so that one connection serves all questions."""
        tasks = [task for task, place in self._draining.items() if place == netloc]
        if tasks:
            await asyncio.wait(tasks)

    async def aclose(self) -> None:
        """Close every connection."""
        await self.client.aclose()


async def drained(response: httpx.Response, parts: AsyncIterator[bytes]) -> None:
    """Read on for at most 100 ms and 1 MB, then let go; nothing that happens here matters any more."""
    left = DRAIN_BYTES
    try:
        async with asyncio.timeout(DRAIN_S):
            async for part in parts:
                left -= len(part)
                if left < 0:
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    finally:
        await response.aclose()


_sessions: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Session]]
_sessions = weakref.WeakKeyDictionary()


async def session_for(provider: str) -> Session:
    """The running loop's session: one for the network, one for the demo engine."""
    kind = "demo" if provider == "demo" else "network"
    of_loop = _sessions.setdefault(asyncio.get_running_loop(), {})
    if kind not in of_loop:
        session = of_loop[kind] = Session(transport_for(kind))
        session.keeper = closed_with_loop(session, of_loop, kind)
        await anext(session.keeper)
    return of_loop[kind]


async def closed_with_loop(
    session: Session, of_loop: dict[str, Session], kind: str
) -> AsyncGenerator[None, None]:
    """Begun once and never continued: what the loop closes at its end, and the session with it."""
    try:
        yield
    finally:
        of_loop.pop(kind, None)
        await session.aclose()


def transport_for(kind: str) -> httpx.AsyncBaseTransport:
    """Sockets (httpcore and anyio load with the first: 30 ms of CPU), or the embedded engine."""
    if kind == "network":
        from pplx_notebook.network.transport import SocketTransport

        return SocketTransport()
    from pplx_notebook.demo.transport import DemoTransport

    engine: httpx.AsyncBaseTransport = DemoTransport()
    return engine
