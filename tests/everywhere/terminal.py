"""A real program on a real pseudo-terminal, and the screen a reader would see of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pexpect
import pyte

LINES = 50
SCROLLED = 2_000
PATIENCE_S = 60
# what a terminal acts on: control sequences, operating-system commands, other escapes, and bare control bytes
CONTROLS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
LINK = re.compile(r"\x1b\]8;[^;]*;([^\x07\x1b]*)(?:\x07|\x1b\\)")


@dataclass
class Terminal:
    """A program in a terminal of ``columns`` x 50; what it wrote, raw and as the screen shows it."""

    program: pexpect.spawn
    screen: pyte.HistoryScreen
    stream: pyte.Stream
    raw: str = ""
    _typed: list[str] = field(default_factory=list)

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        self.program.sendline(line)

    def wait_for(self, pattern: str) -> str:
        """Read until the pattern has been written; what was written since the last wait."""
        written, until = "", time.monotonic() + PATIENCE_S
        while not re.search(pattern, written):
            assert time.monotonic() < until, f"{pattern!r} did not come; the screen:\n{self.text}"
            try:
                piece = self.program.read_nonblocking(65_536, timeout=1)
            except pexpect.TIMEOUT:
                continue
            self.stream.feed(piece)
            written += piece
        self.raw += written
        return written

    @property
    def lines(self) -> list[str]:
        """Every line that stands on the screen or has scrolled off it."""
        columns = range(self.screen.columns)
        scrolled = ["".join(line[x].data for x in columns).rstrip() for line in self.screen.history.top]
        return [*scrolled, *(line.rstrip() for line in self.screen.display)]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@contextmanager
def terminal(command: list[str], environment: Mapping[str, str], columns: int = 80) -> Iterator[Terminal]:
    """Run a command in a terminal; it is ended at the end. Its size is the terminal's, whatever the terminal of
    these tests says of its own."""
    program = pexpect.spawn(
        command[0],
        command[1:],
        env={name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")},
        dimensions=(LINES, columns),
        encoding="utf-8",
        timeout=30,
    )
    screen = pyte.HistoryScreen(columns, LINES, history=SCROLLED, ratio=0.5)
    screen.set_mode(pyte.modes.LNM)
    try:
        yield Terminal(program, screen, pyte.Stream(screen))
    finally:
        program.close(force=True)
