"""Sources as BibTeX, for the styles a journal has had for thirty years: ``@misc`` with its address in
``howpublished`` and the day it was read in ``note``, the two fields they all print; an address with a "%" in
``url``, as pybtex (Sphinx, MyST) takes the rest of it for a comment elsewhere. What stays inert is said in
``latex_text``; no two entries have the same key."""

from __future__ import annotations

from pplx_notebook.exports.entries.dates import iso
from pplx_notebook.exports.entries.latex_text import in_latex, title_in_latex, url_in_latex
from pplx_notebook.exports.entries.reference import BibliographyEntry, reference, references
from pplx_notebook.library.sources import Source

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
KINDS = {"article": "article", "book": "book", "preprint": "misc", "page": "misc"}


def as_bibtex(sources: list[Source]) -> str:
    """``@misc``, ``@article`` and ``@book`` entries; every LaTeX special character is escaped."""
    return "\n\n".join(map(_entry, references(sources)))


def bibtex_entry(source: Source) -> str:
    """One entry, by the key of its page."""
    return _entry(reference(source))


def _entry(told: BibliographyEntry) -> str:
    fields = {"title": f"{{{title_in_latex(told.title)}}}"}
    if told.journal:
        fields["journal"] = f"{{{in_latex(told.journal)}}}"
    if told.volume:
        fields["volume"] = f"{{{told.volume}}}"
    if told.date:
        fields["year"] = f"{{{told.date[0]}}}"
    if len(told.date) > 1:
        fields["month"] = MONTHS[told.date[1] - 1]  # a name of BibTeX's own: the style knows its word
    fields |= identifier_fields(told, ("doi", "isbn", "pmid", "pmcid"))
    if "arxiv" in told.identifiers:
        fields["archivePrefix"] = "{arXiv}"  # which styles of physics know
    address = url_in_latex(told.url)
    day = iso(told.accessed)
    if address and (told.work in ("article", "book") or "%" in address):
        fields["url"] = f"{{{address}}}"
    elif address:
        fields["howpublished"] = f"{{\\url{{{address}}}}}"
        fields |= (
            {"urldate": f"{{{day}}}"} if day else {}
        )  # printed by no old style; read by Zotero and Pandoc
    accessed = f"Accessed {day}" if day and told.work in ("page", "preprint") else ""
    if note := ". ".join(filter(None, (accessed, archived_note(told)))):
        fields["note"] = f"{{{note}}}"
    return entry(KINDS[told.work], told.key, fields)


def archived_note(told: BibliographyEntry) -> str:
    """ "Archived 2024-01-02 at \\url{…}", which every style prints and Zotero keeps; "" without a copy."""
    if not told.copy:
        return ""
    address = url_in_latex(told.copy)
    shown = in_latex(address) if "%" in address else f"\\url{{{address}}}"
    return f"{told.archived} at {shown}"


def identifier_fields(told: BibliographyEntry, names: tuple[str, ...]) -> dict[str, str]:
    """Those that are fields by their own names, and the number of arXiv, by the names Zotero reads."""
    known = told.identifiers
    fields = {name: f"{{{url_in_latex(known[name])}}}" for name in names if name in known}
    return fields | (eprint(known["arxiv"], "arxiv") if "arxiv" in known else {})


def eprint(number: str, archive: str) -> dict[str, str]:
    """The number of the archive that has it."""
    return {"eprint": f"{{{number}}}", "eprinttype": f"{{{archive}}}"}


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """An entry as both dialects write it."""
    return f"@{kind}{{{key},\n" + ",\n".join(f"  {name} = {value}" for name, value in fields.items()) + "\n}"
