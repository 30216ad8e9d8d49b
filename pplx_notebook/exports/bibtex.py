"""Sources as BibTeX. Rules of this file: text from the web never becomes a LaTeX command, and never a brace:
BibTeX counts braces without looking at the backslash before them, so that a title with ``\\}`` would end its
field and write others (address, author) in its place. No two entries have the same key."""

from __future__ import annotations

import re

from pplx_notebook.document.links import host
from pplx_notebook.library.sources import Source, cells_text

LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%", "$": r"\$",
    "&": r"\&", "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
LATEX_SPECIAL = re.compile(r"[\\{}%$&#_^~]")


def as_bibtex(sources: list[Source]) -> str:
    """``@misc`` entries with title, address and date; every LaTeX special character is escaped."""
    return "\n\n".join(bibtex_entry(n, source) for n, source in enumerate(sources, 1))


def bibtex_entry(number: int, source: Source) -> str:
    """One entry; its key is built from the host, never from text of the page."""
    title = LATEX_SPECIAL.sub(lambda m: LATEX[m.group()], source.title or host(source.url))
    site = re.sub(r"[^a-z0-9]", "", host(source.url).removeprefix("www."))
    fields = {
        "title": title,
    }
    if source.url:
        fields["url"] = source.url.translate(URL_IN_LATEX)
    if source.cells:
        fields["note"] = f"cells {cells_text(source)}"
    if year := re.match(r"([0-9]{4})", source.dated or ""):
        fields["year"] = year.group(1)
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items())
    apart = "_" if site[-1:].isdigit() else ""  # 10.0.0.1 as number 11 is not 10.0.0.11 as number 1
    return f"@misc{{{site or 'source'}{apart}{number},\n" + ",\n".join(lines) + "\n}"


# inside a BibTeX field braces must balance and % starts no comment for \url; these keep an address inert
URL_IN_LATEX = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24"})
