"""Conversations as a table, and one of them turn by turn, in three faces: HTML, Markdown, text.

A row opens: of the table to the questions of a thread, of a thread to the whole answer, with its links. Of a
long thread the last questions are shown, and how many there were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from pplx_notebook.document.clean import one_line
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.tables.cells import (
    BEGINNING_CHARACTERS,
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

MOST_TURNS = 20  # of a thread are shown whole; the notebook's cells hold the rest
MOST_QUESTIONS = 50  # of a thread in the table of all
NO_THREADS = "no threads yet: %%pplx --thread NAME begins one"

HEAD = ("Thread", "Questions", "Last question", "Cells", "Last asked")
TURNS = ("#", "Cell", "Question", "Answer")


def threads_bundle(threads: Mapping[str, Sequence[Answer]]) -> dict[str, Any]:
    """The table of all threads, each with its answers."""
    rows = [_thread_row(name, answers) for name, answers in threads.items()]
    if not rows:
        return sentence(NO_THREADS)
    shown = [
        html_row((row[0], row[1], _questions(row[2], answers), *row[3:]), safe=(2,))
        for row, answers in zip(rows, threads.values(), strict=True)
    ]
    return {
        "text/html": html_table(HEAD, shown),
        "text/markdown": markdown_table(HEAD, rows),
        "text/plain": text_table(HEAD, rows),
    }


def thread_bundle(name: str, answers: Sequence[Answer]) -> dict[str, Any]:
    """One thread, turn by turn; each answer opens."""
    first = max(0, len(answers) - MOST_TURNS)
    numbered = list(enumerate(answers, 1))[first:]
    rows = [_turn_row(number, answer) for number, answer in numbered]
    before = f"{first:,} earlier questions are not shown" if first else ""
    heading = f"{name} ({len(answers):,} question{'s' * (len(answers) != 1)})"
    shown = [
        html_row((*row[:3], opening(row[3], answer)), safe=(3,))
        for row, (_, answer) in zip(rows, numbered, strict=True)
    ]
    told = element("h4", escape(heading), class_="jp-toc-ignore")
    told += element("p", escape(before), class_="pplx-notice") if before else ""
    return {
        "text/html": html_table(TURNS, shown, told),
        "text/markdown": "\n\n".join(
            filter(None, (f"#### {escaped(heading)}", before, markdown_table(TURNS, rows)))
        ),
        "text/plain": "\n".join(filter(None, (heading, before, text_table(TURNS, rows)))),
    }


def _thread_row(name: str, answers: Sequence[Answer]) -> Row:
    cells = [f"[{a.asked.execution_count}]" for a in answers if a.asked and a.asked.execution_count]
    shown = cells if len(cells) <= 6 else [*cells[:2], "…", *cells[-3:]]
    last = answers[-1] if answers else Answer()
    at = last.asked.at if last.asked is not None else ""
    question = one_line(last.prompt, QUESTION_CHARACTERS)
    return one_line(name), f"{len(answers):,}", question, " ".join(shown), at[:16].replace("T", " ")


def _turn_row(number: int, answer: Answer) -> Row:
    cell = answer.asked.execution_count if answer.asked is not None else None
    words = one_line(first_words(answer), BEGINNING_CHARACTERS)
    return f"{number:,}", f"[{cell}]" if cell else "", one_line(answer.prompt, 2 * QUESTION_CHARACTERS), words


def _questions(last: str, answers: Sequence[Answer]) -> str:
    """The last question, which opens to those before it."""
    if len(answers) < 2:
        return escape(last)
    before = [one_line(a.prompt, QUESTION_CHARACTERS) for a in answers[-MOST_QUESTIONS - 1 : -1]]
    items = "".join(element("li", escape(question)) for question in before)
    return element("details", element("summary", escape(last)) + element("ol", items))
