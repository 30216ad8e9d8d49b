"""Sources as BibLaTeX: ``@online`` with the day it was looked at. What stays inert, as in ``bibtex``."""

from __future__ import annotations

from pplx_notebook.document.links import host
from pplx_notebook.exports.bibtex import URL_IN_LATEX, entry, in_latex
from pplx_notebook.exports.reference import once
from pplx_notebook.library.sources import Source


def as_biblatex(sources: list[Source]) -> str:
    """``@online`` entries, for biber, Pandoc, Quarto and MyST."""
    return "\n\n".join(biblatex_entry(source) for source in once(sources))


def biblatex_entry(source: Source) -> str:
    """One entry, by the key of its page."""
    fields = {"title": in_latex(source.title or host(source.url))}
    if source.url:
        fields["url"] = source.url.translate(URL_IN_LATEX)
    if source.accessed:
        fields["urldate"] = source.accessed
    return entry("online", source.key, fields)
