"""Sources as a table that stands for itself, not below an answer: in three faces.

Plain cells, as the page's own style draws them: the tables below an answer are laid out by the extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.views.faces.html_blocks import element, link
from pplx_notebook.views.faces.markdown_blocks import escaped, target_markdown
from pplx_notebook.views.faces.tables.cells import Row, html_row, html_table, markdown_table

MOST_SHOWN = 200  # rows of a page; the value holds all
HEAD: Row = ("#", "Title", "Site", "Date", "Cited", "Cells")


def pages_bundle(
    sources: Sequence[SourceRow], times: Sequence[int], cells: Sequence[str], text: str
) -> dict[str, Any]:
    """The table as HTML and Markdown, with ``text`` for where neither is shown. ``times`` and ``cells``: how
    often each is cited, and where."""
    told = list(zip(sources, times, cells, strict=True))
    rest = f"{len(told) - MOST_SHOWN:,} more are not shown" if len(told) > MOST_SHOWN else ""
    html = [html_row(_row(*each, _title(each[0])), safe=(1,)) for each in told[:MOST_SHOWN]]
    linked = [
        _row(*each, target_markdown(escaped(each[0].title), each[0].target)) for each in told[:MOST_SHOWN]
    ]
    below = element("p", escape(rest)) if rest else ""
    return {
        "text/html": html_table(HEAD, html) + below,
        "text/markdown": "\n\n".join(filter(None, (markdown_table(HEAD, linked, safe=(1,)), rest))),
        "text/plain": text,
    }


def _row(source: SourceRow, times: int, cells: str, title: str) -> Row:
    return source.shown_numbers, title, source.host, source.date or "–", f"{times}×" if times else "", cells


def _title(source: SourceRow) -> str:
    """A link, with the snippet folded behind it."""
    title = escape(source.title)
    title = link(source.url, title) if source.url else title
    if not source.snippet:
        return title
    return title + element("details", element("summary", "snippet") + escape(source.snippet))
