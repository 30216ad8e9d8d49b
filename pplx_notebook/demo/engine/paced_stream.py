"""A reply's steps as bytes over time. Closing it, or cancelling the task that reads it, ends it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.processes import TimedEvent


class PacedStream:
    """Steps as bytes over time. ``aclose`` wakes a waiting reader and ends it, from any task of the loop."""

    def __init__(self, steps: Iterable[Piece]) -> None:
        self._steps = iter(steps)
        self._closed = TimedEvent()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for step in self._steps:
            await self._pause(step.pause_s)
            if self._closed.is_set():
                return
            if step.data:
                yield step.data

    async def aclose(self) -> None:
        """Ends the stream; steps that are left are never made."""
        self._closed.set()

    async def _pause(self, seconds: float) -> None:
        """Waits, but not beyond ``aclose``; without a pause it still lets other tasks run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        await self._closed.wait(seconds)
