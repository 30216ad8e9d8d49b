"""Sources as rows, one a page: of an answer, of a session, of a saved notebook; as a data frame, BibTeX, RIS,
CSL, CSV or Markdown.

Rules of this file: text from the web never becomes a command of the format it is written to (LaTeX,
spreadsheet formulas, Markdown); only http and https addresses are written as links. Which addresses are one
page is said in ``document/sources/same_page.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import host, safe_url
from pplx_notebook.document.nodes import markers
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.source_rows import (
    TITLE_CHARACTERS,
    WHOLE_TITLE_CHARACTERS,
    source_of,
    title_of,
)
from pplx_notebook.document.sources.listed import listed
from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.evidence.identifiers.citation_key import citation_key
from pplx_notebook.frames import Frame, Kind, whole_date
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.row import Row


class Source(Row, frozen=True, kw_only=True):
    """One page: ``title``, ``url`` ("" for an attachment or an address that may be no link), its ``host``.

    ``number`` is what stands in ``[n]``, None where no marker can point to it; ``cited`` is how often the
    text does. ``date`` and ``last_updated`` are as the server sent them, None when unknown; ``snippet`` is
    some words of the page. ``identifiers`` are its DOI and the like ("doi:10.1038/…"). ``cells`` are those
    whose answers cite it: In [n] of a session, counted from 1 in a saved notebook; () for the sources of
    one answer. ``accessed`` is the day the answer that cites it was asked, the last one of several
    ("2026-11-30"), None where that is not known. ``archived_url`` is the copy that an archive keeps, taken
    at ``archived_at``, None unless ``answer.archive()`` found one. ``key`` names the page in a bibliography,
    in every notebook alike.
    """

    number: int | None = None
    title: str = ""
    url: str = ""
    host: str = ""
    date: str | None = None
    last_updated: str | None = None
    snippet: str = ""
    cited: int = 0
    identifiers: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    accessed: str | None = None
    archived_url: str | None = None
    archived_at: str | None = None

    @property
    def key(self) -> str:
        """Its name in a bibliography: of the page's address; of what has none, of its title."""
        return citation_key(self.url, "" if self.url else one_line(self.title, TITLE_CHARACTERS))

    @property
    def dated(self) -> str | None:
        """When it was published, else when it was last changed."""
        return self.date or self.last_updated


class Sources(Frame[Source]):
    """Sources in order, one a page; ``to_pandas()`` and the exports take all of them."""

    columns: ClassVar[Mapping[str, Kind]] = {
        "number": "count",
        "title": "text",
        "url": "text",
        "host": "text",
        "date": "date",
        "last_updated": "date",
        "snippet": "text",
        "cited": "count",
        "identifiers": "texts",
        "key": "text",
        "accessed": "date",
        "archived_url": "text",
        "archived_at": "text",
        "cells": "counts",
    }

    def to_bibtex(self) -> str:
        """BibTeX: ``@misc``, or ``@article`` and ``@book`` where an identifier says so for certain."""
        return self._as("bibtex")

    def to_biblatex(self) -> str:
        """BibLaTeX, for biber, Pandoc, Quarto and MyST: ``@online`` with the day it was read."""
        return self._as("biblatex")

    def to_ris(self) -> str:
        """RIS, for Zotero, EndNote and Mendeley."""
        return self._as("ris")

    def to_csl(self) -> str:
        """CSL-JSON, the list reference managers import."""
        return self._as("csl")

    def to_csv(self) -> str:
        """CSV; a cell that a spreadsheet would run is led by an apostrophe."""
        return self._as("csv")

    def to_markdown(self) -> str:
        """A numbered list of links."""
        return self._as("markdown")

    def __str__(self) -> str:
        return self._as("table") if len(self) else "no sources"

    __repr__ = __str__

    def _as(self, name: str) -> str:
        from pplx_notebook.exports.formats import FORMATS

        return FORMATS[name](list(self.rows))


