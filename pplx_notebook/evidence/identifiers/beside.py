"""What a bibliography needs of an answer's sources besides the answer itself, as a notebook keeps it.

::

    [{"url": str, "identifiers": ["doi:10.1038/…"], "work": "article", "journal": str, "volume": str,
      "version": str, "title": str, "date": str, "archived_url": str, "archived_at": str}]

A row a page, in the order the answer lists them; what is usual is left out, and a page of which nothing
else is known is no row. ``title`` stands where a table shows less of it, ``date`` where it shows none. The
page's copy menu writes with it what the command line writes; whoever reads a notebook has the archived
addresses back from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.document.source_rows import WHOLE_TITLE_CHARACTERS, title_of
from pplx_notebook.document.sources.listed import listed
from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.evidence.identifiers import works
from pplx_notebook.evidence.identifiers.identifier import identifiers_of
from pplx_notebook.protocol.answer import Answer

ARCHIVED_MIME = "application/vnd.pplx.archived+json"  # an output that is of archived addresses alone
MOST_ROWS = 2_000


class ArchivedPage(msgspec.Struct, frozen=True):
    """A page and its copy in an archive."""

    url: str
    archived_url: str
    archived_at: str = ""


def beside(answer: Answer) -> list[dict[str, Any]]:
    """The form of an answer's sources."""
    rows: dict[str, dict[str, Any]] = {}
    for _, result, given in listed(answer):
        url = safe_url(result.url)
        if url is None:
            continue
        row = rows.setdefault(same_page(url), {"url": url})
        title = title_of(result, given, WHOLE_TITLE_CHARACTERS)
        known = tuple(map(str, identifiers_of(url, title)))
        if known and "identifiers" not in row:
            row |= {"identifiers": list(known), **msgspec.to_builtins(works.work_of(known))}
        row.setdefault("title", title)
        row.setdefault("shown", (title_of(result, given), result.date or result.last_updated or ""))
        row["date"] = row.get("date") or one_line(result.date or result.last_updated or "")
    for copy in answer.archived or ():
        page = same_page(copy.url)
        if copy.archived_url and page in rows:
            rows[page] |= {"archived_url": copy.archived_url, "archived_at": copy.archived_at}
    return [told for row in rows.values() if len(told := _lean(row)) > 1]


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is usual, and what the answer's own tables say."""
    title, date = row.pop("shown")
    row["title"] = works.title_of(row["title"], row.get("work", "page"))
    usual = {"title": title, "date": row["date"] if date else ""}
    return {name: value for name, value in row.items() if value and value != usual.get(name)}


def archived_form(archived: Any) -> dict[str, Any]:
    """The form of archived addresses alone."""
    rows = [
        {"url": row.url, "archived_url": row.archived_url, "archived_at": row.archived_at}
        for row in archived
        if row.archived_url
    ]
    return {"version": 1, "references": rows}


def archived_in(form: Any) -> Iterator[ArchivedPage]:
    """The pages of a form that have a copy: addresses are looked at, all else is passed over."""
    for row in form[:MOST_ROWS] if isinstance(form, list) else ():
        try:
            page = msgspec.convert(row, ArchivedPage)
        except msgspec.ValidationError:
            continue
        if safe_url(page.url) == page.url and safe_url(page.archived_url) == page.archived_url:
            yield page
