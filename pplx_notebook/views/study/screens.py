"""What a session shows of a study while it runs. Main thread only; ``draw`` may be called as often as one
likes.

Rules of this file: a page is told twice a second at most, a terminal five times, a log at each tenth of the
way and every ``LOG_S`` seconds; what is shown says where it stands, never what the answers are.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from pplx_notebook.protocol.writable import writable
from pplx_notebook.views.screens.choose_view import chosen
from pplx_notebook.views.screens.output import Output, capture, output_here
from pplx_notebook.views.screens.terminal_view import is_terminal
from pplx_notebook.views.screens.view import ViewName
from pplx_notebook.views.study.bundle import counts_bundle, study_bundle, widget_bundle
from pplx_notebook.views.study.html import counts_inside
from pplx_notebook.views.study.table import Counts, ShownStudy
from pplx_notebook.views.study.text import counts_text, cut

PAGE_S, TERMINAL_S, LOG_S = 0.5, 0.2, 30.0
TENTHS = 10
UP = "\r\x1b[2K"


class StudyScreen(Protocol):
    """One way of showing a study. ``stop_asked`` turns true when the reader pressed a Stop of its own."""

    @property
    def stop_asked(self) -> bool: ...
    def start(self, counts: Counts, stop: Callable[[], None], /) -> None: ...
    def draw(self, counts: Counts, /) -> None: ...
    def end(self, study: ShownStudy, /) -> None: ...


class Page:
    """An output of the cell that is replaced. Stop is the notebook's own ■ here."""

    stop_asked = False

    def __init__(self, output: Output) -> None:
        self.output = output
        self.next_s = 0.0
        self.shown: Counts | None = None

    def start(self, counts: Counts, _stop: Callable[[], None]) -> None:
        """Say that it begins."""
        if self.output.replaceable:
            self.output.show(counts_bundle(counts, first=True))

    def draw(self, counts: Counts) -> None:
        """Replace it where it is time and something changed."""
        if self.output.replaceable and counts != self.shown and time.monotonic() >= self.next_s:
            self.output.replace(counts_bundle(counts))
            self.shown, self.next_s = counts, time.monotonic() + PAGE_S

    def end(self, study: ShownStudy) -> None:
        """Leave what a reader keeps."""
        self.output.finish(study_bundle(study))


class PageWithStop:
    """The widget of a single answer, with its Stop; the counts stand where the text would."""

    def __init__(self, output: Output) -> None:
        from pplx_notebook.views.screens.widget import AnswerWidget

        self.widget = AnswerWidget(job=uuid4().hex, strip=False)
        self.output = output
        self.next_s = 0.0

    @property
    def stop_asked(self) -> bool:
        """True once the page asked to stop."""
        return self.widget.stop_asked.is_set()

    def start(self, counts: Counts, stop: Callable[[], None]) -> None:
        """Display the widget; its Stop acts at once, even while the main thread is busy."""
        self.widget.on_stop = stop
        self.widget.phase = f"Asking {counts.total:,} question{'s' * (counts.total != 1)}"
        self.output.show(widget_bundle(self.widget.model_id, counts))

    def draw(self, counts: Counts) -> None:
        """Send the bar and the table where it is time."""
        if time.monotonic() >= self.next_s:
            self.widget.send_blocks("text", 0, [counts_inside(counts)], 0)
            self.next_s = time.monotonic() + PAGE_S

    def end(self, study: ShownStudy) -> None:
        """Replace the widget by output that needs no kernel, and free it."""
        self.widget.phase = "stopped" if study.reason else "done"
        self.output.finish(study_bundle(study), passing=self.widget.model_id)
        self.widget.close()


class Terminal:
    """One line that is written anew, on standard error: standard output is the program's. Stop is Ctrl-C."""

    stop_asked = False
    next_s = 0.0

    def start(self, counts: Counts, _stop: Callable[[], None]) -> None:
        """Say where it stands."""
        self.draw(counts)

    def draw(self, counts: Counts) -> None:
        """Write the line where it is time."""
        if time.monotonic() >= self.next_s:
            put(UP + cut(counts_text(counts), shutil.get_terminal_size().columns - 1))
            self.next_s = time.monotonic() + TERMINAL_S

    def end(self, study: ShownStudy) -> None:
        """Leave a line or two."""
        put(UP + head_of(study))


class Log:
    """Lines now and then, for whoever reads them later."""

    stop_asked = False

    def __init__(self) -> None:
        self.tenth = 0
        self.next_s = time.monotonic() + LOG_S

    def start(self, counts: Counts, _stop: Callable[[], None]) -> None:
        """Say that it begins."""
        put(f"asking {counts.total:,} question{'s' * (counts.total != 1)}\n")

    def draw(self, counts: Counts) -> None:
        """Write a line at each tenth of the way, and now and then."""
        tenth = TENTHS * counts.ended // (counts.total or 1)
        if (tenth > self.tenth and counts.ended < counts.total) or time.monotonic() >= self.next_s:
            put(f"{counts_text(counts, bar=False)}\n")
            self.tenth, self.next_s = tenth, time.monotonic() + LOG_S

    def end(self, study: ShownStudy) -> None:
        """The last line or two."""
        put(head_of(study))


class Nothing:
    """For ``progress=False``."""

    stop_asked = False

    def start(self, counts: Counts, _stop: Callable[[], None]) -> None:
        """Nothing."""

    def draw(self, counts: Counts) -> None:
        """Nothing."""

    def end(self, study: ShownStudy) -> None:
        """Nothing."""


def screen_of(name: ViewName) -> StudyScreen:
    """The screen of that name; "auto" as for an answer."""
    name = chosen(name)
    if name == "widget" and capture() is None:
        return PageWithStop(output_here())
    if name in ("widget", "static"):
        return Page(output_here())
    return Terminal() if is_terminal(sys.stderr) else Log()


def head_of(study: ShownStudy) -> str:
    """What came of it, without its rows."""
    lines = [study.facts, *(line for line in (study.reason, *study.notices) if line)]
    return "\n".join(lines) + "\n"


def put(text: str) -> None:
    """Write to standard error what it can take; to nowhere where a program has none."""
    if sys.stderr is not None:
        sys.stderr.write(writable(text, sys.stderr))
        sys.stderr.flush()
