"""A reply's steps as bytes over time. Closing it, or cancelling the task that reads it, ends it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

from pplx_notebook.demo.engine.pacing import Piece


class PacedStream:
    """Steps as bytes over time. ``aclose`` wakes a waiting reader and ends it, from any task of the loop."""

    def __init__(self, steps: Iterable[Piece]) -> None:
        self._steps = iter(steps)
        self._is_closed = False
        self._pausing: asyncio.Future[None] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for step in self._steps:
            await self._pause(step.pause_s)
            if self._is_closed:
                return
            if step.data:
                yield step.data

    async def aclose(self) -> None:
        """Ends the stream; steps that are left are never made."""
        self._is_closed = True
        if self._pausing is not None:
            _over(self._pausing)

    async def _pause(self, seconds: float) -> None:
        """Waits, but not beyond ``aclose``; without a pause it still lets other tasks run.

        ``asyncio.timeout`` names the moment it ends: on a busy machine a pause of a millisecond is over by
        then, and a browser's loop refuses what is past ("Can't schedule in the past").
        """
        if seconds <= 0 or self._is_closed:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        self._pausing = loop.create_future()
        timer = loop.call_later(seconds, _over, self._pausing)
        try:
            await self._pausing
        finally:
            timer.cancel()


def _over(pause: asyncio.Future[None]) -> None:
    if not pause.done():
        pause.set_result(None)
