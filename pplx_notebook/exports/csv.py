"""Sources as CSV. Rule: no cell begins like a formula of a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

from pplx_notebook.document.clean import one_line
from pplx_notebook.library.sources import Source, cells_text

# how a spreadsheet would begin a formula, full-width forms included (CWE-1236)
FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")


def as_csv(sources: list[Source]) -> str:
    """``number,title,url,date,cells``; a cell that a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("number", "title", "url", "date", "cells"))
    for n, s in enumerate(sources, 1):
        row = (str(n), s.title, s.url, one_line(s.dated or ""), cells_text(s))
        writer.writerow(["'" + value if FORMULA.match(value) else value for value in row])
    return text.getvalue().rstrip("\n")
