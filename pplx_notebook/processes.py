"""What a process can do, and when a client ends: with its block, or with the interpreter; a forked child
leaves its parent's alone."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, Self

IN_BROWSER = sys.platform == "emscripten"  # Pyodide: no thread can be started, and there are no sockets


def flag() -> threading.Event:
    """An event to wait for; in a browser what sets it comes on the very thread that waits."""
    if IN_BROWSER:
        from pplx_notebook.browser.waiting import Flag

        return Flag()
    return threading.Event()


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
