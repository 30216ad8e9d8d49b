"""The demo engine on a real port: for other programs, gateways, browsers and tests.

    python -m pplx_notebook.demo.server --port 0

prints one JSON line with the port and answers until it is ended. In a test::

    with DemoServer(pace="instant") as server:
        pplx.ask("What is DNA?", provider="chat", base_url=server.base_url)

Rules, since a port of this machine can be reached by every page in a browser on it: 127.0.0.1 only; the
``Host`` must be ours (DNS rebinding); a request with an ``Origin`` comes from a page and is refused, no
CORS header is ever sent; POST must be JSON; an optional bearer token is compared in constant time.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import json
import secrets
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pplx_notebook.demo.engine.engine import Engine, Reply, json_reply
from pplx_notebook.demo.engine.pacing import Pace, PaceError
from pplx_notebook.demo.engine.replay import Replay
from pplx_notebook.demo.engine.request import error_body
from pplx_notebook.demo.server.http1 import (
    HEAD_LIMIT_BYTES,
    HttpRequest,
    Refusal,
    chunk,
    read_request,
    response_head,
)

_HOST = "127.0.0.1"
_IDLE_S = 60


class Answerer(Protocol):
    """What stands behind the port: the ``Engine`` or a ``Replay``."""

    def reply(self, method: str, target: str, body: bytes = b"") -> Reply:
        """The reply to one request."""


class DemoServer:
    """One port on 127.0.0.1, served from a thread of its own while the ``with`` block runs.

    ``pace`` as in ``pacing``; ``token`` asks for ``Authorization: Bearer <token>``; ``replay`` serves a
    recorded file instead of the engine; ``port`` 0 takes a free one. ``served`` counts replies begun.
    """

    def __init__(
        self, *, pace: Pace | str | None = None, token: str = "", replay: Path | None = None, port: int = 0
    ) -> None:
        self._answerer: Answerer = Engine(pace=pace) if replay is None else Replay(replay, pace=pace)
        self._token = token
        self.port = port
        self.served = 0
        self._connections: set[asyncio.Task[None]] = set()
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:<port>``."""
        return f"http://{_HOST}:{self.port}"

    @property
    def connections(self) -> int:
        """How many clients are connected now."""
        return len(self._connections)

    def __enter__(self) -> DemoServer:
        started: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._thread = threading.Thread(
            target=self._run, args=(started,), name="pplx-demo-server", daemon=True
        )
        self._thread.start()
        started.result(timeout=10)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self, started: concurrent.futures.Future[None]) -> None:
        try:
            asyncio.run(self.serve(started))
        except OSError as problem:  # the port is taken
            started.set_exception(problem)

    async def serve(self, started: concurrent.futures.Future[None]) -> None:
        """Serves until ``close``; ``started`` is resolved once ``port`` is known."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, _HOST, self.port, limit=HEAD_LIMIT_BYTES)
        self.port = server.sockets[0].getsockname()[1]
        started.set_result(None)
        await self._stop.wait()
        server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def close(self) -> None:
        """Ends ``serve``, from any thread."""
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  (asyncio runs this callback as a task)
        self._connections.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            pass  # the client went away or fell asleep, or the server ends: nothing is left to say
        finally:
            self._connections.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its reply; False when the connection is to be closed."""
        try:
            async with asyncio.timeout(_IDLE_S):
                request = await read_request(reader, writer)
            if request is None:
                return False
            self._guard(request)
            close = request.wants_close
        except Refusal as refusal:
            reply = json_reply(refusal.status, error_body(refusal.status, str(refusal), refusal.type))
            close = True
        else:
            reply = self._answerer.reply(request.method, request.target, request.body)
        self.served += 1
        await _send(reply, writer, close=close)
        return not close

    def _guard(self, request: HttpRequest) -> None:
        """Raises ``Refusal`` for whatever is not a program on this machine speaking to this server."""
        if request.header("host").lower() not in (f"{_HOST}:{self.port}", f"localhost:{self.port}"):
            raise Refusal(421, f"this server answers to {_HOST}:{self.port} only", "forbidden")
        if "origin" in request.headers:
            raise Refusal(403, "requests from web pages are not answered", "forbidden")
        if self._token and not self._has_token(request):
            raise Refusal(401, "the bearer token of this demo server is missing or wrong", "invalid_api_key")
        if request.method not in ("GET", "POST"):
            raise Refusal(405, f"{request.method} is not offered, only GET and POST")
        content_type = request.header("content-type").partition(";")[0].strip().lower()
        if request.method == "POST" and content_type != "application/json":
            raise Refusal(415, "send application/json")

    def _has_token(self, request: HttpRequest) -> bool:
        given = request.header("authorization").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), self._token.encode())


async def _send(reply: Reply, writer: asyncio.StreamWriter, *, close: bool) -> None:
    """Sends a reply step by step; a client that left is a ``ConnectionError`` at the next one."""
    if reply.is_stream:
        writer.write(response_head(reply.status, reply.content_type, length=None, close=close))
    for step in reply.steps:
        await asyncio.sleep(step.pause_s)
        if not reply.is_stream:
            writer.write(response_head(reply.status, reply.content_type, length=len(step.data), close=close))
        writer.write(chunk(step.data) if reply.is_stream else step.data)
        await writer.drain()
    if reply.is_stream:
        writer.write(chunk(b""))
    await writer.drain()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line; see the options' help."""
    parser = argparse.ArgumentParser(
        prog="python -m pplx_notebook.demo", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--pace", help='"lifelike" (default), "instant" or a factor: 2 is twice as fast')
    parser.add_argument(
        "--token", action="store_true", help="ask for a random bearer token, printed with the port"
    )
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="serve this recorded .sse or .json instead"
    )
    parser.add_argument(
        "--parent", action="store_true", help="end when standard input ends, as a child should"
    )
    options = parser.parse_args(arguments)
    token = secrets.token_urlsafe(24) if options.token else ""
    try:
        server = DemoServer(pace=options.pace, token=token, replay=options.replay, port=options.port)
        asyncio.run(_serve(server, token, parent=options.parent))
    except (OSError, PaceError) as problem:
        sys.exit(f"the demo server cannot start: {problem}")
    except KeyboardInterrupt:
        pass  # the usual way to end it by hand


async def _serve(server: DemoServer, token: str, *, parent: bool) -> None:
    started: concurrent.futures.Future[None] = concurrent.futures.Future()
    serving = asyncio.create_task(server.serve(started))
    await asyncio.wait({serving, asyncio.wrap_future(started)}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()  # the port is taken: raises
    line = {"port": server.port, "base_url": server.base_url} | ({"token": token} if token else {})
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    if parent:
        threading.Thread(target=_close_at_end_of_input, args=(server,), daemon=True).start()
    await serving


def _close_at_end_of_input(server: DemoServer) -> None:
    sys.stdin.buffer.read()
    server.close()
