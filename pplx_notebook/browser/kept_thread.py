"""A loop on top of the page's, for browsers that cannot pause Python: it keeps the thread until it is done.

Messages to the page go out all the same; none comes in. Timers work, sleeping is all there is to wait for:
the network answers such a loop in one piece.
"""

from __future__ import annotations

import asyncio
import time
from asyncio import tasks
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class _Sleeper:
    """In place of a selector: there is no socket to look at."""

    def select(self, timeout: float | None) -> list[Any]:
        if timeout:
            time.sleep(timeout)
        return []


class KeptThreadLoop(asyncio.BaseEventLoop):
    """Runs inside a cell, although the page's loop runs already."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Sleeper()

    @property
    def busy(self) -> bool:
        """Whether anything may still come of running it."""
        return any(not task.done() for task in tasks.all_tasks(self))

    def run_here(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run it until the coroutine is over, and with it all else that was begun on this loop."""
        with _page_loop_set_aside():
            return self.run_until_complete(coroutine)

    def _process_events(self, _events: list[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody calls from another thread."""


@contextmanager
def _page_loop_set_aside() -> Iterator[None]:
    """asyncio allows one running loop a thread, and one current task a loop: those of the page wait."""
    running = asyncio._get_running_loop()
    current = asyncio.current_task(running) if running is not None else None
    if current is not None:
        tasks._leave_task(running, current)  # type: ignore[arg-type]
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
        if current is not None:
            tasks._enter_task(running, current)  # type: ignore[arg-type]


KEPT = KeptThreadLoop()
