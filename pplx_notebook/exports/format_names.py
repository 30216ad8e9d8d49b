"""The formats by name, for those who offer them before anything is written: none of them loads here."""

from __future__ import annotations

FORMAT_NAMES = ("table", "text", "bibtex", "biblatex", "ris", "csl", "csv", "markdown")
TITLES = {"bibtex": "BibTeX", "biblatex": "BibLaTeX", "ris": "RIS", "csl": "CSL-JSON"}
"""Those that other programs import, as a heading names them."""
