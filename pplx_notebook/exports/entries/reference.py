"""What every bibliography says of a source, whatever its format.

Rules of this file: nothing is invented: no author, no publisher, no page; a source is an article or a book
only where its identifier says so for certain (``journal_of``; a DOI that is an ISBN), else the page it is.
What we know besides (its number here, the cells that cite it) is no part of a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host
from pplx_notebook.evidence.identifiers.journals import journal_of
from pplx_notebook.exports.entries.dates import date_parts
from pplx_notebook.library.sources import Source

Work = Literal["article", "book", "preprint", "page"]

_BOOK_DOI = re.compile(r"10\.\d{4,9}/97[89][\d-]{10,14}$")
_ARXIV_MARK = re.compile(r"^\[[\w.-]+(?:/\d+)?(?:v\d+)?\]\s*")  # arXiv's own, before its titles
_COMMIT_CHARACTERS = 12  # what Git shows of one


class BibliographyEntry(msgspec.Struct, frozen=True):
    """One source as a bibliography sees it. ``date`` and ``accessed`` are (year, month, day) or less of it;
    ``identifiers`` are its identifiers by kind; ``journal`` and ``volume`` are those of an article;
    ``version`` is the revision or the commit that was read."""

    key: str
    work: Work
    title: str
    url: str
    date: tuple[int, ...]
    accessed: tuple[int, ...]
    identifiers: dict[str, str]
    journal: str = ""
    volume: str = ""
    version: str = ""


def reference(source: Source) -> BibliographyEntry:
    """A source as a bibliography sees it."""
    known = dict(each.split(":", 1) for each in reversed(source.identifiers))
    doi = known.get("doi", "")
    journal, volume = journal_of(doi)
    work: Work = "page"
    if journal:
        work = "article"
    elif "isbn" in known and _BOOK_DOI.match(doi):
        work = "book"
    elif "arxiv" in known:
        work = "preprint"
    title = _ARXIV_MARK.sub("", one_line(source.title)) if work == "preprint" else one_line(source.title)
    return BibliographyEntry(
        source.key,
        work,
        title or host(source.url) or "untitled",
        source.url,
        date_parts(source.dated),
        date_parts(source.accessed) if source.url else (),
        known,
        journal,
        volume,
        _version(known),
    )


def references(sources: Iterable[Source]) -> list[BibliographyEntry]:
    """Each page once, by its key, in order: no file names two entries alike."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.key, source)
    return list(map(reference, found.values()))


def _version(known: dict[str, str]) -> str:
    if "wikipedia" in known:
        return known["wikipedia"].rpartition(":")[2]
    return known.get("github", "").rpartition("@")[2][:_COMMIT_CHARACTERS]
