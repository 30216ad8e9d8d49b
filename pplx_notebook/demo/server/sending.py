"""A reply over time: its parts, each after its pause. A reader that leaves ends it at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.demo.engine.reply import Reply

NO_BUFFERS = {"X-Accel-Buffering": "no"}
"""Asks proxies in front to pass each event on as it comes."""


class EventStream(StreamingResponse):
    """An event stream; ``ended`` is called once it is over, however that came. Raises ``Broken`` where a
    fault breaks it off."""

    def __init__(self, reply: Reply, headers: dict[str, str], ended: Callable[[], None]) -> None:
        self._parts = paced(reply)
        super().__init__(self._parts, reply.status, {**headers, **NO_BUFFERS}, media_type=reply.content_type)
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (ASGI's)
        """Sends it until its end or until the reader leaves.

        Each of the two is cancelled once: starlette's own way cancels again and again, and a provider's
        connection that is just being closed stays open.
        """
        sending = asyncio.create_task(self.stream_response(send))
        leaving = asyncio.create_task(self.listen_for_disconnect(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            leaving.cancel()
            results = await asyncio.gather(sending, leaving, return_exceptions=True)
            self._ended()
            await self._parts.aclose()
        for result in results:
            if isinstance(result, Exception):
                raise result


async def whole(reply: Reply, headers: dict[str, str]) -> Response:
    """One body, its length known before it is sent."""
    body = b"".join([part async for part in paced(reply)])
    media_type = reply.content_type or None
    return Response(body, reply.status, headers, media_type=media_type)


async def paced(reply: Reply) -> AsyncGenerator[bytes]:
    """The parts; after each the reply's chunking hears how long the reader took for it."""
    pieces = _pieces(reply)
    try:
        async for piece in pieces:
            await asyncio.sleep(piece.pause_s)
            if not piece.data:
                continue
            began_s = time.perf_counter()
            yield piece.data
            if reply.chunking is not None:
                reply.chunking.sent(time.perf_counter() - began_s)
    finally:
        await pieces.aclose()


async def _pieces(reply: Reply) -> AsyncGenerator[Piece]:
    if reply.live is None:
        for piece in reply.steps:
            yield piece
        return
    try:
        async for piece in reply.live:
            yield piece
    finally:
        await reply.live.aclose()  # the provider's stream ends with its reader
