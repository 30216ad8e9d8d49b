"""Sources as tables: "Citations" (what the text points to) and "Search results" (all that was found); one
table where both would hold the same rows.

Each row: number, title (a link), host, date; in the search results the snippet too, folded below the title.
Up to 20 rows stand open; a longer list is folded whole, never cut: markers point into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.views.faces.html_blocks import element, link

OPEN_ROWS = 20
_HEAD = "".join(element("th", element("div", name, align="left")) for name in ("#", "Title", "Site", "Date"))


def table_html(heading: str, rows: Sequence[SourceRow]) -> str:
    """A heading with the number of rows, and the table; "" without rows."""
    if not rows:
        return ""
    body = element("tbody", "".join(row_html(row) for row in rows))
    table = element("table", element("thead", element("tr", _HEAD)) + body)
    class_ = f"pplx-sources pplx-{heading.lower().replace(' ', '-')}"
    if len(rows) > OPEN_ROWS:
        title = element("summary", element("strong", f"{heading} ({len(rows)})"))
        return element("details", title + table, class_=class_)
    return element(
        "div", element("h4", f"{heading} ({len(rows)})", class_="jp-toc-ignore") + table, class_=class_
    )


def row_html(source: SourceRow) -> str:
    """One source as a table row."""
    title = element("bdi", escape(source.title))
    if source.url:
        title = link(source.url, title)
    if source.snippet:
        title += element(
            "details", element("summary", "snippet") + escape(source.snippet), class_="pplx-snippet"
        )
    number = "" if source.number is None else str(source.number)
    cells = (number, title, escape(source.host), escape(source.date) or "–")
    return element("tr", "".join(element("td", element("div", cell, align="left")) for cell in cells))
