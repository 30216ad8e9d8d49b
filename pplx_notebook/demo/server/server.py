"""An answerer on a real port: for other programs, gateways, browsers and tests. uvicorn speaks the HTTP.

    with DemoServer(pace="instant") as server:
        pplx.ask("What is DNA?", provider="chat", base_url=server.base_url)

A loopback address (127.0.0.1, or ::1), unless a ``Port`` is told otherwise; who may ask is ``guard``'s rule.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import socket
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FrameType
from typing import Self

import uvicorn
from starlette.types import Scope

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.pacing import Pace
from pplx_notebook.demo.engine.replay import replay_of
from pplx_notebook.demo.server.app import Answerer, App
from pplx_notebook.demo.server.guard import Guard
from pplx_notebook.demo.server.limits import TIERS, TierLimit

LOOPBACKS = ("127.0.0.1", "::1")
_HEAD_LIMIT_BYTES = 16 * 1024
_KEEP_ALIVE_S = 60
_SEND_BUFFER_BYTES = 64 * 1024  # small, so that a reader who is slow is noticed (``engine/chunking.py``)
_TICK_S = 1.0


class Port:
    """One port, served from a thread of its own while the ``with`` block runs, or by ``serve``.

    ``tokens`` are bearer tokens by name, none asks for none; ``origins`` are pages that may ask; ``tier`` is
    one of ``TIERS``; ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        answerer: Answerer,
        *,
        host: str = LOOPBACKS[0],
        port: int = 0,
        tokens: Mapping[str, str] | None = None,
        origins: Iterable[str] = (),
        tier: str = "none",
    ) -> None:
        self.host, self.port = host, port
        self._guard = Guard(tokens or {}, origins)
        self._app = App(answerer, self._guard, TierLimit(TIERS[tier]), self._hang_up)
        self._uvicorn: _Uvicorn | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:<port>``."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def served(self) -> int:
        """How many replies were begun."""
        return self._app.served

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return len(self._uvicorn.server_state.connections) if self._uvicorn is not None else 0

    def __enter__(self) -> Self:
        self._bind()
        started: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(started)), name="pplx-demo-server", daemon=True
        )
        self._thread.start()
        started.result(timeout=10)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._thread is not None:
            self._thread.join(timeout=10)

    async def serve(self, started: concurrent.futures.Future[None]) -> None:
        """Serves until ``close`` or a signal; ``started`` is resolved once ``port`` is known."""
        self._bind()
        await self._run(started)

    def close(self) -> None:
        """Ends the serving, from any thread; streams under way are cut."""
        if self._uvicorn is not None:
            self._uvicorn.stop()

    def _bind(self) -> None:
        """Takes the port; ``OSError`` when it is taken."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        try:
            self._socket.bind((self.host, self.port))
        except OSError:
            self._socket.close()
            raise
        self.port = self._socket.getsockname()[1]
        self._guard.listens(self.host, self.port)

    async def _run(self, started: concurrent.futures.Future[None]) -> None:
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                self._app,
                http="h11",
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,  # an address may hold a token
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=_KEEP_ALIVE_S,
                h11_max_incomplete_event_size=_HEAD_LIMIT_BYTES,
            ),
            started,
        )
        await self._uvicorn.serve([self._socket])

    def _hang_up(self, scope: Scope) -> None:
        """Closes the connection a scope came over."""
        if self._uvicorn is not None:
            self._uvicorn.hang_up(scope["client"])


class DemoServer(Port):
    """The demo engine on a port; ``pace``, ``fault`` and ``mode`` as in ``Engine``; ``token`` is the one
    bearer token, "" for none; ``replay`` serves a recorded file instead of the engine.
    """

    def __init__(
        self,
        *,
        pace: Pace | str | None = None,
        token: str = "",
        replay: Path | None = None,
        port: int = 0,
        host: str = LOOPBACKS[0],
        tier: str = "none",
        origins: Iterable[str] = (),
        fault: str = "none",
        mode: str = "full",
    ) -> None:
        answerer: Answerer = Engine(pace=pace, fault=fault, mode=mode)
        if replay is not None:
            answerer = replay_of(replay, pace)
        tokens = {"token": token} if token else {}
        super().__init__(answerer, host=host, port=port, tokens=tokens, origins=origins, tier=tier)


class _Uvicorn(uvicorn.Server):
    """uvicorn that says when it has started, and ends at once: what is under way is cut."""

    def __init__(self, config: uvicorn.Config, started: concurrent.futures.Future[None]) -> None:
        super().__init__(config)
        self._told, self._ending = started, asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """From any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._ending.set)

    def hang_up(self, client: tuple[str, int]) -> None:
        """Closes the connection of this client without a word."""
        for connection in self.server_state.connections:
            if getattr(connection, "client", None) == client:
                connection.transport.close()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal ends it at once."""
        super().handle_exit(sig, frame)
        self.stop()

    async def main_loop(self) -> None:
        """Ticks once a second for the ``Date`` header, until it is stopped."""
        await self.on_tick(0)
        self._told.set_result(None)
        while not self._ending.is_set():
            try:
                async with asyncio.timeout(_TICK_S):
                    await self._ending.wait()
            except TimeoutError:
                await self.on_tick(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the port and cuts what is under way."""
        for server in self.servers:
            server.close()
        for connection in self.server_state.connections:
            connection.transport.abort()
        for task in self.server_state.tasks:
            task.cancel()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        for held in sockets or []:
            held.close()
