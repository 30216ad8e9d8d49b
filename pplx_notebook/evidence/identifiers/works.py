"""Which work a source is, by its identifiers alone: an article, a book, a preprint, else the page it is.

Rule of this file: an article or a book only where an identifier says so for certain (``journal_of``; a DOI
that is an ISBN). The page's copy menu has no such rule: the kernel writes what this file says beside the
answer (``beside``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from pplx_notebook.evidence.identifiers.journals import journal_of

WorkName: TypeAlias = Literal["article", "book", "preprint", "page"]

_BOOK_DOI = re.compile(r"10\.\d{4,9}/97[89][\d-]{10,14}$")
_ARXIV_MARK = re.compile(r"^\[[\w.-]+(?:/\d+)?(?:v\d+)?\]\s*")  # arXiv's own, before its titles
_COMMIT_CHARACTERS = 12  # what Git shows of one


class Work(msgspec.Struct, frozen=True, omit_defaults=True):
    """``journal`` and ``volume`` are those of an article; ``version`` is the revision or the commit that was
    read."""

    work: WorkName = "page"
    journal: str = ""
    volume: str = ""
    version: str = ""


def work_of(identifiers: Iterable[str]) -> Work:
    """The work that has these identifiers ("doi:10.1038/…")."""
    known = by_kind(identifiers)
    doi = known.get("doi", "")
    journal, volume = journal_of(doi)
    work: WorkName = "page"
    if journal:
        work = "article"
    elif "isbn" in known and _BOOK_DOI.match(doi):
        work = "book"
    elif "arxiv" in known:
        work = "preprint"
    return Work(work, journal, volume, _version(known))


def by_kind(identifiers: Iterable[str]) -> dict[str, str]:
    """The identifiers by kind, the first of each."""
    known: dict[str, str] = {}
    for each in identifiers:
        kind, _, value = each.partition(":")
        known.setdefault(kind, value)
    return known


def title_of(title: str, work: WorkName) -> str:
    """A title as a bibliography has it: that of a preprint without the number before it."""
    return _ARXIV_MARK.sub("", title) if work == "preprint" else title


def _version(known: dict[str, str]) -> str:
    if "wikipedia" in known:
        return known["wikipedia"].rpartition(":")[2]
    return known.get("github", "").rpartition("@")[2][:_COMMIT_CHARACTERS]
