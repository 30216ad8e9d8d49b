"""Sources as CSV. Rule: no cell begins like a formula of a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

from pplx_notebook.document.clean import one_line
from pplx_notebook.exports.entries.dates import date_parts, iso
from pplx_notebook.library.sources import Source, cells_text

# how a spreadsheet would begin a formula, full-width forms included (CWE-1236)
FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
COLUMNS = (
    "number",
    "title",
    "url",
    "date",
    "cells",
    "key",
    "accessed",
    "identifiers",
    "archived_url",
    "archived_at",
)


def as_csv(sources: list[Source]) -> str:
    """``COLUMNS``, a source a row; a cell that a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, source in enumerate(sources, 1):
        date = iso(date_parts(source.dated)) or one_line(source.dated or "")
        cells, known = cells_text(source), " ".join(source.identifiers)
        page = (str(number), source.title, source.url, date, cells)
        row = (
            *page,
            source.key,
            source.accessed or "",
            known,
            source.archived_url or "",
            source.archived_at or "",
        )
        writer.writerow(["'" + value if FORMULA.match(value) else value for value in map(one_line, row)])
    return text.getvalue().rstrip("\n")
