"""Sources as a numbered list that people read: in a terminal, in an e-mail, below a talk."""

from __future__ import annotations

from pplx_notebook.exports.entries.dates import iso
from pplx_notebook.exports.entries.reference import BibliographyEntry, references
from pplx_notebook.library.sources import Source


def as_text(sources: list[Source]) -> str:
    """``1. Title. Journal 116, 2024-05, doi:10.1038/…, accessed 2026-11-30. Address``, each page once."""
    return "\n".join(f"{n}. {_line(told)}" for n, told in enumerate(references(sources), 1))


def _line(told: BibliographyEntry) -> str:
    behind = behind_title(told)
    title, known = f"{told.title.rstrip('.')}.", f"{behind}." if behind else ""
    copy = f"({told.archived}: {told.copy})" if told.copy else ""
    return " ".join(filter(None, (title, known, told.url, copy)))


def behind_title(told: BibliographyEntry) -> str:
    """What stands behind the title, in words every reader of references knows; "" where nothing is known."""
    work = " ".join(filter(None, (told.journal, told.volume)))
    doi, arxiv = told.identifiers.get("doi", ""), told.identifiers.get("arxiv", "")
    number = f"doi:{doi}" if doi else f"arXiv:{arxiv}" if arxiv else ""
    version = f"version {told.version}" if told.version else ""
    read = f"accessed {iso(told.accessed)}" if told.accessed else ""
    said = ", ".join(filter(None, (work, iso(told.date), number, version, read)))
    return said[:1].upper() + said[1:] if said.startswith(("accessed ", "version ")) else said
