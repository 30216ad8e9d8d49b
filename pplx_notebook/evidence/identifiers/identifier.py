"""The identifiers of a source, of every kind; the shapes they have stand in the file of each kind.

Rules of this file: an identifier is named only where the address or the title holds it for certain: what
merely looks like one (a year, a telephone number, a shelf mark) is none, and nobody is asked. Of an archived
page those of the original count, too. Cases: ``tests/cases/identifiers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from pplx_notebook.evidence.identifiers import archives, arxiv, books, doi, pubmed, revisions
from pplx_notebook.evidence.identifiers.address import PageAddress, address_of

Kind = Literal["doi", "arxiv", "pmid", "pmcid", "isbn", "wikipedia", "github", "archived"]


class Identifier(NamedTuple):
    """``doi:10.1038/s41586-024-07421-0``, ``arxiv:2401.01234v2``, ``pmid:123``, ``pmcid:PMC123``,
    ``isbn:`` and 13 digits, ``wikipedia:en:`` and a revision, ``github:owner/name@`` and a commit,
    ``archived:2024-01-02/https://…`` (the day and the address it had; either may be missing)."""

    kind: Kind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


@lru_cache(maxsize=2_000)
def identifiers_of(url: str, title: str = "") -> tuple[Identifier, ...]:
    """What a source is known by, read from its address and its title; () where that is not certain."""
    return tuple(dict.fromkeys(Identifier(*each) for each in _found(url, title)))


def _found(url: str, title: str) -> Iterator[tuple[Kind, str]]:
    address = address_of(url)
    copy = archives.archived_in(address)
    if copy is not None:
        address = address_of(copy.original)
    yield from _named("doi", doi.in_address(address), doi.in_text(title))
    yield from _named("arxiv", arxiv.in_address(address), arxiv.in_text(title))
    yield from _named("pmid", pubmed.pmid_in_address(address), pubmed.pmid_in_text(title))
    yield from _named("pmcid", pubmed.pmcid_in_address(address), pubmed.pmcid_in_text(title))
    yield from _named("isbn", books.in_address(address), books.in_text(title))
    yield from _of_address(address)
    if copy is not None:
        yield "archived", str(copy)


def _of_address(address: PageAddress) -> Iterator[tuple[Kind, str]]:
    yield from _named("wikipedia", revisions.wikipedia_revision(address), "")
    yield from _named("github", revisions.github_commit(address), "")


def _named(kind: Kind, in_address: str, in_title: str) -> Iterator[tuple[Kind, str]]:
    """The address knows better: a title may speak of another work."""
    if value := in_address or in_title:
        yield kind, value
