"""A gateway that streams one answer at a given pace, on a thread: for pages that ask from another origin.

Path by path: ``/open/…`` allows requests from web pages (CORS), ``/shut/…`` does not, ``/key/…`` allows them and wants
the key; below it ``steady``, ``quick`` (all at once), ``silent`` (a head, then nothing), ``late`` (nothing before
a while), ``moved`` (a redirect).
What was asked, preflights included, and when a connection was closed on it is kept in ``seen``.
"""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

KEY = "pplx-of-the-test-0123456789abcdef"
CHUNK = "wor{} "


@dataclass
class PacedChat:
    """``chunks`` of text, so many ``per_s``."""

    chunks: int = 40
    per_s: float = 10.0
    url: str = ""
    seen: list[dict[str, object]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        with closing(writer), suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            request, *lines = head.splitlines()
            method, path, _ = request.split(" ", 2)
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in lines if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            noted: dict[str, object] = {"method": method, "path": path, "headers": headers, "body": body}
            self.seen.append(noted)
            await self.answer(reader, writer, noted, headers)

    async def answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        noted: dict[str, object],
        headers: dict[str, str],
    ) -> None:
        """What the path says."""
        path = str(noted["path"])
        origin = headers.get("origin", "*")
        cors = "" if "/shut/" in path else f"Access-Control-Allow-Origin: {origin}\r\nVary: Origin\r\n"
        if noted["method"] == "OPTIONS":
            asked = headers.get("access-control-request-headers", "")
            allowed = f"Access-Control-Allow-Headers: {asked}\r\n" if cors else ""
            writer.write(
                f"HTTP/1.1 204 No Content\r\n{cors}{allowed}Connection: close\r\nContent-Length: 0\r\n\r\n".encode()
            )
            return
        if "/key/" in path and headers.get("authorization") != f"Bearer {KEY}":
            writer.write(
                f"HTTP/1.1 401 Unauthorized\r\n{cors}Connection: close\r\nContent-Length: 2\r\n\r\n{{}}".encode()
            )
            return
        if "/moved" in path:
            place = f"{self.url}/open/steady/chat/completions"
            writer.write(
                f"HTTP/1.1 307 Moved\r\n{cors}Location: {place}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            return
        writer.write(
            f"HTTP/1.1 200 OK\r\n{cors}Content-Type: text/event-stream\r\nConnection: close\r\n\r\n".encode()
        )
        gone = asyncio.create_task(reader.read(1))
        gone.add_done_callback(lambda _: noted.update(closed_s=time.time()))
        if "/silent" not in path:
            if "/late" in path:
                await asyncio.sleep(1.5)
            await self.stream(writer, gone, math.inf if "/quick" in path else self.per_s)
        else:
            await asyncio.wait((gone,), timeout=60)
        gone.cancel()

    async def stream(self, writer: asyncio.StreamWriter, gone: asyncio.Task[bytes], per_s: float) -> None:
        """The answer."""
        began_s = time.monotonic()
        for number in range(self.chunks):
            delta = {"choices": [{"index": 0, "delta": {"content": CHUNK.format(number)}}]}
            writer.write(f"data: {json.dumps(delta)}\n\n".encode())
            await writer.drain()
            rest_s = began_s + (number + 1) / per_s - time.monotonic()
            if rest_s > 0:
                await asyncio.sleep(rest_s)
            if gone.done():
                return
        end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        writer.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())


@contextmanager
def serving(chunks: int = 40, per_s: float = 10.0) -> Iterator[PacedChat]:
    """Serve on a free port of this machine until the block ends."""
    chat, loop = PacedChat(chunks, per_s), asyncio.new_event_loop()
    servers: list[asyncio.Server] = []

    def run() -> None:
        loop.run_forever()
        for server in servers:
            server.close()
        for task in (tasks := asyncio.all_tasks(loop)):
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    async def begin() -> int:
        server = await asyncio.start_server(chat.serve, "127.0.0.1", 0)
        servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    port = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    chat.url = f"http://127.0.0.1:{port}"
    try:
        yield chat
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
