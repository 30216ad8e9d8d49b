"""Every source cited in a notebook, once, with its cells; as table, BibTeX, CSL, CSV or Markdown.

Rules of this file: text from the web never becomes a command of the format it is written to (LaTeX,
spreadsheet formulas, Markdown); only http and https addresses are written as links.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host, safe_url
from pplx_notebook.document.parser import read
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.saved import answers_in_notebook
from pplx_notebook.views.faces.text_width import pad, width_of


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One page cited in a notebook. ``cells`` counts from 1; ``date`` is as the server sent it."""

    url: str
    title: str
    date: str | None
    cells: tuple[int, ...]


def sources_in_notebook(path: str | Path) -> list[Source]:
    """The sources of all answers in a notebook, in order of first use; OSError, ValueError as reading it."""
    return collect(answers_in_notebook(path))


def collect(answers: Iterable[tuple[int, Answer]]) -> list[Source]:
    """One ``Source`` per page: http and https, a trailing slash and a fragment make no other page."""
    found: dict[str, Source] = {}
    for cell, answer in answers:
        dates = {r.url: r.date or r.last_updated for r in answer.search_results}
        titles = {r.url: r.title for r in answer.search_results}
        for citation in cited_in(answer):
            url = safe_url(citation.url)
            if url is None:
                continue
            key = page_key(url)
            known = found.get(key)
            title = one_line(citation.title or titles.get(citation.url, ""))
            found[key] = Source(
                url=known.url if known else url,
                title=(known.title if known else "") or title,
                date=(known.date if known else None) or dates.get(citation.url),
                cells=tuple(dict.fromkeys((*(known.cells if known else ()), cell))),
            )
    return list(found.values())


def cited_in(answer: Answer) -> list[Citation]:
    """What the text points to, as the "Citations" table shows; all the server lists if no marker does."""
    pointed_to = {source.url for source in read(answer.text, answer).cited}
    return [c for c in answer.citations if not pointed_to or safe_url(c.url) in pointed_to]


def page_key(url: str) -> str:
    """What two addresses of the same page share."""
    parts = urlsplit(url)
    return urlunsplit(("", parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def cells_text(source: Source) -> str:
    """ "3, 7" for the cells that cite it."""
    return ", ".join(map(str, source.cells))


def as_table(sources: list[Source]) -> str:
    """Columns for a terminal: number, cells, title, address."""
    rows = [
        (str(n), cells_text(s), one_line(s.title or host(s.url), 60), s.url) for n, s in enumerate(sources, 1)
    ]
    rows.insert(0, ("no", "cells", "title", "url"))
    widths = [max(width_of(row[i]) for row in rows) for i in range(3)]
    return "\n".join("  ".join((*(pad(row[i], widths[i]) for i in range(3)), row[3])) for row in rows)


MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|!~$&])")


def as_markdown(sources: list[Source]) -> str:
    """A numbered list of links."""
    return "\n".join(
        f"{n}. [{markdown_text(s.title or host(s.url))}](<{s.url}>) (cells {cells_text(s)})"
        for n, s in enumerate(sources, 1)
    )


def markdown_text(text: str) -> str:
    """The text with everything Markdown would act on escaped."""
    return MARKDOWN_SPECIAL.sub(r"\\\1", text)


# how a spreadsheet would begin a formula, full-width forms included (CWE-1236)
FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")


def as_csv(sources: list[Source]) -> str:
    """``number,title,url,date,cells``; a cell that a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("number", "title", "url", "date", "cells"))
    for n, s in enumerate(sources, 1):
        row = (str(n), s.title, s.url, one_line(s.date or ""), cells_text(s))
        writer.writerow(["'" + value if FORMULA.match(value) else value for value in row])
    return text.getvalue().rstrip("\n")


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
    if year := re.match(r"(\d{4})", source.date or ""):
        fields["year"] = year.group(1)
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{site or 'source'}{number},\n" + ",\n".join(lines) + "\n}"


# inside a BibTeX field braces must balance and % starts no comment for \url; these keep an address inert
URL_IN_LATEX = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24"})


def as_csl(sources: list[Source]) -> str:
    """CSL-JSON, the list reference managers import."""
    items = [csl_item(n, source) for n, source in enumerate(sources, 1)]
    return json.dumps(items, ensure_ascii=False, indent=1)


def csl_item(number: int, source: Source) -> dict[str, object]:
    """One web page in CSL's own field names."""
    item: dict[str, object] = {
        "id": f"source-{number}",
        "type": "webpage",
        "title": source.title or host(source.url),
        "URL": source.url,
        "note": f"cells {cells_text(source)}",
    }
    if parts := re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", source.date or ""):
        item["issued"] = {"date-parts": [[int(part) for part in parts.groups() if part]]}
    return item


FORMATS: dict[str, Callable[[list[Source]], str]] = {
    "table": as_table,
    "bibtex": as_bibtex,
    "csl": as_csl,
    "csv": as_csv,
    "markdown": as_markdown,
}
