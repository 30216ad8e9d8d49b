"""A view that may fail without the answer: what went wrong waits until the answer is bound.

A screen can be gone, a page closed, a renderer have a bug; the question has been paid for all the same. So it
is fetched to its end, handed to the notebook, and only then does the error come out, as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.screens.view import Check, View, ViewName

AtEnd = Callable[[Answer], None]
RETRY_S = 0.25  # nothing is drawn any more; the answer is looked at all the same


@dataclass(frozen=True)
class How:
    """How an answer is shown. ``view``: "widget" (live, with Stop), "static" (HTML twice a second), "text"
    (plain, to standard output) or "auto": widget in a Jupyter kernel, else text. ``at_end`` gets the answer
    before its end is shown. ``sources``: how much of them is shown; ``inspect``: with the inspector below;
    ``check`` looks a whole answer up in its sources, once its text stands there."""

    view: ViewName = "auto"
    at_end: AtEnd | None = None
    sources: SourcesName = "full"
    inspect: bool = False
    check: Check | None = None


class SafeView:
    """The view of that name, not drawn any more once it has failed."""

    def __init__(self, how: How, *, blocking: bool = True) -> None:
        self.view: View | None = None
        self.failed: Exception | None = None
        self.at_end = how.at_end
        with self.watched():
            from pplx_notebook.views.screens.choose_view import view_of

            self.view = view_of(how.view, blocking=blocking, sources=how.sources, inspect=how.inspect)

    @property
    def stop_asked(self) -> bool:
        """True once the reader pressed the view's own Stop."""
        return self.view is not None and self.view.stop_asked

    def start(self, live: LiveAnswer) -> None:
        """Begin to show it."""
        if self.view is not None:
            with self.watched():
                self.view.start(live)

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Bring it up to date; seconds for which nothing new would be shown."""
        if self.view is not None and self.failed is None:
            with self.watched():
                return self.view.draw(live, elapsed_s)
        return RETRY_S

    def checking(self, answer: Answer, line: str, elapsed_s: float) -> None:
        """Show the whole text, and how far its check is."""
        if self.view is not None and self.failed is None:
            with self.watched():
                self.view.checking(answer, line, elapsed_s)

    def end(self, answer: Answer, elapsed_s: float, findings: Findings | None = None) -> None:
        """Hand over the answer, then show its end; raises what went wrong before."""
        self.keep(answer)
        if self.failed is not None:
            raise self.failed
        if self.view is not None:
            self.view.end(answer, elapsed_s, findings)

    def keep(self, answer: Answer) -> None:
        """Hand over the answer."""
        if self.at_end is not None:
            self.at_end(answer)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Keep the error of what is inside."""
        try:
            yield
        except Exception as error:  # whatever it is, it is raised at the end
            self.failed = error
