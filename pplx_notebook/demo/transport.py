"""The engine as an ``httpx`` transport: real event-stream bytes, real pacing, no socket.

>>> client = httpx.AsyncClient(transport=DemoTransport())

Closing a response, or cancelling the task that reads it, ends its stream at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping

import httpx

from pplx_notebook.demo.articles import Article
from pplx_notebook.demo.engine import Engine
from pplx_notebook.demo.pacing import Pace, Step


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
            reply.status, headers={"content-type": reply.content_type}, stream=PacedStream(reply.steps)
        )


class PacedStream(httpx.AsyncByteStream):
    """Steps as bytes over time. ``aclose`` wakes a waiting reader and ends it, from any task of the loop."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = iter(steps)
        self._closed = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for step in self._steps:
            await self._pause(step.pause_s)
            if self._closed.is_set():
                return
            yield step.data

    async def aclose(self) -> None:
        """Ends the stream; steps that are left are never made."""
        self._closed.set()

    async def _pause(self, seconds: float) -> None:
        """Waits, but not beyond ``aclose``; without a pause it still lets other tasks run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(seconds):
                await self._closed.wait()
        except TimeoutError:
            pass
