"""The formats by the names the command line knows; a new format is one file, one line here and its name in
``format_names``."""

from __future__ import annotations

from collections.abc import Callable

from pplx_notebook.exports.biblatex import as_biblatex
from pplx_notebook.exports.bibtex import as_bibtex
from pplx_notebook.exports.csl import as_csl
from pplx_notebook.exports.csv import as_csv
from pplx_notebook.exports.markdown import as_markdown
from pplx_notebook.exports.ris import as_ris
from pplx_notebook.exports.table import as_table
from pplx_notebook.exports.text import as_text
from pplx_notebook.library.sources import Source

FORMATS: dict[str, Callable[[list[Source]], str]] = {
    "table": as_table,
    "text": as_text,
    "bibtex": as_bibtex,
    "biblatex": as_biblatex,
    "ris": as_ris,
    "csl": as_csl,
    "csv": as_csv,
    "markdown": as_markdown,
}
