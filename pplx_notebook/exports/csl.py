"""Sources as CSL-JSON, the list reference managers, Pandoc and Quarto import.

Rule of this file: what has no field of CSL stands in ``custom``, which no style prints; never in ``note``,
which styles do. A number or a cell is none of a page's: it has one entry in every notebook alike."""

from __future__ import annotations

import json
from typing import Any

from pplx_notebook.document.links import host
from pplx_notebook.exports.entries.dates import iso
from pplx_notebook.exports.entries.reference import BibliographyEntry, reference, references
from pplx_notebook.library.sources import Source

TYPES = {"article": "article-journal", "book": "book", "preprint": "article", "page": "webpage"}
FIELDS = {"doi": "DOI", "isbn": "ISBN", "pmid": "PMID", "pmcid": "PMCID"}


def as_csl(sources: list[Source]) -> str:
    """CSL-JSON, the list reference managers import."""
    return json.dumps(list(map(_item, references(sources))), ensure_ascii=False, indent=1)


def csl_item(source: Source) -> dict[str, Any]:
    """One source in CSL's own field names."""
    return _item(reference(source))


def _item(told: BibliographyEntry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": told.key, "type": TYPES[told.work], "title": told.title}
    if told.journal:
        item["container-title"] = told.journal
    if told.volume:
        item["volume"] = told.volume
    if told.date:
        item["issued"] = {"date-parts": [list(told.date)]}
    item |= {name: told.identifiers[kind] for kind, name in FIELDS.items() if kind in told.identifiers}
    if told.work == "preprint":
        item |= {"publisher": "arXiv", "number": f"arXiv:{told.identifiers['arxiv']}"}
    if told.version.isdecimal():  # a commit is no number of a version to a style
        item["version"] = told.version
    if told.url:
        item["URL"] = told.url
    if told.accessed:
        item["accessed"] = {"date-parts": [list(told.accessed)]}
    if told.copy:
        item |= {"archive": host(told.copy), "archive_location": told.copy}
    custom = {
        "identifiers": [f"{kind}:{value}" for kind, value in told.identifiers.items()],
        "archived": iso(told.copied),
    }
    if ours := {name: value for name, value in custom.items() if value}:
        item["custom"] = ours
    return item
