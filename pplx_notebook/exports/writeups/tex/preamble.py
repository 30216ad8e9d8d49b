r"""What stands before the text of a LaTeX file.

Rules of this file: pdfLaTeX, XeLaTeX and LuaLaTeX all compile it, for journals ask for the first and only the
others print every script; packages beyond LaTeX's recommended ones are used where they are, and done without
where not. References are natbib's and a BibTeX style, which every journal's class and arXiv have (biber is
missing from both more often). A script no font is there for is a box and a warning in the log, never a gap
nobody sees.
"""

from __future__ import annotations

from importlib.resources import files


def preamble(mark: str) -> str:
    """Everything up to ``\\begin{document}``; its first line holds ``mark``."""
    text = files("pplx_notebook.exports.writeups.tex").joinpath("preamble.tex").read_text("utf-8")
    return text.replace("@MARK@", mark)
