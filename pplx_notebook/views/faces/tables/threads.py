"""Conversations as a table, and one of them turn by turn, in three faces: HTML, Markdown, text.

A row opens: of the table to the questions of a thread, of a thread to the whole answer, with its links. Of a
long thread the last questions are shown, and how many there were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, TypeAlias

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.nodes import Paragraph, plain
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import blocks_html, element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.text_width import pad, width_of

MOST_TURNS = 20  # of a thread are shown whole; the notebook's cells hold the rest
MOST_QUESTIONS = 50  # of a thread in the table of all
QUESTION_CHARACTERS = 80
BEGINNING_CHARACTERS = 160
NO_THREADS = "no threads yet: %%pplx --thread NAME begins one"

Row: TypeAlias = tuple[str, ...]
HEAD = ("Thread", "Questions", "Last question", "Cells", "Last asked")
TURNS = ("#", "Cell", "Question", "Answer")


def threads_bundle(threads: Mapping[str, Sequence[Answer]]) -> dict[str, Any]:
    """The table of all threads, each with its answers."""
    rows = [_thread_row(name, answers) for name, answers in threads.items()]
    if not rows:
        return _plain(NO_THREADS)
    shown = [
        _html_row((row[0], row[1], _questions(row[2], answers), *row[3:]), safe=(2,))
        for row, answers in zip(rows, threads.values(), strict=True)
    ]
    return {
        "text/html": _table(HEAD, shown),
        "text/markdown": _markdown(HEAD, rows),
        "text/plain": _text(HEAD, rows),
    }


def thread_bundle(name: str, answers: Sequence[Answer]) -> dict[str, Any]:
    """One thread, turn by turn; each answer opens."""
    first = max(0, len(answers) - MOST_TURNS)
    numbered = list(enumerate(answers, 1))[first:]
    rows = [_turn_row(number, answer) for number, answer in numbered]
    before = f"{first:,} earlier questions are not shown" if first else ""
    heading = f"{name} ({len(answers):,} question{'s' * (len(answers) != 1)})"
    shown = [
        _html_row((*row[:3], _whole(row[3], answer)), safe=(3,))
        for row, (_, answer) in zip(rows, numbered, strict=True)
    ]
    told = element("p", escape(before), class_="pplx-notice") if before else ""
    return {
        "text/html": _table(TURNS, shown, element("h4", escape(heading), class_="jp-toc-ignore") + told),
        "text/markdown": "\n\n".join(
            filter(None, (f"#### {escaped(heading)}", before, _markdown(TURNS, rows)))
        ),
        "text/plain": "\n".join(filter(None, (heading, before, _text(TURNS, rows)))),
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
    words = one_line(_first_words(answer), BEGINNING_CHARACTERS)
    return f"{number:,}", f"[{cell}]" if cell else "", one_line(answer.prompt, 2 * QUESTION_CHARACTERS), words


def _first_words(answer: Answer) -> str:
    """What the text begins with, as a reader sees it."""
    blocks = read_markdown(answer.text[: 5 * BEGINNING_CHARACTERS]).blocks
    first = next((block for block in blocks if isinstance(block, Paragraph)), None)
    return plain(first.inline.spans) if first is not None else answer.text[:BEGINNING_CHARACTERS]


def _questions(last: str, answers: Sequence[Answer]) -> str:
    """The last question, which opens to those before it."""
    if len(answers) < 2:
        return escape(last)
    before = [one_line(a.prompt, QUESTION_CHARACTERS) for a in answers[-MOST_QUESTIONS - 1 : -1]]
    items = "".join(element("li", escape(question)) for question in before)
    return element("details", element("summary", escape(last)) + element("ol", items))


def _whole(beginning: str, answer: Answer) -> str:
    """The beginning of an answer, which opens to all of it, with its links."""
    text = "".join(blocks_html(read_markdown(answer.text, answer)))
    return element("details", element("summary", escape(beginning)) + element("div", text))


def _html_row(cells: Row, safe: tuple[int, ...]) -> str:
    """``safe`` are the places of cells that are HTML already."""
    made = [_left(cell if place in safe else escape(cell)) for place, cell in enumerate(cells)]
    return element("tr", "".join(element("td", cell) for cell in made))


def _table(head: Row, rows: Sequence[str], above: str = "") -> str:
    names = element("tr", "".join(element("th", _left(escape(name))) for name in head))
    table = element("table", element("thead", names) + element("tbody", "".join(rows)))
    return element("div", above + table, class_=f"{CONTAINER} pplx-threads")


def _left(content: str) -> str:
    return element("div", content, align="left")


def _markdown(head: Row, rows: Sequence[Row]) -> str:
    lines = [head, tuple(":--" for _ in head), *(tuple(map(escaped, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(head: Row, rows: Sequence[Row]) -> str:
    lines = [head, *rows]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _plain(line: str) -> dict[str, Any]:
    return {"text/html": element("p", escape(line)), "text/markdown": escaped(line), "text/plain": line}
