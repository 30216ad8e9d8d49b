"""The contract of a view, and the names of the views there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Protocol, TypeAlias

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer

ViewName = Literal["auto", "widget", "static", "text"]

Check: TypeAlias = Callable[[Answer, Callable[[str], None]], Iterator[Findings]]
"""Looks an answer up in its sources: yields what it has found so far, each time more, and tells in between
how far it is. An interrupt ends it wherever it is; what it yielded stays."""


class View(Protocol):
    """One way of showing an answer. ``stop_asked`` turns true when the reader pressed a Stop of its own.

    ``draw`` returns for how many seconds it would show nothing new, whatever arrives. ``checking`` shows the
    text of an answer that is whole, and how far its check is; ``end`` what was found.
    """

    @property
    def stop_asked(self) -> bool: ...
    def start(self, live: LiveAnswer, /) -> None: ...
    def draw(self, live: LiveAnswer, elapsed_s: float, /) -> float: ...
    def checking(self, answer: Answer, line: str, elapsed_s: float, /) -> None: ...
    def end(self, answer: Answer, elapsed_s: float, findings: Findings | None = None, /) -> None: ...
