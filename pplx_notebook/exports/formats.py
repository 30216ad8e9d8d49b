"""The formats by the names the command line knows; a new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable

from pplx_notebook.exports.biblatex import as_biblatex
from pplx_notebook.exports.bibtex import as_bibtex
from pplx_notebook.exports.csl import as_csl
from pplx_notebook.exports.csv import as_csv
from pplx_notebook.exports.markdown import as_markdown
from pplx_notebook.exports.ris import as_ris
from pplx_notebook.exports.table import as_table
from pplx_notebook.library.sources import Source

FORMATS: dict[str, Callable[[list[Source]], str]] = {
    "table": as_table,
    "bibtex": as_bibtex,
    "biblatex": as_biblatex,
    "ris": as_ris,
    "csl": as_csl,
    "csv": as_csv,
    "markdown": as_markdown,
}
