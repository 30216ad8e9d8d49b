"""Questions as tasks: what elsewhere the network's thread does (``network/question/worker.py``)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from pplx_notebook.browser import waiting

WHOLE = "this browser cannot pause Python here: the answer came whole, and Stop could not reach it"

Work = Callable[[], Coroutine[Any, Any, None]]


class PageWorker:
    """Runs work on the page's loop, or on the one that keeps the thread where a cell waits so."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, work: Work) -> Callable[[], None]:
        """Run ``work()``; returns a function that cancels it."""
        loop = waiting.loop()
        task = loop.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

        def cancel() -> None:
            # one turn later than asked: a task cancelled before its first step would never run its clean-up
            loop.call_soon(lambda: loop.call_soon(task.cancel))

        return cancel

    def notices(self, provider: str) -> tuple[str, ...]:
        """That an answer from the network comes in one piece, where it does."""
        return (WHOLE,) if waiting.keeps_thread() and provider != "demo" else ()

    def close(self) -> None:
        """Cancel what runs."""
        self.end()

    def end(self) -> None:
        """The same."""
        for task in list(self._tasks):
            task.cancel()
