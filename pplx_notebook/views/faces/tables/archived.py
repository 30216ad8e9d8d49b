"""Sources with their archived addresses as a table in three faces: robust links, each a page and its copy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import Target, host, safe_url
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import element, link
from pplx_notebook.views.faces.markdown_blocks import escaped, target_markdown
from pplx_notebook.views.faces.tables.cells import html_row, html_table, markdown_table, sentence

HEAD = ("#", "Source", "Site", "Archived")
TITLE_CHARACTERS = 240
_LINK = {"target": "_blank", "rel": "noopener noreferrer nofollow"}


class CopyLine(NamedTuple):
    """One page: its number, "" for none; its copy's address and date, or the reason why there is none."""

    number: str
    title: str
    url: str
    archived_url: str
    archived_at: str
    reason: str


def archived_bundle(lines: Sequence[CopyLine], summary: str, text: str) -> dict[str, Any]:
    """The table with its summary above; ``text`` for where no table is shown."""
    if not lines:
        return sentence(summary)
    rows = [
        html_row((line.number, robust(*line[1:5]), host(line.url), _copy(line)), safe=(1, 3))
        for line in lines
    ]
    above = element("p", element("strong", escape(summary)), class_="pplx-notice")
    written = [
        (line.number, _markdown(line.title, line.url), host(line.url), _copy_markdown(line)) for line in lines
    ]
    return {
        "text/html": element("div", above + html_table(HEAD, rows), class_=CONTAINER),
        "text/markdown": f"**{escaped(summary)}**\n\n{markdown_table(HEAD, written, safe=(1, 3))}",
        "text/plain": text,
    }


def linked(title: str, url: str, archived_url: str, archived_at: str) -> str:
    """A robust link as HTML, and the copy as a link behind it."""
    copy = safe_url(archived_url)
    page = robust(title, url, archived_url, archived_at)
    return f"{page} ({link(copy, escape(f'archived {archived_at[:10]}'.rstrip()))})" if copy else page


def robust(title: str, url: str, archived_url: str, archived_at: str) -> str:
    """A page's link that knows its copy; what may be no link is text."""
    page, copy = safe_url(url), safe_url(archived_url)
    shown = escape(one_line(title or url, TITLE_CHARACTERS))
    if not page or not copy:
        return link(page, shown) if page else shown
    known = {"data-versionurl": copy, "data-versiondate": archived_at[:10]}
    return element("a", shown, href=page, **_LINK, **known)


def _copy(line: CopyLine) -> str:
    copy = safe_url(line.archived_url)
    day = line.archived_at[:10] or "undated"
    return link(copy, escape(day)) if copy else escape(line.reason)


def _markdown(title: str, url: str) -> str:
    return target_markdown(escaped(one_line(title or url, TITLE_CHARACTERS)), Target(url=safe_url(url) or ""))


def _copy_markdown(line: CopyLine) -> str:
    if not line.archived_url:
        return escaped(line.reason)
    return _markdown(line.archived_at[:10] or "undated", line.archived_url)
