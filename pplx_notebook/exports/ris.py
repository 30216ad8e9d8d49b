"""Sources as RIS, for Zotero, EndNote, Mendeley. Rule: a field is one line, so that no title begins a tag.

The copy that an archive keeps is ``L2``, a link to the page's text, which Zotero attaches to the entry."""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.exports.entries.reference import BibliographyEntry, reference, references
from pplx_notebook.library.sources import Source

TYPES = {"article": "JOUR", "book": "BOOK", "preprint": "ELEC", "page": "ELEC"}
NUMBERS = {"arxiv": "arXiv:", "pmid": "PMID: ", "pmcid": "PMCID: "}


def as_ris(sources: list[Source]) -> str:
    """One entry a source, in the order of the list; a page is ``ELEC``."""
    return "\n".join(map(_entry, references(sources)))


def ris_entry(source: Source) -> str:
    """One entry: title, address, date, the day it was read."""
    return _entry(reference(source))


def _entry(told: BibliographyEntry) -> str:
    known = told.identifiers
    numbers = [f"{name}{known[kind]}" for kind, name in NUMBERS.items() if kind in known]
    fields = [
        ("TY", TYPES[told.work]),
        ("ID", told.key),
        ("TI", told.title),
        ("T2", told.journal),
        ("VL", told.volume),
        ("PY", str(told.date[0]) if told.date else ""),
        ("DA", _slashes(told.date) if len(told.date) > 1 else ""),
        ("DO", known.get("doi", "")),
        ("SN", known.get("isbn", "")),
        *(("AN", number) for number in numbers[:1]),
        ("UR", told.url),
        ("L2", told.copy),
        ("Y2", _slashes(told.accessed) if told.accessed else ""),
    ]
    lines = [f"{tag}  - {one_line(value, 4_000)}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])


def _slashes(parts: tuple[int, ...]) -> str:
    """The date as RIS writes it: ``2024/03/02/``, ``2024/03//``."""
    year, month, day = (*(f"{part:02d}" for part in parts), "", "")[:3]
    return f"{year}/{month}/{day}/"
