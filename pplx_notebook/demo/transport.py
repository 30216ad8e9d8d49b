"""The engine as an ``httpx`` transport: real event-stream bytes, real pacing, no socket.

>>> client = httpx.AsyncClient(transport=DemoTransport())

For other programs and for tests, of httpx2 too: a request is answered in the package it is of. Our own
questions reach the engine without httpx (``network/wire/demo_engine.py``).
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from typing import Any

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
            request.method,
            request.url.raw_path.decode("ascii"),
            await request.aread(),
            {name.lower(): value for name, value in request.headers.items()},
        )
        package = _package_of(request)
        response: httpx.Response = package.Response(
            reply.status,
            headers={"content-type": reply.content_type, **reply.headers},
            stream=_stream_class(package)(reply.steps),
        )
        return response


def _package_of(request: Any) -> Any:
    """httpx, or httpx2 for a request of that package."""
    root = type(request).__module__.partition(".")[0]
    return sys.modules[root] if root == "httpx2" else httpx


@functools.cache
def _stream_class(package: Any) -> Any:
    """The paced stream as a byte stream of this package, whose client refuses any other."""
    return type("DemoStream", (PacedStream, package.AsyncByteStream), {})
