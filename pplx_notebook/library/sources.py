"""Every source cited in a notebook, once, with its cells; as table, BibTeX, RIS, CSL, CSV or Markdown.

Rules of this file: text from the web never becomes a command of the format it is written to (LaTeX,
spreadsheet formulas, Markdown); only http and https addresses are written as links.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.protocol.answer import Answer, Citation


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One page cited in a notebook. ``cells`` counts from 1; ``date`` is as the server sent it."""

    url: str
    title: str
    date: str | None
    cells: tuple[int, ...]


def sources_in_notebook(path: str | Path) -> list[Source]:
    """The sources of all answers in a notebook, in order of first use; OSError, ValueError as reading it."""
    return collect(answers_in_notebook(path))


def collect(answers: Iterable[tuple[int, Answer]]) -> list[Source]:
    """One ``Source`` per page: http and https, a trailing slash and a fragment make no other page."""
    found: dict[str, Source] = {}
    for cell, answer in answers:
        dates = {r.url: r.date or r.last_updated for r in answer.search_results}
        titles = {r.url: r.title for r in answer.search_results}
        for citation in cited_in(answer):
            url = safe_url(citation.url)
            if url is None:
                continue
            key = page_key(url)
            known = found.get(key)
            title = one_line(citation.title or titles.get(citation.url, ""))
            found[key] = Source(
                url=known.url if known else url,
                title=(known.title if known else "") or title,
                date=(known.date if known else None) or dates.get(citation.url),
                cells=tuple(dict.fromkeys((*(known.cells if known else ()), cell))),
            )
    return list(found.values())


def cited_in(answer: Answer) -> list[Citation]:
    """What the text points to, as the "Citations" table shows; all the server lists if no marker does."""
    pointed_to = {source.url for source in read_markdown(answer.text, answer).cited}
    return [c for c in answer.citations if not pointed_to or safe_url(c.url) in pointed_to]


def page_key(url: str) -> str:
    """What two addresses of the same page share."""
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def cells_text(source: Source) -> str:
    """ "3, 7" for the cells that cite it."""
    return ", ".join(map(str, source.cells))
