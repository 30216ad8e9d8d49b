"""A real HTTP/1.1 server on 127.0.0.1 for tests, in a thread of its own, misbehaving to order.

What it does is a list of steps; ``played_steps.py`` says which there are.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from played_steps import Connection


@dataclass
class Seen:
    """One request as it arrived; ``gone`` is set when the client closed its connection."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


Script = Callable[[Seen], Iterable[str]]


class LocalServer:
    """Answers each request with the steps ``script(request)`` gives; ``seen`` lists the requests."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.script, self.tls = script, tls
        self.seen: list[Seen] = []
        self.connections = 0
        self._serving: dict[asyncio.Task[None], asyncio.WriteTransport] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> LocalServer:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._started(), self._loop).result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stopped(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    async def _started(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=64 * 1024 * 1024, ssl=self.tls)

    async def _stopped(self) -> None:
        while accepting := {task for task in asyncio.all_tasks() if "accept" in str(task.get_coro())}:
            await asyncio.wait(
                accepting
            )  # asyncio never closes what a server accepts while it is being closed
        self._server.close()
        while asyncio.all_tasks() != {asyncio.current_task()}:  # a connection may just be being accepted
            for task in self._serving:
                task.cancel()
            await asyncio.sleep(0.001)
        for transport in self._serving.values():
            transport.abort()
        await asyncio.sleep(0.001)  # else Python's collector finds open sockets in some later test

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._serving[task] = writer.transport  # kept: a task that is cancelled before it runs closes nothing

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        current: Seen | None = None
        try:
            while True:
                current = await request_from(reader, number)
                self.seen.append(current)
                await Connection(reader, writer).play(self.script(current))
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            if current is not None:
                current.gone.set()
            writer.close()


async def request_from(reader: asyncio.StreamReader, connection: int) -> Seen:
    """The next request of a connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, path, headers, body, connection)
