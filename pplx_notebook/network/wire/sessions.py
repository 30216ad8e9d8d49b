"""The connections of one event loop: a transport, made on first use and kept.

Rules of this file: making one costs nothing (no TLS context, no environment); an answer's connection goes
back to the pool when its body was read to the end, for which a task gets 100 ms after the answer is shown;
everything is closed when the loop ends (``asyncio.run`` closes what async generators hold open).
"""

from __future__ import annotations

import asyncio
import copy
import weakref
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pplx_notebook.network.wire.transport import Response, Transport
from pplx_notebook.processes import IN_BROWSER

if TYPE_CHECKING:  # most questions are neither recorded nor replayed
    from pplx_notebook.inspect.recording import Recording
    from pplx_notebook.network.wire.recording import NetworkRecorder

DRAIN_S = 0.1
DRAIN_BYTES = 1024 * 1024


class Session:
    """The transport of one loop, and the bodies still being read to their end."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.keeper: AsyncGenerator[None, None] | None = None
        self._draining: dict[asyncio.Task[None], str] = {}
        self._waited_for: set[asyncio.Task[None]] = set()

    def recorded(self, recorder: NetworkRecorder | None) -> Session:
        """The same session with a recorder beside its transport."""
        if recorder is None:
            return self
        other = copy.copy(self)
        other.transport = recorder.over(self.transport)
        return other

    def pause_s(self, seconds: float) -> float:
        """How long a pause of so many seconds between two requests lasts."""
        return seconds

    @property
    def over(self) -> bool:
        """True for a recording that was played to its end: there is nobody to be asked again."""
        return False

    def said(self, status: int | None) -> str:  # noqa: ARG002  # see ReplaySession
        """What was said of an error of this status when it was recorded; "" where nothing is replayed."""
        return ""

    def drain(self, response: Response, server: str) -> None:
        """Read the rest of a finished answer in the background, so that its connection can be used again."""
        task = asyncio.create_task(_drained(response))
        self._draining[task] = server
        task.add_done_callback(self._is_drained)

    async def drained(self, response: Response) -> None:
        """The same before the answer is handed over, for a recording: it has the last bytes, too."""
        await _drained(response)

    async def settled(self, server: str) -> None:
        """Wait for a drain of this server (at most 100 ms), so that one connection serves all questions that
        follow each other; each is waited for once: of 50 at once nobody waits for all others."""
        for task, place in self._draining.items():
            if place == server and task not in self._waited_for:
                self._waited_for.add(task)
                await asyncio.wait((task,))
                return

    async def aclose(self) -> None:
        """Close every connection."""
        await self.transport.aclose()

    def _is_drained(self, task: asyncio.Task[None]) -> None:
        del self._draining[task]
        self._waited_for.discard(task)


class ReplaySession(Session):
    """The session of one question that is answered by its recording, of which so many entries were played;
    pauses are as they were."""

    def __init__(self, recording: Recording, speed: float, played: int = 0) -> None:
        from pplx_notebook.network.wire.replaying import ReplayingTransport

        self._replaying = ReplayingTransport(recording, speed, played)
        super().__init__(self._replaying)

    def pause_s(self, seconds: float) -> float:
        """As it was then."""
        return self._replaying.pause_s(seconds)

    @property
    def over(self) -> bool:
        """Whether every entry was played."""
        return self._replaying.over

    def said(self, status: int | None) -> str:
        """Which key was refused then, and what to do about it: there is none now."""
        return self._replaying.said(status)


async def _drained(response: Response) -> None:
    """Read on for at most 100 ms and 1 MB, then let go; nothing that happens here matters any more."""
    left = DRAIN_BYTES
    try:
        with suppress(Exception):
            async with asyncio.timeout(DRAIN_S):
                async for part in response.parts:
                    left -= len(part)
                    if left < 0:
                        break
    finally:
        await response.aclose()


class Sessions:
    """The sessions of one client: of each event loop one for the network, two for the demo engine (somebody
    watches it write, or not), and one for the guest it asked last."""

    def __init__(self) -> None:
        self._of_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Session]]
        self._of_loop = weakref.WeakKeyDictionary()

    async def of(self, provider: str, guest: Any = None, *, watched: bool = True) -> Session:
        """The running loop's session for a provider, or for somebody's own transport."""
        demo = "demo" if watched else "demo, unwatched"
        kind = "guest" if guest is not None else demo if provider == "demo" else "network"
        of_loop = self._of_loop.setdefault(asyncio.get_running_loop(), {})
        session = of_loop.get(kind)
        if session is None or getattr(session.transport, "guest", None) is not guest:
            session = of_loop[kind] = Session(_transport_for(kind, guest))
            session.keeper = _closed_with_loop(session, of_loop, kind)
            await anext(session.keeper)
        return session

    async def aclose(self) -> None:
        """Close the running loop's."""
        of_loop = self._of_loop.pop(asyncio.get_running_loop(), {})
        for session in list(of_loop.values()):
            await session.aclose()


async def _closed_with_loop(
    session: Session, of_loop: dict[str, Session], kind: str
) -> AsyncGenerator[None, None]:
    """Begun once and never continued: what the loop closes at its end, and the session with it."""
    try:
        yield
    finally:
        if of_loop.get(kind) is session:
            del of_loop[kind]
        await session.aclose()


def _transport_for(kind: str, guest: Any) -> Transport:
    """Sockets (httpcore and anyio load with the first: 35 ms of CPU), the embedded engine, or the guest."""
    if kind != "demo":
        from pplx_notebook.network.wire.masked_logs import mask_logs

        mask_logs()
    if kind == "network" and IN_BROWSER:
        return _browsers_own()
    if kind == "network":
        from pplx_notebook.network.wire.httpcore_pool import PooledTransport

        return PooledTransport()
    if kind == "guest":
        from pplx_notebook.network.wire.httpx_guest import HttpxGuest

        return HttpxGuest(guest)
    from pplx_notebook.network.wire.demo_engine import EmbeddedEngine

    return EmbeddedEngine(watched=kind == "demo")


def _browsers_own() -> Transport:
    """The browser's own requests, whole where the running loop keeps the thread."""
    from pplx_notebook.browser.kept_thread import KEPT

    if asyncio.get_running_loop() is KEPT:
        from pplx_notebook.network.wire.whole_reply import WholeReplyTransport

        return WholeReplyTransport()
    from pplx_notebook.network.wire.fetching import FetchTransport

    return FetchTransport()
