"""Sources as BibLaTeX, which biber, Pandoc, Quarto and MyST read: ``@online`` with the day it was read.
What stays inert is said in ``latex_text``."""

from __future__ import annotations

from pplx_notebook.exports.bibtex import archived_note, entry, eprint, identifier_fields
from pplx_notebook.exports.entries.dates import iso
from pplx_notebook.exports.entries.latex_text import in_latex, title_in_latex, url_in_latex
from pplx_notebook.exports.entries.reference import BibliographyEntry, reference, references
from pplx_notebook.library.sources import Source

KINDS = {"article": "article", "book": "book", "preprint": "online", "page": "online"}


def as_biblatex(sources: list[Source]) -> str:
    """``@online``, ``@article`` and ``@book`` entries."""
    return "\n\n".join(map(_entry, references(sources)))


def biblatex_entry(source: Source) -> str:
    """One entry, by the key of its page."""
    return _entry(reference(source))


def _entry(told: BibliographyEntry) -> str:
    kind = KINDS[told.work]
    fields = {"title": f"{{{title_in_latex(told.title)}}}"}
    if told.journal:
        fields["journaltitle"] = f"{{{in_latex(told.journal)}}}"
    if told.volume:
        fields["volume"] = f"{{{told.volume}}}"
    if told.date:
        fields["date"] = f"{{{iso(told.date)}}}"
    if told.version:
        fields["version"] = f"{{{told.version}}}"
    fields |= identifier_fields(told, ("doi", "isbn", "pmcid"))
    if "pmid" in told.identifiers and "arxiv" not in told.identifiers:
        fields |= eprint(told.identifiers["pmid"], "pubmed")
    if told.url:
        fields["url"] = f"{{{url_in_latex(told.url)}}}"
        if told.accessed:
            fields["urldate"] = f"{{{iso(told.accessed)}}}"
    if note := archived_note(told):
        fields["note"] = f"{{{note}}}"
    return entry(kind if told.url or kind != "online" else "misc", told.key, fields)
