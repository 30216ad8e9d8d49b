"""What a process can do, how it waits, and when a client ends: with its block, or with the interpreter; a
forked child leaves its parent's alone."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import asyncio

IN_BROWSER = sys.platform == "emscripten"  # Pyodide: no thread can be started, and there are no sockets


def flag() -> threading.Event:
    """An event to wait for; in a browser what sets it comes on the very thread that waits."""
    if IN_BROWSER:
        from pplx_notebook.browser.waiting import Flag

        return Flag()
    return threading.Event()


class TimedEvent:
    """As ``asyncio.Event``, for one task that waits, at most so long.

    ``asyncio.timeout`` names the moment at which it ends: on a busy machine a wait of a millisecond is over
    by then, and a browser's loop refuses what is past ("Can't schedule in the past").
    """

    def __init__(self) -> None:
        self._is_set = False
        self._waiting: asyncio.Future[None] | None = None

    def is_set(self) -> bool:
        """Whether it is."""
        return self._is_set

    def set(self) -> None:
        """Wake who waits; from the loop's own thread."""
        self._is_set = True
        if self._waiting is not None:
            _wake(self._waiting)

    def clear(self) -> None:
        """It is not set any more."""
        self._is_set = False

    async def wait(self, seconds: float | None = None) -> bool:
        """Whether it is set by then; None waits until it is."""
        if self._is_set:
            return True
        from asyncio import get_running_loop

        loop = get_running_loop()
        waiting = self._waiting = loop.create_future()
        timer = loop.call_later(max(seconds, 0.0), _wake, waiting) if seconds is not None else None
        try:
            await waiting
        finally:
            self._waiting = None
            if timer is not None:
                timer.cancel()
        return self._is_set


def _wake(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


@contextmanager
def waited_for() -> Iterator[None]:
    """What is asked inside is waited for here: in a browser that decides which loop it runs on."""
    if not IN_BROWSER:
        yield
        return
    from pplx_notebook.browser.waiting import blocking

    with blocking():
        yield


@contextmanager
def interrupts_call(stop: Callable[[], object]) -> Iterator[None]:
    """Inside, the notebook's ■ calls ``stop`` in a browser; elsewhere it cancels what is awaited anyway."""
    if not IN_BROWSER:
        yield
        return
    from pplx_notebook.browser import page

    with page.interrupts_call(stop):
        yield


class Owner(Protocol):
    """Owns a thread and sockets."""

    def close(self) -> None:
        """End them."""

    def forked(self) -> None:
        """Begin anew, in a child that has neither the thread nor, perhaps, whoever held a lock."""


class EndsWithItsBlock:
    """Closed at the end of its ``with`` or ``async with`` block."""

    def close(self) -> None:
        """End what it owns."""

    async def aclose(self) -> None:
        """The same from a coroutine."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


_owners: weakref.WeakSet[Owner] = weakref.WeakSet()
_inherited: list[object] = []  # of parent processes: to close or lose one would close the parent's sockets


def lives(owner: Owner) -> None:
    """It is to be closed at the end, and told of a fork."""
    _owners.add(owner)


def inherit(thing: object) -> None:
    """A child keeps what is its parent's, and does nothing with it."""
    _inherited.append(thing)


def _close_all() -> None:
    for owner in list(_owners):
        owner.close()


def _after_fork() -> None:
    for owner in list(_owners):
        owner.forked()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
