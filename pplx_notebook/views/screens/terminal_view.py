"""The answer as text on standard output, written as it comes: terminal IPython, scripts, logs.

Each block is written, broken to the width of the screen, once nothing can change it any more. On a terminal
what is still being written stands below it in plain letters, and before the first text the state; both are
wiped away when something final takes their place.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from pplx_notebook.document.clean import clean
from pplx_notebook.document.findings.at_markers import with_findings
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.records import read_answer_text, shown_text
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.protocol.writable import writable
from pplx_notebook.views.faces.growing_html import GrowingDocument
from pplx_notebook.views.faces.text import answer_text, ending_text, notices_text
from pplx_notebook.views.faces.text_blocks import Style, TextWriter
from pplx_notebook.views.faces.text_width import wrap

INTERVAL_S = 0.1
WIDEST = 100  # columns; longer lines are hard to read
WITH_LINKS = ("VTE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID", "WEZTERM_PANE", "KONSOLE_VERSION")


class TerminalView:
    """Stop is Ctrl-C here."""

    stop_asked = False

    def __init__(self, *, console: bool = False, sources: SourcesName = "full") -> None:
        """``console``: a person reads at a terminal that a kernel cannot see, as in ``jupyter console``."""
        self.sources = sources
        self.terminal = is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"
        self.style = style_of(os.environ) if self.terminal else Style()
        screen = shutil.get_terminal_size()
        self.width = min(screen.columns - 1, WIDEST) if self.terminal or console else None
        self.preview_lines = screen.lines - 2
        self.growing = GrowingDocument(SourceRows(Answer()))
        self.written = 0  # characters of the answer's text
        self.begun = False
        self.noticed = 0  # notices already written
        self.below = 0  # lines of the preview
        self.next_s = 0.0

    def start(self, _live: LiveAnswer) -> None:
        """Nothing stands on the screen before there is something to say."""

    def draw(self, live: LiveAnswer, elapsed_s: float) -> float:
        """Write the blocks that are finished; on a terminal show what is not."""
        if elapsed_s < self.next_s:
            return self.next_s - elapsed_s
        self.next_s = elapsed_s + INTERVAL_S
        answer, progress = live.answer, live.progress
        answer = msgspec.structs.replace(answer, text=shown_text(answer))
        self.keep_up(answer)
        self.growing.blocks(answer.text)
        self.write_up_to(len(self.growing.stable), answer)
        state = f"{progress.state} … {progress.line}".rstrip()
        self.preview(answer.text[self.written :] or ("" if answer.text else state))
        return INTERVAL_S

    def keep_up(self, answer: Answer) -> None:
        """Where what was written turned out to be thinking, write the text from its beginning."""
        if not answer.text.startswith(self.growing.stable):
            self.growing, self.written = GrowingDocument(SourceRows(Answer())), 0

    def write_up_to(self, end: int, answer: Answer) -> None:
        """Write the text up to a character that begins a block."""
        if end > self.written:
            piece = read_markdown(answer.text[self.written : end], answer, to_end=end == len(answer.text))
            self.write(TextWriter(self.style, self.width).document(piece), answer)
            self.written = end

    def whole(self, answer: Answer, findings: Findings | None = None) -> str:
        """All of a finished answer at once."""
        document = with_findings(read_answer_text(answer), findings) if findings is not None else None
        style = self.style
        text = answer_text(answer, self.width, style.ansi, style.links, document, sources=self.sources)
        return writable(text, sys.stdout)

    def write(self, text: str, answer: Answer, *, ending: bool = False) -> None:
        """Write something final, behind an empty line if something stands above it. Notices stand above the
        text, those that came later below it."""
        news = msgspec.structs.replace(answer, notices=answer.notices[self.noticed :])
        head = notices_text(news, self.style, self.width) if not self.begun or ending else ""
        self.noticed = len(answer.notices) if head else self.noticed
        parts = [part for part in (head, text) if part]
        if parts:
            self.preview("")
            put(("\n" if self.begun else "") + "\n\n".join(parts) + "\n")
            self.begun = True

    def preview(self, text: str) -> None:
        """Show text that will be wiped away, on a terminal only."""
        if not self.terminal or not (text or self.below):
            return
        lines = wrap(clean(text), self.width)[-self.preview_lines :] if text else []
        up = f"\x1b[{self.below - 1}A" if self.below > 1 else ""
        put(f"\r{up}\x1b[J" + "\n".join(lines))
        self.below = len(lines)

    def checking(self, answer: Answer, line: str, _elapsed_s: float) -> None:
        """The rest of the text, and how far the check is."""
        self.write_rest(answer)
        self.preview(f"checking … {line}".rstrip())

    def write_rest(self, answer: Answer) -> None:
        """Write what is left of a text that is whole."""
        self.keep_up(answer)
        self.write_up_to(len(answer.text), answer)

    def end(self, answer: Answer, _elapsed_s: float, findings: Findings | None = None) -> None:
        """The rest of the text and what stands below it: its verdicts, too, as its markers are written."""
        document = read_answer_text(answer)
        if findings is not None:
            document = with_findings(document, findings)
        if answer.schema:
            self.write(TextWriter(self.style, self.width).document(document), answer)
        else:
            self.write_rest(answer)
        self.write(
            ending_text(answer, document, self.style, self.width, self.sources),
            answer,
            ending=True,
        )
        self.preview("")


def is_terminal(stream: Any) -> bool:
    """False, too, where there is none (a program without a console) and for what is not quite a file."""
    return stream is not None and hasattr(stream, "isatty") and stream.isatty()


def put(text: str) -> None:
    """Write to standard output what it can take, now; to nowhere where a program has none."""
    if sys.stdout is not None:
        sys.stdout.write(writable(text, sys.stdout))
        sys.stdout.flush()


def style_of(environment: Mapping[str, str]) -> Style:
    """What a terminal may be sent: bold unless NO_COLOR is set, OSC 8 links where they are known to work."""
    return Style(ansi="NO_COLOR" not in environment, links=any(name in environment for name in WITH_LINKS))
