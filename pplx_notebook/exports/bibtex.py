"""Sources as BibTeX. Rule: text from the web never becomes a LaTeX command."""

from __future__ import annotations

import re

from pplx_notebook.document.links import host
from pplx_notebook.library.sources import Source, cells_text

LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$",
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
        "url": source.url.translate(URL_IN_LATEX),
        "note": f"cells {cells_text(source)}",
    }
    if year := re.match(r"([0-9]{4})", source.date or ""):
        fields["year"] = year.group(1)
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{site or 'source'}{number},\n" + ",\n".join(lines) + "\n}"


# inside a BibTeX field braces must balance and % starts no comment for \url; these keep an address inert
URL_IN_LATEX = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24"})
