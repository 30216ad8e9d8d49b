"""How a cell waits for an answer where no thread can be started.

Python runs in the one thread of its worker, and what it waits for comes on that thread, too. Three ways:

============  =============================================================================================
switching     the browser pauses Python's stack (``run_sync``); the page's loop goes on, answers come live
awaiting      what waits is a coroutine: ``aask``, and cells that were rewritten (``magic/line/awaited``)
keeping       a loop of our own runs on top of the page's (``kept_thread``): nothing else runs meanwhile, and
              the network answers at once and whole (``network/wire/whole_reply.py``)
============  =============================================================================================

Whether a browser switches is tried once, with ``run_sync`` itself: ``can_run_sync`` is true, too, where it
then fails. It may be impossible at some places only, for example below a callback of JavaScript.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from pyodide.ffi import can_run_sync, run_sync

from pplx_notebook.browser import page
from pplx_notebook.browser.kept_thread import KEPT
from pplx_notebook.errors import UsageProblem

T = TypeVar("T")

CANNOT_WAIT = "this browser cannot wait here for what goes on by itself: `await` it instead."
_tried: list[bool] = []
_keeping: ContextVar[bool] = ContextVar("pplx_notebook keeps the thread", default=False)


def switches() -> bool:
    """Whether Python can be paused here while the page goes on."""
    if not can_run_sync():
        return False
    if not _tried:
        nothing = asyncio.sleep(0)
        try:
            run_sync(nothing)
            _tried.append(True)
        except Exception:  # whatever a browser says
            nothing.close()
            _tried.append(False)
    return _tried[0]


@contextmanager
def blocking() -> Iterator[None]:
    """What is asked inside is waited for on this very stack."""
    token = _keeping.set(not switches())
    try:
        yield
    finally:
        _keeping.reset(token)


def keeps_thread() -> bool:
    """Whether what is asked now comes while nothing else runs."""
    return _keeping.get()


def loop() -> asyncio.AbstractEventLoop:
    """The loop for what is asked now."""
    return KEPT if keeps_thread() else asyncio.get_running_loop()


def waited(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, waited for on this stack; ``UsageProblem`` where it would never come."""
    if switches():
        with page.heard_as_interrupt():
            return run_sync(coroutine)  # type: ignore[no-any-return]
    if not KEPT.busy:
        coroutine.close()
        raise UsageProblem(CANNOT_WAIT)
    return KEPT.run_here(coroutine)


class Flag(threading.Event):
    """An event on which a cell can wait although what sets it runs on the same thread."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[asyncio.Future[None]] = []

    def set(self) -> None:
        """Wake whoever waits."""
        super().set()
        for one in self._waiting:
            if not one.done():
                one.set_result(None)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most so many seconds; True if it is. ``KeyboardInterrupt`` for a ■."""
        if not self.is_set():
            waited(self.until_set(timeout))
        return self.is_set()

    async def until_set(self, timeout_s: float | None = None) -> None:
        """The same for a coroutine."""
        if self.is_set():
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await asyncio.wait((future,), timeout=timeout_s)
        finally:
            self._waiting.remove(future)
