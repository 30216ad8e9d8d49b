"""What is shown of a study: its counts while it runs, its rows when it has ended. Values, clean and one line.

Rules of this file: of a long study the first rows stand in the table and some more are folded; all are in the
study itself. Failed rows are gathered, so that nobody has to look for them among a thousand.
"""

from __future__ import annotations

import math

import msgspec

from pplx_notebook.document.clean import one_line

OPEN_ROWS = 10
FOLDED_ROWS = 100  # a notebook holds no more of them: 40 kB
QUESTION_CHARACTERS = 120
ANSWER_CHARACTERS = 240


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """A study under way. ``waiting``: not begun, or in line for a slot or another try. ``cost_usd`` is None
    while nobody said, ``left_s`` while nobody can tell. ``known`` were answered before and are among
    ``done``."""

    total: int
    done: int = 0
    running: int = 0
    waiting: int = 0
    failed: int = 0
    known: int = 0
    cost_usd: float | None = None
    elapsed_s: float = 0.0
    left_s: float | None = None
    note: str = ""

    @property
    def ended(self) -> int:
        """How many are over, well or not."""
        return self.done + self.failed

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Heading and value of each column; a narrow page shows the first ones."""
        return (
            ("done", f"{self.done:,}\u00a0of\u00a0{self.total:,}"),  # in one line
            ("failed", f"{self.failed:,}"),
            ("time left", "–" if self.left_s is None else span(self.left_s)),
            ("cost", dollars(self.cost_usd)),
            ("running", f"{self.running:,}"),
            ("waiting", f"{self.waiting:,}"),
        )


class ShownRow(msgspec.Struct, frozen=True):
    """A row as it is shown: ``number`` from 1, ``said`` the beginning of its answer or why there is none."""

    number: int
    question: str
    status: str
    said: str
    cost: str = ""


class ShownStudy(msgspec.Struct, frozen=True, kw_only=True):
    """A study that has ended: ``facts`` in one line, ``reason`` why it ended early, ``rows`` as many as are
    shown, ``troubles`` those that failed, ``more`` how many are not shown."""

    facts: str
    reason: str = ""
    notices: tuple[str, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    troubles: tuple[ShownRow, ...] = ()
    failed: int = 0
    more: int = 0
    costly: bool = False


def shown_row(number: int, question: str, status: str, said: str, cost_usd: float | None) -> ShownRow:
    """A row, clean and cut."""
    cost = "" if cost_usd is None else dollars(cost_usd)
    return ShownRow(
        number, one_line(question, QUESTION_CHARACTERS), status, one_line(said, ANSWER_CHARACTERS), cost
    )


def facts(total: int, done: int, failed: int, not_asked: int, cost_usd: float | None, seconds: float) -> str:
    """ "480 of 500 answered · 20 failed · $2.34 · 3 min 12 s"."""
    parts = [
        f"{done:,} of {total:,} answered",
        f"{failed:,} failed" if failed else "",
        f"{not_asked:,} not asked" if not_asked else "",
        "" if cost_usd is None else dollars(cost_usd),
        span(seconds) if seconds >= 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def dollars(cost_usd: float | None) -> str:
    """ "$0.0042", "$12.35"; "–" where nobody said."""
    if cost_usd is None:
        return "–"
    return f"${cost_usd:.4f}" if cost_usd < 1 else f"${cost_usd:,.2f}"


def span(seconds: float) -> str:
    """ "40 s", "3 min 12 s", "2 h 5 min"."""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
