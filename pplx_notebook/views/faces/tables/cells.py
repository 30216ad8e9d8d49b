"""Rows of cells as HTML, Markdown and text. ``safe`` are the places of cells that are written already."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.text_width import pad, width_of

Row: TypeAlias = tuple[str, ...]


def html_row(cells: Row, safe: tuple[int, ...] = ()) -> str:
    """One row; Jupyter's style aligns cells to the right, hence the box in each."""
    made = [_left(cell if place in safe else escape(cell)) for place, cell in enumerate(cells)]
    return element("tr", "".join(element("td", cell) for cell in made))


def html_table(head: Row, rows: Sequence[str], above: str = "") -> str:
    """Rows of ``html_row`` below their head."""
    names = element("tr", "".join(element("th", _left(escape(name))) for name in head))
    table = element("table", element("thead", names) + element("tbody", "".join(rows)))
    return element("div", above + table, class_=f"{CONTAINER} pplx-table")


def markdown_table(head: Row, rows: Sequence[Row], safe: tuple[int, ...] = ()) -> str:
    """The same as Markdown."""
    written = [
        tuple(cell if place in safe else escaped(cell) for place, cell in enumerate(row)) for row in rows
    ]
    lines = [head, tuple(":--" for _ in head), *written]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def text_table(head: Row, rows: Sequence[Row]) -> str:
    """The same in columns."""
    lines = [head, *rows]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _left(content: str) -> str:
    return element("div", content, align="left")
