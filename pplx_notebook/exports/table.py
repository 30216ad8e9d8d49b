"""Sources as a table of a terminal."""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host
from pplx_notebook.library.sources import Source, cells_text
from pplx_notebook.views.faces.text_width import pad, width_of


def as_table(sources: list[Source]) -> str:
    """Columns for a terminal: number, cells, title, address."""
    rows = [
        (str(n), cells_text(s), one_line(s.title or host(s.url), 60), s.url) for n, s in enumerate(sources, 1)
    ]
    rows.insert(0, ("no", "cells", "title", "url"))
    widths = [max(width_of(row[i]) for row in rows) for i in range(3)]
    return "\n".join("  ".join((*(pad(row[i], widths[i]) for i in range(3)), row[3])) for row in rows)
