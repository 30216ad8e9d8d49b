"""Any view of an answer, and below it the inspector: live where a page shows widgets, and at the end, in
its place, what the notebook keeps. It reads the recorder twenty times a second and never delays the
stream."""

from __future__ import annotations

import time
from typing import Any

from pplx_notebook.inspect.bundle import bundle
from pplx_notebook.inspect.notebook_form import MIME, nothing_yet
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.faces.unfinished_bundle import NOTE, WIDGET_VIEW
from pplx_notebook.views.screens.inspecting.sending import Sending
from pplx_notebook.views.screens.output import Output
from pplx_notebook.views.screens.view import View

INTERVAL_S = 0.05
NOTHING = "No request was sent: there is nothing to inspect."


class InspectedView:
    """``view`` shows the answer; the inspector is in ``output``, live where ``live`` says so."""

    def __init__(self, view: View, output: Output, *, live: bool) -> None:
        self.view = view
        self.output = output
        self.live = live and output.replaceable
        self.sending = Sending()
        self.next_s = 0.0
        self.widget: Any = None

    @property
    def stop_asked(self) -> bool:
        """True once the reader pressed the answer's Stop."""
        return self.view.stop_asked

    def start(self, live: LiveAnswer) -> None:
        """Display both, the answer first."""
        self.view.start(live)
        if self.live:
            from pplx_notebook.views.screens.inspecting.inspector_widget import InspectorWidget

            self.widget = InspectorWidget()
            self.output.show(live_bundle(self.widget.model_id))

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Bring both up to date as far as it is due."""
        rest_s = self.view.draw(live, elapsed_s)
        if self.widget is None:
            return rest_s
        now_s = time.monotonic()
        if now_s >= self.next_s:
            self.send(live)
            self.next_s = now_s + INTERVAL_S
        return min(rest_s, self.next_s - now_s)

    def send(self, live: LiveAnswer) -> None:
        """Send what has come."""
        if live.recorder is not None:
            for message, data in self.sending.news(live.recorder):
                self.widget.send(message, buffers=[data])

    def checking(self, answer: Answer, line: str, elapsed_s: float) -> None:
        """Show how far the answer's check is."""
        self.view.checking(answer, line, elapsed_s)

    def end(self, answer: Answer, elapsed_s: float, findings: Any = None) -> None:
        """Leave both as static output."""
        self.view.end(answer, elapsed_s, findings)
        exchange = answer.exchange
        shown = {"text/plain": NOTHING} if exchange is None else bundle(exchange)
        self.output.finish(shown, passing=self.widget.model_id if self.widget else "")
        if self.widget is not None:
            self.widget.close()


def live_bundle(model_id: str) -> dict[str, Any]:
    """The live widget, and beside it a note for whoever opens this without it."""
    view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
    return {WIDGET_VIEW: view, MIME: nothing_yet(NOTE), "text/plain": NOTE, "text/html": f"<p>{NOTE}</p>"}
