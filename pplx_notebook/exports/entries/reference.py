"""What every bibliography says of a source, whatever its format.

Rules of this file: nothing is invented: no author, no publisher, no page; which work a source is is said in
``evidence/identifiers/works.py``. What we know besides (its number here, the cells that cite it) is no part
of a reference; the copy an archive keeps of it is.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host
from pplx_notebook.evidence.identifiers.works import WorkName, by_kind, title_of, work_of
from pplx_notebook.exports.entries.dates import date_parts, iso
from pplx_notebook.library.sources import Source


class BibliographyEntry(msgspec.Struct, frozen=True):
    """One source as a bibliography sees it. ``date`` and ``accessed`` are (year, month, day) or less of it;
    ``identifiers`` are its identifiers by kind; ``journal`` and ``volume`` are those of an article;
    ``version`` is the revision or the commit that was read; ``copy`` the address of the copy that an archive
    keeps, "" where none is known, and ``copied`` the day it was taken."""

    key: str
    work: WorkName
    title: str
    url: str
    date: tuple[int, ...]
    accessed: tuple[int, ...]
    identifiers: dict[str, str]
    journal: str = ""
    volume: str = ""
    version: str = ""
    copy: str = ""
    copied: tuple[int, ...] = ()

    @property
    def archived(self) -> str:
        """ "Archived 2024-01-02"; "" without a copy."""
        return f"Archived {iso(self.copied)}".rstrip() if self.copy else ""


def reference(source: Source) -> BibliographyEntry:
    """A source as a bibliography sees it."""
    told = work_of(source.identifiers)
    return BibliographyEntry(
        source.key,
        told.work,
        title_of(one_line(source.title), told.work) or host(source.url) or "untitled",
        source.url,
        date_parts(source.dated),
        date_parts(source.accessed) if source.url else (),
        by_kind(source.identifiers),
        told.journal,
        told.volume,
        told.version,
        source.archived_url or "",
        date_parts(source.archived_at),
    )


def references(sources: Iterable[Source]) -> list[BibliographyEntry]:
    """Each page once, by its key, in order: no file names two entries alike."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.key, source)
    return list(map(reference, found.values()))
