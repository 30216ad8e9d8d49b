"""The demo engine as a transport: its replies, paced as they are read, without a socket."""

from __future__ import annotations

import urllib.parse
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.faults import Broken
from pplx_notebook.demo.engine.paced_stream import PacedStream
from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.network.wire.transport import Request, Response, WireFailure


class EmbeddedEngine:
    """Answers every request from the demo library; at once where nobody is ``watched`` by, unless
    ``PPLX_DEMO_PACE`` says how fast."""

    def __init__(self, *, watched: bool = True) -> None:
        self._engine = Engine(usual_pace="lifelike" if watched else "instant")

    async def send(self, request: Request) -> Response:
        """One reply."""
        url = urllib.parse.urlsplit(request.url)
        given = {name.lower(): value for name, value in request.headers().items()}
        with _broken():
            reply = self._engine.reply(request.method, f"{url.path}?{url.query}", request.body, given)
        sent = {"content-type": reply.content_type, **reply.headers}
        headers = [(name.encode("ascii"), value.encode("ascii")) for name, value in sent.items()]
        return Response(reply.status, headers, _Body(reply.steps, request.idle_s))

    async def aclose(self) -> None:
        """Nothing is open."""


class _Body(PacedStream):
    """A reply's body, which a fault may break off or keep silent for longer than ``idle_s``."""

    def __init__(self, steps: Iterable[Piece], idle_s: float) -> None:
        super().__init__(steps)
        self._idle_s = idle_s

    async def _pause(self, seconds: float) -> None:
        await super()._pause(min(seconds, self._idle_s))
        if seconds > self._idle_s and not self._closed.is_set():
            raise WireFailure("silent")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _broken():
            async for part in super().__aiter__():
                yield part


@contextmanager
def _broken() -> Iterator[None]:
    """Inside, a connection that a fault breaks is one that the network broke."""
    try:
        yield
    except Broken as fault:
        raise WireFailure("broken") from fault
