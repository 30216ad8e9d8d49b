"""What tables of answers are made of, in three faces: rows, cells that open, first words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, TypeAlias

from pplx_notebook.document.nodes import Paragraph, plain
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import blocks_html, element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.text_width import pad, width_of

QUESTION_CHARACTERS = 80
BEGINNING_CHARACTERS = 160

Row: TypeAlias = tuple[str, ...]


def first_words(answer: Answer) -> str:
    """What the text begins with, as a reader sees it."""
    blocks = read_markdown(answer.text[: 5 * BEGINNING_CHARACTERS]).blocks
    first = next((block for block in blocks if isinstance(block, Paragraph)), None)
    return plain(first.inline.spans) if first is not None else answer.text[:BEGINNING_CHARACTERS]


def opening(beginning: str, answer: Answer) -> str:
    """The beginning of an answer, which opens to all of it, with its links."""
    text = "".join(blocks_html(read_markdown(answer.text, answer)))
    return element("details", element("summary", escape(beginning)) + element("div", text))


def html_row(cells: Row, safe: tuple[int, ...] = ()) -> str:
    """One row; ``safe`` are the places of cells that are written already. Jupyter's style aligns cells to the
    right, hence the box in each."""
    made = [_left(cell if place in safe else escape(cell)) for place, cell in enumerate(cells)]
    return element("tr", "".join(element("td", cell) for cell in made))


def html_table(head: Row, rows: Sequence[str], above: str = "", below: str = "") -> str:
    """Rows of ``html_row`` below their heads."""
    names = element("tr", "".join(element("th", _left(escape(name))) for name in head))
    table = element("table", element("thead", names) + element("tbody", "".join(rows)))
    return element("div", above + table + below, class_=f"{CONTAINER} pplx-table")


def unbroken(text: str) -> str:
    """A few words in one line however narrow the page: "= kept", "[1, 2]"; Jupyter lets cells break."""
    return escape(text).replace(" ", "\u00a0")


def _left(content: str) -> str:
    return element("div", content, align="left")


def markdown_table(head: Row, rows: Sequence[Row], safe: tuple[int, ...] = ()) -> str:
    """The same in Markdown."""
    written = [
        tuple(cell if place in safe else escaped(cell) for place, cell in enumerate(row)) for row in rows
    ]
    lines = [head, tuple(":--" for _ in head), *written]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def text_table(head: Row, rows: Sequence[Row]) -> str:
    """The same as text, its columns side by side."""
    lines = [head, *rows]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def sentence(line: str) -> dict[str, Any]:
    """One line in all faces, where there is no table."""
    return {"text/html": element("p", escape(line)), "text/markdown": escaped(line), "text/plain": line}
