"""A study as static HTML: readable without script, style sheet or kernel.

Screen readers are told of its begin and its end (``role="status"``), and of nothing between: the counts
change all the time, and the bar is for the eye alone (``aria-hidden``: some readers beep at every step of
one).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.study.table import OPEN_ROWS, Counts, ShownRow, ShownStudy

CONTAINER = "pplx-study jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore"


def counts_html(counts: Counts, *, first: bool = False) -> str:
    """A study under way: a bar and a table of one row. ``first``: it begins, and says so."""
    said = f"Asking {counts.total:,} question{'s' * (counts.total != 1)} …"
    begin = announced(escape(said)) if first else element("p", escape(said))
    return element("div", begin + counts_inside(counts), class_=CONTAINER)


def counts_inside(counts: Counts) -> str:
    """The bar, the table and the note."""
    bar = f'<progress max="{counts.total or 1}" value="{counts.ended}" aria-hidden="true"></progress>'
    head = "".join(element("th", _left(name)) for name, _ in counts.cells)
    body = "".join(element("td", _left(escape(value))) for _, value in counts.cells)
    table = element("table", element("thead", element("tr", head)) + element("tbody", element("tr", body)))
    note = element("p", escape(counts.note)) if counts.note else ""
    return bar + table + note


def announced(content: str) -> str:
    """A line that screen readers say when it comes."""
    return f'<p role="status">{content}</p>'


def study_html(study: ShownStudy) -> str:
    """A study that has ended: what came of it in a line, why it ended early, its rows."""
    parts = [announced(element("strong", escape(study.facts)))]
    if study.reason:
        parts.append(element("p", escape(study.reason[:1].upper() + study.reason[1:])))
    parts += [element("p", escape(line)) for line in study.notices]
    if study.troubles:
        summary = element("summary", f"{study.failed:,} failed")
        parts.append(element("details", summary + _table(study.troubles, study, "what went wrong")))
    if study.rows:
        parts.append(_table(study.rows[:OPEN_ROWS], study, "answer"))
    if rest := study.rows[OPEN_ROWS:]:
        summary = element("summary", f"Rows {rest[0].number:,} to {rest[-1].number:,}")
        parts.append(element("details", summary + _table(rest, study, "answer")))
    if study.more:
        parts.append(element("p", f"… and {study.more:,} more: to_pandas() has them all."))
    return element("div", "".join(parts), class_=CONTAINER)


def _table(rows: Iterable[ShownRow], study: ShownStudy, said: str) -> str:
    names = ("#", f"Question and {said}", *(("Cost",) if study.costly else ()))
    head = "".join(element("th", _left(name)) for name in names)
    body = "".join(_row(row, costly=study.costly) for row in rows)
    return element("table", element("thead", element("tr", head)) + element("tbody", body))


def _row(row: ShownRow, *, costly: bool) -> str:
    """The answer below its question, not beside it: side by side, a narrow page has a word a line."""
    said = escape(row.said) if row.status == "done" else element("em", escape(row.said))
    both = _left(element("strong", escape(row.question))) + _left(said)
    cells = [_left(f"{row.number:,}"), both, *((_left(escape(row.cost)),) if costly else ())]
    return element("tr", "".join(element("td", cell) for cell in cells))


def _left(content: str) -> str:
    """Jupyter's style sheet aligns every cell itself to the right."""
    return element("div", content, align="left", dir="auto")
