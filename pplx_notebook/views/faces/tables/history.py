"""The answers of the history as a table, in three faces: HTML, Markdown, text. A row opens to the whole
answer, with its links; below stands how it is shown again as it was."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from pplx_notebook.document.clean import one_line
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.tables.cells import (
    QUESTION_CHARACTERS,
    Row,
    first_words,
    html_row,
    html_table,
    markdown_table,
    opening,
    sentence,
    text_table,
)

HEAD = ("#", "Asked (UTC)", "Question", "Answer", "Cost")
HTML_HEAD = ("#", "Question and answer", "Cost")  # side by side, a page of 420 px has a word a line
IN_TEXT = (0, 1, 2, 4)  # the columns that have room in a terminal
BEGINNING_CHARACTERS = 90  # at 420 px some ten lines a row were too many
IN_TEXT_CHARACTERS = 44  # of a question
MOST_OPEN_BYTES = 200_000  # of answers inside their rows; the notebook keeps the table
ENDED = {
    "interrupted": "stopped",
    "cut off": "cut off",
    "failed": "failed",
    "waiting": "still being written",
    "streaming": "still being written",
}

Numbered = tuple[int, Answer]


def history_bundle(kept: Sequence[Numbered], *, nothing: str, more: str = "") -> dict[str, Any]:
    """The table; ``nothing`` is said in its place where it is empty, ``more`` below it."""
    if not kept:
        return sentence(nothing)
    rows = [_row(number, answer) for number, answer in kept]
    again = f"%pplx --history {kept[0][0]} shows that answer again as it was."
    below = f"{again} {more}".strip()
    columns = range(len(HEAD)) if any(row[4] for row in rows) else range(len(HEAD) - 1)
    left = MOST_OPEN_BYTES
    shown = []
    html_columns = range(len(HTML_HEAD) - (4 not in columns))
    for row, (_, answer) in zip(rows, kept, strict=True):
        left -= len(answer.text)
        both = _both(row, answer, opens=left >= 0 and bool(answer.text))
        shown.append(html_row(_of((row[0], both, row[4]), html_columns), safe=(1,)))
    note = element("p", escape(below), class_="pplx-notice")
    return {
        "text/html": html_table(_of(HTML_HEAD, html_columns), shown, below=note),
        "text/markdown": f"{_markdown(rows, columns)}\n\n{escaped(below)}",
        "text/plain": f"{_text(rows, columns)}\n{below}",
    }


def _both(row: Row, answer: Answer, *, opens: bool) -> str:
    """The answer below its question and when that was asked."""
    asked = element("strong", escape(row[2]))
    at = element("div", escape(f"{row[1]} UTC")) if row[1] else ""
    return element("div", asked) + at + (opening(row[3], answer) if opens else escape(row[3]))


def _markdown(rows: Sequence[Row], columns: range) -> str:
    return markdown_table(_of(HEAD, columns), [_of(row, columns) for row in rows])


def _text(rows: Sequence[Row], columns: range) -> str:
    """Without the answers, and of a question what has room."""
    places = [place for place in IN_TEXT if place in columns]
    short = [(*row[:2], one_line(row[2], IN_TEXT_CHARACTERS), *row[3:]) for row in rows]
    return text_table(_of(HEAD, places), [_of(row, places) for row in short])


def _row(number: int, answer: Answer) -> Row:
    at = answer.asked.at if answer.asked is not None else ""
    cost = f"${answer.cost_usd:.4f}" if answer.cost_usd is not None else ""
    question = one_line(answer.prompt, 2 * QUESTION_CHARACTERS)
    return str(number), at[:16].replace("T", " "), question, _beginning(answer), cost


def _beginning(answer: Answer) -> str:
    """The first words, behind how it ended where it did not end well."""
    ended = ENDED.get(answer.status, "")
    words = first_words(answer) if answer.text.strip() else ""
    if not words and answer.status == "failed" and answer.error is not None:
        words = answer.error.message
    return one_line(": ".join(filter(None, (ended, words))), BEGINNING_CHARACTERS)


def _of(row: Row, columns: Sequence[int]) -> Row:
    return tuple(row[place] for place in columns)
