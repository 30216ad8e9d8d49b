"""Questions that were asked, until somebody wants to know what came of them.

Rules of this file: to note a question is to append to a list, so that an answer costs nothing here; one under
way is no answer yet. Whoever looks holds ``lock``, and so does ``over``, which is told of each question once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from pplx_notebook.protocol.answer import Answer

LOOK_AT = 64  # questions noted before those that are done are looked for


class NotedQuestion(Protocol):
    """A question that was asked, as far as it is answered."""

    @property
    def done(self) -> bool: ...
    @property
    def answer(self) -> Answer: ...


T = TypeVar("T")


class UnderWay(Generic[T]):
    """Questions under way, each with what belongs to it; any thread, under its ``lock``."""

    def __init__(self, over: Callable[[Answer, T], object]) -> None:
        self.lock = threading.Lock()
        self._over = over
        self._asked: list[tuple[NotedQuestion, T]] = []
        self._look_at = LOOK_AT

    def __len__(self) -> int:
        return len(self._asked)

    def __iter__(self) -> Iterator[T]:
        return (what for _, what in self._asked)

    def note(self, asked: NotedQuestion, what: T) -> None:
        """One more; now and then those that are over are told, so that the list stays short."""
        self._asked.append((asked, what))
        if len(self._asked) >= self._look_at:
            self.settle()
            self._look_at = max(LOOK_AT, 2 * len(self._asked))

    def settle(self) -> None:
        """Tell of those that are over."""
        still: list[tuple[NotedQuestion, T]] = []
        for asked, what in self._asked:
            if asked.done:
                self._over(asked.answer, what)
            else:
                still.append((asked, what))
        self._asked = still
