"""A real CONNECT proxy on 127.0.0.1 for tests: every tunnel leads to one port of this machine.

``wanted`` is the Proxy-Authorization header it asks for; ``connects`` lists the hosts it was asked for.
"""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import cast


class ProxyServer:
    """Tunnels to ``127.0.0.1:port`` whatever host is named, so that test hosts need no name service."""

    def __init__(self, port: int, wanted: str = "") -> None:
        self.target, self.wanted = port, wanted
        self.connects: list[str] = []
        self._serving: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> ProxyServer:
        self._thread.start()
        start = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stopped(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stopped(self) -> None:
        self._server.close()
        while asyncio.all_tasks() != {asyncio.current_task()}:  # a connection may just be being accepted
            for task in self._serving:
                task.cancel()
            await asyncio.sleep(0.001)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.connects.append(head.split(" ")[1])
            if self.wanted and f"proxy-authorization: {self.wanted}\r\n".lower() not in head.lower():
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
                await writer.drain()
                return
            there, away = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(copied(reader, away), copied(there, writer))
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


async def copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass bytes on until there are none."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
