"""Sources as tables that need no script; the page makes its own of them (js/src/finished/sources).

The heading is the first cell of a table's head. Each row is one line: number, title (a link), site, date, how
often it is cited, what a check found; the snippet is folded behind the title. A longer table shows its first
rows and folds the rest: a marker is a link to its page, so nothing points into what is folded.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pplx_notebook.document.findings.told import of_source
from pplx_notebook.document.findings.values import Finding
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.document.sources.tables import Rows
from pplx_notebook.views.faces.html_blocks import element, link

OPEN_ROWS = 7  # stand as they are; a switch would cost what it saves
FIRST_ROWS = 5


def table_html(part: Rows) -> str:
    """A table under its heading with the number of rows."""
    cited = any(part.times)
    found = part.found or [None] * len(part.rows)
    rows = [row_html(*each, cited=cited) for each in zip(part.rows, part.times, found, strict=True)]
    first = rows if len(rows) <= OPEN_ROWS else rows[:FIRST_ROWS]
    shown = element("table", element("thead", _head(part, cited)) + element("tbody", "".join(first)))
    if len(first) < len(rows):
        rest = element("table", element("tbody", "".join(rows[FIRST_ROWS:])))
        shown += element("details", element("summary", f"Show all {len(rows)}") + rest, class_="pplx-rest")
    return element("div", shown, class_=f"pplx-sources pplx-{part.heading.lower().replace(' ', '-')}")


def folded_html(tables: Sequence[Rows]) -> str:
    """All tables in one line that opens: "Citations (1), search results (10)"."""
    first, *others = [f"{part.heading} ({len(part.rows)})" for part in tables]
    named = ", ".join([first, *(name[0].lower() + name[1:] for name in others)])
    inside = element("summary", named) + "".join(table_html(part) for part in tables)
    return element("details", inside, class_="pplx-folded-sources")


def _head(part: Rows, cited: bool) -> str:
    """Cells with an aligned box in them: Jupyter's style sheet aligns every cell itself to the right."""
    heading = element("h4", f"{part.heading} ({len(part.rows)})", class_="jp-toc-ignore")
    cells = element("th", _left(heading), colspan="2") + element("th", _left("Site"))
    cells += element("th", _left("Date")) + (element("th", "Cited") if cited else "")
    return element("tr", cells + (element("th", _left("Checked")) if part.found else ""))


def row_html(
    source: SourceRow, times: int, found: tuple[Finding, ...] | None = None, *, cited: bool = True
) -> str:
    """One source as a table row; ``cited``: the table has a column for how often; ``found``: and one for what
    a check found of it."""
    title = element("bdi", escape(source.title))
    if source.url:
        title = link(source.url, title)
    if source.snippet:
        said = element("summary", "snippet") + escape(source.snippet)
        title += element("details", said, class_="pplx-snippet")
    cells = [source.shown_numbers]
    cells += [_left(cell) for cell in (title, escape(source.host), escape(source.date) or "–")]
    if cited:
        cells.append(f"{times}×" if times else "")
    if found is not None:
        signs, words = of_source(found)
        cells.append(_left(element("span", signs, title=words) if signs else ""))
    return element("tr", "".join([element("td", cell) for cell in cells]))


def _left(content: str) -> str:
    return element("div", content, align="left")
