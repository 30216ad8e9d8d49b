"""The references of a notebook as a cell shows them: a numbered list with what BibTeX and its kin say folded
below it, or one format alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.library.sources import Sources

NONE_YET = "no references yet: those of the next answers will stand here"
MOST_IN_FORMATS = 50  # four formats of 50 pages are 80 kB of the notebook; more are asked for by name


def bibliography_bundle(sources: Sources, form: str = "") -> dict[str, Any]:
    """The list, or where a format is named, that."""
    from pplx_notebook.views.faces.tables.cells import sentence
    from pplx_notebook.views.faces.tables.references import format_bundle

    if not len(sources):
        return sentence(NONE_YET)
    return format_bundle(written(sources, form)) if form else _list(sources)


def written(sources: Sources, form: str) -> str:
    """The sources in a format, by its name."""
    from pplx_notebook.exports.formats import FORMATS

    return FORMATS[form](list(sources))


def _list(sources: Sources) -> dict[str, Any]:
    from pplx_notebook.exports.entries.reference import references
    from pplx_notebook.exports.format_names import TITLES
    from pplx_notebook.exports.text import behind_title
    from pplx_notebook.views.faces.tables.references import ReferenceLine, references_bundle

    entries = references(sources)
    lines = [
        ReferenceLine(told.title, told.url, behind_title(told), told.copy, told.archived) for told in entries
    ]
    few = len(entries) <= MOST_IN_FORMATS
    formats = [(title, written(sources, name)) for name, title in TITLES.items()] if few else []
    return references_bundle(lines, formats, written(sources, "text"))
