"""The thread that talks to the network, so that the main thread is free for the display and for ■.

One daemon thread with one asyncio loop, started with a client's first question that waits in another thread.
In a browser, where no thread can be started, it is ``browser.page_worker``.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from pplx_notebook.processes import IN_BROWSER

EXIT_S = 2.0

Work = Callable[[], Coroutine[Any, Any, None]]


class RunsQuestions(Protocol):
    """Runs the questions of a client."""

    def submit(self, work: Work) -> Callable[[], None]:
        """Run ``work()``; returns a function that cancels it, callable from any thread."""
        ...

    def notices(self, provider: str) -> tuple[str, ...]:
        """What a reader should know of how it is run."""
        ...

    def close(self) -> None:
        """Cancel what runs, close all connections."""
        ...

    def end(self) -> None:
        """The same without waiting for it."""
        ...


def started() -> RunsQuestions:
    """A new one."""
    if IN_BROWSER:
        from pplx_notebook.browser.page_worker import PageWorker

        return PageWorker()
    return Worker()


class Worker:
    """A thread and its loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="pplx-network", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> Callable[[], None]:
        """Run ``work()`` on the loop; returns a function that cancels it, callable from any thread."""
        tasks: list[asyncio.Task[None]] = []

        def start() -> None:
            tasks.append(self._loop.create_task(work()))

        def cancel() -> None:
            for task in tasks:
                task.cancel()

        def cancel_from_anywhere() -> None:
            # one turn later than asked: a task cancelled before its first step would never run its clean-up
            self._loop.call_soon_threadsafe(self._loop.call_soon, cancel)

        self._loop.call_soon_threadsafe(start)
        return cancel_from_anywhere

    def notices(self, _provider: str) -> tuple[str, ...]:
        """Nothing: it is as everywhere."""
        return ()

    def close(self) -> None:
        """Cancel what runs, close all connections, end the thread."""
        self.end()
        if threading.current_thread() is not self._thread:
            self._thread.join(EXIT_S)

    def end(self) -> None:
        """The same without waiting for it; also from the thread itself."""
        with suppress(RuntimeError):  # its loop has ended already
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _serve(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._wind_up())
            self._loop.close()

    async def _wind_up(self) -> None:
        """What ``asyncio.run`` does at its end."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loop.shutdown_asyncgens()
