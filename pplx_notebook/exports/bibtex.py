"""Sources as BibTeX. Rules of this file: text from the web never becomes a LaTeX command, and never a brace:
BibTeX counts braces without looking at the backslash before them, so that a title with ``\\}`` would end its
field and write others (address, author) in its place. No two entries have the same key."""

from __future__ import annotations

import re

from pplx_notebook.document.links import host
from pplx_notebook.exports.reference import once
from pplx_notebook.library.sources import Source

LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%", "$": r"\$",
    "&": r"\&", "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
LATEX_SPECIAL = re.compile(r"[\\{}%$&#_^~]")


def as_bibtex(sources: list[Source]) -> str:
    """``@misc`` entries with title, address and date; every LaTeX special character is escaped."""
    return "\n\n".join(bibtex_entry(source) for source in once(sources))


def bibtex_entry(source: Source) -> str:
    """One entry, by the key of its page."""
    fields = {"title": in_latex(source.title or host(source.url))}
    if source.url:
        fields["url"] = source.url.translate(URL_IN_LATEX)
    if year := re.match(r"([0-9]{4})", source.dated or ""):
        fields["year"] = year.group(1)
    return entry("misc", source.key, fields)


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """An entry as both dialects write it."""
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def in_latex(text: str) -> str:
    """The text with everything LaTeX would act on escaped."""
    return LATEX_SPECIAL.sub(lambda found: LATEX[found.group()], text)


# inside a BibTeX field braces must balance and % starts no comment for \url; these keep an address inert
URL_IN_LATEX = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24"})
