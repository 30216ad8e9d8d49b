"""The answer as plain text on standard output, written as it comes: terminal IPython, scripts, logs."""

from __future__ import annotations

import sys

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.clean import clean
from pplx_notebook.views.live import Progress
from pplx_notebook.views.sources import Sources

ERASE_LINE = "\r\x1b[K"


class TextView:
    """Stop is Ctrl-C here. On a terminal the state stands in a line of its own until the first text."""

    stop_asked = False

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()
        self.state = ""
        self.written = 0

    def start(self) -> None:
        """Nothing stands on the screen before there is something to say."""

    def draw(self, answer: Answer, progress: Progress, _elapsed_s: float) -> None:
        """Write what is new. A character a mark may still join waits for the next one."""
        if len(answer.text) > self.written:
            self.write(answer.text[self.written :])
            self.written = len(answer.text)
        elif not self.written and self.terminal:
            self.say(f"{progress.state} … {progress.note}".rstrip())

    def say(self, state: str) -> None:
        """Show the state on a terminal, in place of the one before."""
        if state != self.state:
            sys.stdout.write(ERASE_LINE + clean(state))
            sys.stdout.flush()
            self.state = state

    def write(self, text: str) -> None:
        """Text of the answer, fit for a terminal."""
        if self.state:
            sys.stdout.write(ERASE_LINE)
            self.state = ""
        sys.stdout.write(clean(text))
        sys.stdout.flush()

    def end(self, answer: Answer, _elapsed_s: float) -> None:
        """The rest of the text, then the sources as a numbered list."""
        sources = Sources(answer)
        rows = sources.listed() or sources.found()
        listed = [f"[{row.number or '-'}] {row.title}\n    {row.url}" for row in rows]
        self.write(
            answer.text[self.written :]
            + "\n"
            + "".join(f"\n{line}" for line in ["Sources", *listed] if rows)
            + "\n"
        )
