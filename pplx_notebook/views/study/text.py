"""A study as plain text: the line of one under way, the table of one that has ended."""

from __future__ import annotations

from pplx_notebook.views.faces.text_width import pad, width_of
from pplx_notebook.views.study.table import Counts, ShownRow, ShownStudy, dollars, span

BAR = 20  # columns
WIDTH = 100
QUESTION = 40


def counts_text(counts: Counts, *, bar: bool = True) -> str:
    """ "[█████···············]  127 of 500 done · 3 running · 370 waiting · $0.64 · about 40 s left"."""
    filled = BAR * counts.ended // (counts.total or 1)
    parts = [
        f"{counts.done:,} of {counts.total:,} done",
        f"{counts.running:,} running" if counts.running else "",
        f"{counts.waiting:,} waiting" if counts.waiting else "",
        f"{counts.failed:,} failed" if counts.failed else "",
        dollars(counts.cost_usd) if counts.cost_usd is not None else "",
        f"about {span(counts.left_s)} left"
        if counts.left_s is not None and counts.ended < counts.total
        else "",
    ]
    line = " · ".join(part for part in parts if part)
    return f"[{'█' * filled}{'·' * (BAR - filled)}] {line}" if bar else line


def study_text(study: ShownStudy, width: int = WIDTH) -> str:
    """What came of it, and a line for each row that is shown."""
    lines = [study.facts, *(line for line in (study.reason, *study.notices) if line)]
    if study.rows:
        digits = len(str(study.rows[-1].number))
        column = min(QUESTION, max(width_of(row.question) for row in study.rows))
        lines += ["", *(_line(row, digits, column, width) for row in study.rows)]
    if study.more:
        lines.append(f"… and {study.more:,} more: to_pandas() has them all.")
    return "\n".join(lines)


def _line(row: ShownRow, digits: int, column: int, width: int) -> str:
    mark = "" if row.status == "done" else "! "
    line = f"{row.number:>{digits}}  {pad(cut(row.question, column), column)}  {mark}{row.said}"
    return cut(line, width)


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns."""
    if width_of(text) <= columns:
        return text
    while text and width_of(text) > columns - 1:
        text = text[: -max(1, (width_of(text) - columns) // 2)]
    return text.rstrip() + "…"