def sources_of(answer: Answer) -> Sources:
    """The pages of one answer: what its numbers mean first, then what else was found, in the server's
    order."""
    found: dict[str, Source] = {}
    accessed = whole_date(answer.asked.at if answer.asked is not None else None)
    copies = {same_page(row.url): row for row in answer.archived or () if row.archived_url}
    for number, result, title in listed(answer):
        source = _source(number, result, title, accessed)
        key = same_page(source.url) if source.url else source.title
        if (copy := copies.get(key)) is not None:
            source = replace(source, archived_url=copy.archived_url, archived_at=copy.archived_at or None)
        known = found.get(key)
        found[key] = source if known is None else _merged(known, source)
    times = Counter(
        same_page(marker.source.url) if marker.source.url else marker.source.title
        for marker in markers(read_markdown(answer.text, answer))
    )
    return AnswerSources(replace(source, cited=times[key]) for key, source in found.items())


class AnswerSources(Sources):
    """The sources of one answer: all of one cell."""

    columns: ClassVar[Mapping[str, Kind]] = {
        name: kind for name, kind in Sources.columns.items() if name != "cells"
    }


def sources_in_notebook(path: str | Path) -> Sources:
    """The sources of all answers in a notebook, in order of first use; OSError, ValueError as reading it."""
    return collect(answers_in_notebook(path))


def collect(answers: Iterable[tuple[int, Answer]]) -> Sources:
    """What the answers cite, each page once with its cells, numbered anew from 1."""
    found: dict[str, Source] = {}
    for cell, answer in answers:
        rows = {same_page(row.url): row for row in sources_of(answer) if row.url}
        for citation in cited_in(answer):
            key = same_page(safe_url(citation.url) or "")
            if key not in rows:
                continue
            row = replace(rows[key], cells=(cell,) if cell else ())
            known = found.get(key)
            if known is None:
                found[key] = replace(row, number=len(found) + 1)
            elif row.cells[-1:] != known.cells[-1:] or not cell:
                found[key] = _merged(known, row)
    return Sources(found.values())


def cited_in(answer: Answer) -> list[Citation]:
    """What the text points to, as the "Citations" table shows; all the server lists if no marker does."""
    pointed_to = {source.url for source in read_markdown(answer.text, answer).cited}
    return [c for c in answer.citations if not pointed_to or safe_url(c.url) in pointed_to]


def cells_text(source: Source) -> str:
    """ "3, 7" for the cells that cite it."""
    return ", ".join(map(str, source.cells))


def _source(number: int | None, result: SearchResult, title: str, accessed: date | None) -> Source:
    from pplx_notebook.evidence.identifiers.identifier import identifiers_of  # 20 ms of patterns

    shown = source_of(number, result, title)
    title = title_of(result, title, WHOLE_TITLE_CHARACTERS)
    return Source(
        number=number,
        title=title,
        url=shown.url,
        host=host(shown.url),
        date=one_line(result.date or "") or None,
        last_updated=one_line(result.last_updated or "") or None,
        snippet=clean(result.snippet),
        identifiers=tuple(map(str, identifiers_of(shown.url, title))),
        accessed=accessed.isoformat() if accessed else None,
    )


def _merged(known: Source, other: Source) -> Source:
    """What two rows of a page say together; the first comes first."""
    said: dict[str, Any] = {
        name: getattr(known, name) or getattr(other, name)
        for name in ("title", "snippet", "identifiers", "archived_url", "archived_at")
    }
    if not known.dated:
        said |= {"date": other.date, "last_updated": other.last_updated}
    number = known.number if known.number is not None else other.number
    cells = tuple(dict.fromkeys((*known.cells, *other.cells)))
    accessed = max(known.accessed or "", other.accessed or "") or None
    cited = known.cited + other.cited
    return replace(known, **said, number=number, cited=cited, cells=cells, accessed=accessed)
