"""The answer as plain HTML that is replaced while it grows: for front ends that cannot load the widget.

Rules of this file: the first text is shown at once; after it the output is replaced at most twice a second,
and only while all that was sent so far is less than ``MOST_TIMES`` what one more costs. Every replacement
sends the whole text again, so a longer answer is replaced more rarely: the bytes grow with the answer and not
with its square (a 48 kB answer cost 4.5 MB before).
"""

from __future__ import annotations

import time

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.unfinished_bundle import static_bundle
from pplx_notebook.views.screens.output import Output

INTERVAL_S = 0.5
SHARE = 10  # drawing a long answer may take at most one part in so many of the time
MOST_TIMES = 5  # of the HTML; with the last one and the finished bundle all is less than 12 times as much
CHECKING = "checking"
FREE_BYTES = 10_000  # a short answer is not worth counting


class StaticView:
    """Stop is the notebook's own ■ here."""

    stop_asked = False

    def __init__(self, output: Output | None = None, sources: SourcesName = "full") -> None:
        self.output = output or Output()
        self.sources = sources
        self.state = "connecting"
        self.next_s = 0.0
        self.sent_bytes = 0
        self.bytes_each = 0.0  # of HTML for a character of the answer

    def start(self, _live: LiveAnswer) -> None:
        """Display a first, readable output, where another can take its place."""
        if self.output.replaceable:
            self.output.show(static_bundle(Answer(), self.state))

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Replace the output if there is something new and it is time."""
        if not self.output.replaceable:
            return INTERVAL_S
        size, state = live.size, live.progress.state
        if not size and state != self.state:
            self.state = state
            self.output.replace(static_bundle(live.answer, state))
        elif size and elapsed_s >= self.next_s and self.is_worth_it(size):
            began_s = time.monotonic()
            self.replace(live.answer, size, state)
            self.next_s = elapsed_s + max(INTERVAL_S, SHARE * (time.monotonic() - began_s))
        return self.next_s - elapsed_s

    def replace(self, answer: Answer, size: int, state: str) -> None:
        """Send all there is, and count it."""
        shown = static_bundle(answer, state, self.sources)
        self.output.replace(shown)
        self.sent_bytes += sum(map(len, shown.values()))
        self.bytes_each = len(shown["text/html"]) / size

    def is_worth_it(self, size: int) -> bool:
        """Whether one more keeps all that was sent in proportion to an answer of so many characters."""
        return self.sent_bytes <= max(FREE_BYTES, MOST_TIMES * self.bytes_each * size)

    def checking(self, answer: Answer, _line: str, _elapsed_s: float) -> None:
        """The finished answer, as it stands without its verdicts, once."""
        if self.output.replaceable and self.state != CHECKING:
            self.state = CHECKING
            self.output.replace(bundle(answer, self.sources))

    def end(self, answer: Answer, _elapsed_s: float, findings: Findings | None = None) -> None:
        """The finished answer."""
        self.output.finish(bundle(answer, self.sources, findings))
