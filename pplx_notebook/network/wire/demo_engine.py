"""The demo engine as a transport: its replies, paced as they are read, without a socket."""

from __future__ import annotations

import urllib.parse

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.paced_stream import PacedStream
from pplx_notebook.network.wire.transport import Request, Response


class EmbeddedEngine:
    """Answers every request from the demo library; at once where nobody is ``watched`` by, unless
    ``PPLX_DEMO_PACE`` says how fast."""

    def __init__(self, *, watched: bool = True) -> None:
        self._engine = Engine(usual_pace="lifelike" if watched else "instant")

    async def send(self, request: Request) -> Response:
        """One reply."""
        url = urllib.parse.urlsplit(request.url)
        reply = self._engine.reply(request.method, f"{url.path}?{url.query}", request.body)
        headers = [(b"content-type", reply.content_type.encode("ascii"))]
        return Response(reply.status, headers, PacedStream(reply.steps))

    async def aclose(self) -> None:
        """Nothing is open."""
