"""Sources as CSL-JSON, the list reference managers, Pandoc and Quarto import.

Rule of this file: what is ours alone (the number here, the cells that cite it, what has no field of CSL)
stands in ``custom``, which no style prints; never in ``note``, which styles do."""

from __future__ import annotations

import json
from typing import Any

from pplx_notebook.exports.entries.reference import reference, references
from pplx_notebook.library.sources import Source

TYPES = {"article": "article-journal", "book": "book", "preprint": "article", "page": "webpage"}
FIELDS = {"doi": "DOI", "isbn": "ISBN", "pmid": "PMID", "pmcid": "PMCID"}


def as_csl(sources: list[Source]) -> str:
    """CSL-JSON, the list reference managers import."""
    first = {source.key: source for source in reversed(sources)}
    items = [csl_item(first[told.key]) for told in references(sources)]
    return json.dumps(items, ensure_ascii=False, indent=1)


def csl_item(source: Source) -> dict[str, Any]:
    """One source in CSL's own field names."""
    told = reference(source)
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
    custom = {"number": source.number, "cells": list(source.cells), "identifiers": list(source.identifiers)}
    if ours := {name: value for name, value in custom.items() if value}:
        item["custom"] = ours
    return item
