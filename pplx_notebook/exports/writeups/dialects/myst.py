"""MyST, for Sphinx (with sphinxcontrib-bibtex), Jupyter Book and mystmd: ``{cite}`key,key```.

Rules of this file: nothing of a text is a role, a directive, a comment or a target (``escaping``); a block of
code names a language only where Pygments reads it without a fault, else Sphinx would say so of each.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from pplx_notebook.document.nodes import Code, Styled, plain
from pplx_notebook.exports.writeups.dialects.dialect import MARK, Dialect
from pplx_notebook.exports.writeups.parts import WriteUp
from pplx_notebook.views.faces.highlight import coloured_language

_IN_ROLE = re.compile(r"[A-Za-z0-9+ ]+")


def as_myst(write_up: WriteUp, bibliography: str) -> str:
    """The write-up as a MyST file."""
    return _Myst(write_up, bibliography).whole()


class _Myst(Dialect):
    display_in_line = False

    def __init__(self, write_up: WriteUp, bibliography: str) -> None:
        super().__init__(write_up)
        self._bibliography = bibliography

    def head(self) -> str:
        return f"% {MARK}\n\n# {self.title()}"

    def citation(self, keys: tuple[str, ...]) -> str:
        return f"{{cite}}`{','.join(keys)}`"

    def foot(self) -> str:
        if not self.write_up.sources:
            return ""
        return f"## References\n\n```{{bibliography}} {self._bibliography}\n:filter: docname in docnames\n```"

    def cell_code(self, code: Code) -> str:
        return super().cell_code(replace(code, info=coloured_language(code.content, code.info)))

    def style(self, span: Styled) -> tuple[str, str]:
        if span.style == "s":
            return "<s>", "</s>"
        if span.style in ("sub", "sup") and _IN_ROLE.fullmatch(plain(span.spans)):
            return f"{{{span.style}}}`", "`"
        return super().style(span)
