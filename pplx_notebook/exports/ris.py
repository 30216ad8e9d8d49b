"""Sources as RIS, for Zotero, EndNote, Mendeley. Rule: a field is one line, so that no title begins a tag."""

from __future__ import annotations

import re

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host
from pplx_notebook.library.sources import Source, cells_text

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def as_ris(sources: list[Source]) -> str:
    """One ``ELEC`` (web page) entry a source, in the order of the list."""
    return "\n".join(ris_entry(source) for source in sources)


def ris_entry(source: Source) -> str:
    """One entry: title, address, date and the cells that cite it."""
    fields = [
        ("TY", "ELEC"),
        ("TI", one_line(source.title) or host(source.url)),
        *([("UR", source.url)] if source.url else []),
        *dates(source.dated or ""),
        *([("N1", f"cells {cells_text(source)}")] if source.cells else []),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in fields)


def dates(date: str) -> list[tuple[str, str]]:
    """The year, and the date as RIS writes it (``2024/03/02/``) where the month is known."""
    found = DATE.match(date)
    if not found:
        return []
    year, month, day = found.groups(default="")
    return [("PY", year), *([("DA", f"{year}/{month}/{day}/")] if month else [])]
