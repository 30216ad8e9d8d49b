"""The answer as plain HTML that is replaced twice a second: for front ends that cannot load the widget."""

from __future__ import annotations

import time

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.unfinished_bundle import static_bundle
from pplx_notebook.views.screens.output import Output

INTERVAL_S = 0.5
SHARE = 10  # drawing a long answer may take at most one part in so many of the time


class StaticView:
    """Stop is the notebook's own ■ here."""

    stop_asked = False

    def start(self, _live: LiveAnswer) -> None:
        """Display a first, readable output."""
        self.output = Output()
        self.output.show(static_bundle(Answer(), "connecting"))
        self.next_s = 0.0

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Replace the output if there is something new and it is time."""
        if elapsed_s >= self.next_s:
            answer = live.answer
            began_s = time.monotonic()
            self.output.replace(static_bundle(answer, live.progress.state))
            self.next_s = elapsed_s + max(INTERVAL_S, SHARE * (time.monotonic() - began_s))
        return self.next_s - elapsed_s

    def end(self, answer: Answer, _elapsed_s: float) -> None:
        """The finished answer."""
        self.output.replace(bundle(answer))
