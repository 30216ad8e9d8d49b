"""Robust links: a page, and beside it the copy that an archive keeps, with its date, for whoever reads when
the page is gone (robustlinks.mementoweb.org: ``data-versionurl``, ``data-versiondate``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pplx_notebook.document.links import Target, safe_url
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.markdown_blocks import escaped, target_markdown
from pplx_notebook.views.faces.tables.archived import linked


class WithCopy(Protocol):
    """A page and its copy, "" where it has none."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def archived_url(self) -> str: ...
    @property
    def archived_at(self) -> str: ...


def html(rows: Iterable[WithCopy]) -> str:
    """A list, an item each."""
    items = (
        element("li", linked(row.title, row.url, row.archived_url, row.archived_at)) + "\n" for row in rows
    )
    return element("ul", "\n" + "".join(items)) + "\n"


def markdown(rows: Iterable[WithCopy]) -> str:
    """A list, an item each, the copy as a second link."""
    return "".join(f"- {_line(row)}\n" for row in rows)


def _line(row: WithCopy) -> str:
    page = _link(row.url, row.title)
    if not row.archived_url:
        return page
    return f"{page} ({_link(row.archived_url, f'archived {row.archived_at[:10]}'.rstrip())})"


def _link(url: str, title: str) -> str:
    return target_markdown(escaped(title or url), Target(url=safe_url(url) or ""))
