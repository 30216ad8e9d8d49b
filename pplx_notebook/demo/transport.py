"""The engine as an ``httpx`` transport: real event-stream bytes, real pacing, no socket.

>>> client = httpx.AsyncClient(transport=DemoTransport())

For other programs and for tests; our own questions reach the engine without httpx
(``network/wire/demo_engine.py``).
"""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.paced_stream import PacedStream
from pplx_notebook.demo.engine.pacing import Pace
from pplx_notebook.demo.library.articles import Article


class DemoTransport(httpx.AsyncBaseTransport):
    """Answers every request from the demo library.

    ``pace``: "lifelike", "instant" or a factor (2.0 is twice as fast); None asks the environment's
    ``PPLX_DEMO_PACE``, then "lifelike". ``articles`` replaces the library.
    """

    def __init__(
        self, pace: Pace | str | None = None, *, articles: Mapping[str, Article] | None = None
    ) -> None:
        self._engine = Engine(pace=pace, articles=articles)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request; the response's stream is paced as it is read."""
        reply = self._engine.reply(
            request.method, request.url.raw_path.decode("ascii"), await request.aread()
        )
        return httpx.Response(
            reply.status, headers={"content-type": reply.content_type}, stream=HttpxStream(reply.steps)
        )


class HttpxStream(PacedStream, httpx.AsyncByteStream):
    """The paced stream under the name httpx asks for."""
