"""Paces a growing answer into the live widget, and puts the static bundle in its place at the end."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import msgspec

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.sections import how_found, how_found_heading
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import STATE_OF_STATUS, LiveAnswer
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.unfinished_bundle import passing_bundle, widget_bundle
from pplx_notebook.views.screens.output import Output
from pplx_notebook.views.screens.pace import Pace
from pplx_notebook.views.screens.short_markers import Shorthand
from pplx_notebook.views.screens.widget import AnswerWidget, Part

CHECKING = "checking"  # a phase of the view alone: the answer itself is done
_WORD = re.compile(r"\S+(?=\s)")


class WidgetView:
    """The live view of one answer. Only changed blocks travel; see ``views.screens.widget`` for the wire."""

    def __init__(
        self, *, blocking: bool = True, output: Output | None = None, sources: SourcesName = "full"
    ) -> None:
        """``blocking``: a cell waits for the answer, so that Stop may interrupt the kernel if need be.
        ``sources``: how much of them is shown."""
        self.sources = sources
        self.widget = AnswerWidget(job=uuid4().hex, blocking=blocking, strip=sources != "none")
        self.output = output or Output()
        self.renderers: dict[Part, BlockRenderer] = {"reasoning": BlockRenderer(), "text": BlockRenderer()}
        self.pace = Pace()
        self.shorthand = Shorthand()
        self.words = WordCount()
        self.drawn = Answer()
        self.size = 0  # of what was drawn, as the answer under way counts

    @property
    def stop_asked(self) -> bool:
        """True once the page asked to stop."""
        return self.widget.stop_asked.is_set()

    def start(self, live: LiveAnswer) -> None:
        """Display the widget, with what a copy saved right now shows without it.

        Its Stop closes the connection at once, even while the main thread is busy with another cell.
        """
        self.widget.on_stop = live.stop
        shown = widget_bundle if self.output.replaceable else passing_bundle
        answer = live.answer
        self.output.show(shown(self.widget.model_id, "" if answer.private else answer.prompt))

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Bring the page up to date as far as it is due."""
        progress = live.progress
        self.say(progress.state, progress.line, elapsed_s)
        now_s, size = time.monotonic(), live.size
        self.pace.acknowledged(*self.widget.acknowledged)
        if self.pace.due(now_s, size - self.size):
            answer = msgspec.structs.replace(live.answer, first_text_s=live.first_text_s)
            self.show_sources(answer)
            if size != self.size:
                self.flush(answer, now_s)
                self.size = size
        return self.pace.rest_s(now_s)

    def flush(self, answer: Answer, now_s: float) -> None:
        """Send what changed since the last flush."""
        self.drawn = answer
        words = self.words.of(answer.text)
        thoughts = msgspec.structs.replace(answer, text=how_found(answer), schema="")
        parts: tuple[tuple[Part, Answer], ...] = (("reasoning", thoughts), ("text", answer))
        self.widget.how = how_found_heading(answer) if thoughts.text else ""
        for part, content in parts:
            change = self.renderers[part].update(content) if content.text else None
            if change is not None:
                blocks = [self.shorthand.of(block) for block in change.blocks]
                sequence = self.widget.send_blocks(part, change.index, blocks, words)
                self.pace.sent(now_s, sequence, len(answer.text))

    def say(self, phase: str, note: str, elapsed_s: float) -> None:
        """Write the status line, in one message, if it changed."""
        widget = self.widget
        if (phase, note) != (widget.phase, widget.note):
            with widget.hold_sync():
                widget.phase, widget.note, widget.elapsed_s = phase, note, round(elapsed_s, 2)

    def show_sources(self, answer: Answer) -> None:
        """Send sources and notices as soon as they are known, and only then."""
        seen = self.drawn
        known = (answer.citations, answer.search_results, answer.notices)
        if known != (seen.citations, seen.search_results, seen.notices):
            sources = SourceRows(answer)
            rows = sources.found() or sources.listed()
            self.shorthand = Shorthand(rows)
            with self.widget.hold_sync():
                self.widget.sources, self.widget.notices = msgspec.to_builtins(rows), list(answer.notices)

    def checking(self, answer: Answer, line: str, elapsed_s: float) -> None:
        """The whole text, and beside its state how far the check is."""
        if self.widget.phase != CHECKING:
            self.show_sources(answer)
            change = self.renderers["text"].finish(answer)
            if change is not None:
                blocks = [self.shorthand.of(block) for block in change.blocks]
                self.widget.send_blocks("text", change.index, blocks, self.words.of(answer.text))
        self.say(CHECKING, line, elapsed_s)

    def end(self, answer: Answer, elapsed_s: float, findings: Findings | None = None) -> None:
        """Say how it ended, replace the widget by output that needs no kernel, free the widget."""
        self.say(STATE_OF_STATUS[answer.status], "", elapsed_s)
        self.output.finish(bundle(answer, self.sources, findings), passing=self.widget.model_id)
        self.widget.close()


class WordCount:
    """Words of a growing text, each character looked at once."""

    def __init__(self) -> None:
        self.counted = 0
        self.end = 0

    def of(self, text: str) -> int:
        """The number of words in ``text``, which begins with all earlier ones."""
        for word in _WORD.finditer(text, self.end):
            self.counted, self.end = self.counted + 1, word.end()
        return self.counted + bool(text[self.end :].strip())
