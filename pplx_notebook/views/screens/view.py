"""The contract of a view, and the names of the views there are."""

from __future__ import annotations

from typing import Literal, Protocol

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer

ViewName = Literal["auto", "widget", "static", "text"]


class View(Protocol):
    """One way of showing an answer. ``stop_asked`` turns true when the reader pressed a Stop of its own.

    ``draw`` returns for how many seconds it would show nothing new, whatever arrives.
    """

    @property
    def stop_asked(self) -> bool: ...
    def start(self, live: LiveAnswer, /) -> None: ...
    def draw(self, live: LiveAnswer, elapsed_s: float, /) -> float: ...
    def end(self, answer: Answer, elapsed_s: float, /) -> None: ...
