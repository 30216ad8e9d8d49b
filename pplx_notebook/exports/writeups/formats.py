"""The formats of write-ups by the names of the command line; a new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from pplx_notebook.exports.writeups.dialects.gfm import as_gfm
from pplx_notebook.exports.writeups.dialects.myst import as_myst
from pplx_notebook.exports.writeups.dialects.quarto import as_pandoc, as_quarto
from pplx_notebook.exports.writeups.parts import WriteUp
from pplx_notebook.exports.writeups.tex.latex import as_latex

FormatName = Literal["myst", "quarto", "latex", "markdown", "docx"]


class WriteUpFormat(msgspec.Struct, frozen=True):
    """One format: the ``ending`` of its file and what writes the text (the second argument is the name of the
    ``.bib``); ``by_pandoc``: the text is for Pandoc to make the file of."""

    ending: str
    write: Callable[[WriteUp, str], str]
    by_pandoc: bool = False


WRITE_UPS: dict[FormatName, WriteUpFormat] = {
    "myst": WriteUpFormat(".md", as_myst),
    "quarto": WriteUpFormat(".qmd", as_quarto),
    "latex": WriteUpFormat(".tex", as_latex),
    "markdown": WriteUpFormat(".md", as_gfm),
    "docx": WriteUpFormat(".docx", as_pandoc, by_pandoc=True),
}
