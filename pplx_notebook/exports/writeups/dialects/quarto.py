"""Quarto, and Pandoc's Markdown, which it is: ``[@key; @key]``, resolved by citeproc in the ``.bib``.

Rules of this file: nothing is executed (``engine: markdown``, and no block of code names its language in
braces); a shortcode in code is written with a brace more, as Quarto wants it, for it would be run there, too.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from pplx_notebook.document.nodes import Code, CodeSpan, Span, Styled, plain
from pplx_notebook.exports.writeups.dialects.dialect import MARK, Dialect
from pplx_notebook.exports.writeups.dialects.escaping import quoted
from pplx_notebook.exports.writeups.parts import WriteUp
from pplx_notebook.views.faces.markdown_blocks import LinePlace

_SHORTCODE = re.compile(r"\{\{<|>\}\}")


def as_quarto(write_up: WriteUp, bibliography: str) -> str:
    """The write-up as a ``.qmd`` file."""
    return _Quarto(write_up, bibliography).whole()


def as_pandoc(write_up: WriteUp, bibliography: str) -> str:
    """The same for Pandoc alone, which has no shortcodes."""
    return _Pandoc(write_up, bibliography).whole()


class _Pandoc(Dialect):
    line_break = " "  # a cell is a line there

    def __init__(self, write_up: WriteUp, bibliography: str) -> None:
        super().__init__(write_up)
        self._bibliography = bibliography

    def head(self) -> str:
        given = [f"title: {quoted(self.write_up.title)}", "engine: markdown"]
        if self.write_up.sources:
            given += [f"bibliography: {quoted(self._bibliography)}", "link-citations: true"]
        return "\n".join(["---", f"# {MARK}", *given, "---"])

    def citation(self, keys: tuple[str, ...]) -> str:
        return f"[{'; '.join(f'@{key}' for key in keys)}]"

    def foot(self) -> str:
        return "## References\n\n::: {#refs}\n:::" if self.write_up.sources else ""

    def style(self, span: Styled) -> tuple[str, str]:
        mark = {"sub": "~", "sup": "^"}.get(span.style)
        if mark is None:
            return super().style(span)
        return (mark, mark) if " " not in plain(span.spans) else ("", "")


class _Quarto(_Pandoc):
    def cell_code(self, code: Code) -> str:
        return super().cell_code(replace(code, content=_escaped(code.content)))

    def piece(self, span: Span, place: LinePlace) -> str:
        if isinstance(span, CodeSpan):
            span = CodeSpan(_escaped(span.content))
        return super().piece(span, place)


def _escaped(code: str) -> str:
    """Code whose shortcodes are shown."""
    return _SHORTCODE.sub(lambda found: "{{{<" if found[0] == "{{<" else ">}}}", code)
