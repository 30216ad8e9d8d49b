r"""LaTeX: one ``.tex`` file that three engines compile, ``\cite{key,key}`` for ``[n]``, BibTeX for the rest.

Rules of this file: nothing of a text is a command (``tex_text``), no formula but those of our harmless list
is typeset, an address stands in ``\href`` with what TeX would act on percent-encoded; code is letters, so
that nothing in it ends it; the only files named are the ``.bib`` and pictures of ours.
"""

from __future__ import annotations

import re

from pplx_notebook.document.links import Target
from pplx_notebook.document.nodes import (
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Formula,
    Heading,
    ImageSpan,
    Inline,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Styled,
    Table,
    Text,
    plain,
)
from pplx_notebook.exports.writeups.citing import Cited, grouped
from pplx_notebook.exports.writeups.dialects.dialect import MARK
from pplx_notebook.exports.writeups.parts import WriteUp, Written
from pplx_notebook.exports.writeups.tex.formulas import tex_formula
from pplx_notebook.exports.writeups.tex.letters import signs, tex, tex_lines
from pplx_notebook.exports.writeups.tex.preamble import preamble

_LEVELS = ("section", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_STYLES = {"em": "emph", "strong": "textbf", "s": "sout", "sub": "textsubscript", "sup": "textsuperscript"}
_IN_URL = str.maketrans(
    {"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24", "|": "%7C", '"': "%22"}
)
_SPECIAL_IN_URL = re.compile(r"[%#&_]")


def as_latex(write_up: WriteUp, bibliography: str) -> str:
    """The write-up as a LaTeX document."""
    writer = _Latex(frozenset(source.key for source in write_up.sources))
    title = tex(write_up.title)
    pieces = [writer.written(piece) for piece in write_up.pieces]
    name = bibliography.removesuffix(".bib")
    refs = rf"\bibliographystyle{{unsrtnat}}{chr(10)}\bibliography{{{name}}}" if write_up.sources else ""
    body = "\n\n".join(
        filter(None, (rf"\title{{{title}}}", r"\author{}\date{}", r"\maketitle", *pieces, refs))
    )
    declared = signs("".join(source.title for source in write_up.sources))
    return f"{preamble(MARK)}{declared}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


class _Latex:
    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def written(self, piece: Written) -> str:
        if piece.figure is not None:
            return rf"\pplxpicture{{{piece.figure.name}}}"
        notes = "\n".join(
            rf"\item[{{\textsuperscript{{{n}}}}}] {self.blocks(note)}"
            for n, note in enumerate(piece.document.notes, 1)
        )
        listed = f"\\begin{{description}}\n{notes}\n\\end{{description}}" if notes else ""
        return "\n\n".join(filter(None, (self.blocks(piece.document.blocks), listed)))

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "\n\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return self._spans(block.inline.spans)
        if isinstance(block, Heading):
            short = tex(" ".join(plain(block.inline.spans).split()))
            return rf"\{_LEVELS[block.level - 1]}[{{{short}}}]{{{self._line(block.inline)}}}"
        if isinstance(block, Code):
            return f"\\begin{{pplxcode}}\n{tex_lines(block.content.rstrip(chr(10)))}\n\\end{{pplxcode}}"
        if isinstance(block, List):
            return self._list(block)
        if isinstance(block, Quote):
            return f"\\begin{{quote}}\n{self.blocks(block.blocks)}\n\\end{{quote}}"
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Display):
            return self._formula(block.formula)
        assert isinstance(block, Rule)  # noqa: S101  # for mypy: the last kind
        return r"\begin{center}\rule{.5\linewidth}{.4pt}\end{center}"

    def _list(self, block: List) -> str:
        kind = "enumerate" if block.ordered else "itemize"
        start = 1 if block.start is None else block.start
        items = []
        for n, item in enumerate(block.items, start):
            mark = rf"\item[{n}.]" if block.ordered and start != 1 else r"\item"
            items.append(f"{mark} {self.blocks(item.blocks)}".rstrip())
        return "\n".join([rf"\begin{{{kind}}}", *items, rf"\end{{{kind}}}"])

    def _table(self, table: Table) -> str:
        rows = [[self._line(cell) for cell in row] for row in (table.head, *table.rows)]
        wide = [self._width(table, at) for at in range(len(table.head))]
        room = rf"\dimexpr\linewidth-{2 * len(wide)}\tabcolsep\relax"
        columns = "".join(
            rf">{{{_ALIGNED.get(align, _LEFT)}\arraybackslash}}p{{{width / sum(wide):.3f}{room}}}"
            for align, width in zip(table.aligns, wide, strict=True)
        )
        lines = [f"{' & '.join(row)} \\tabularnewline" for row in rows]
        return "\n".join(
            [rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}", r"\toprule", lines[0], r"\midrule", r"\endhead",
             *lines[1:], r"\bottomrule", r"\end{longtable}"]
        )  # fmt: skip

    @staticmethod
    def _width(table: Table, at: int) -> int:
        """A column's share: that of its longest cell, within reason."""
        cells = [row[at] for row in (table.head, *table.rows) if at < len(row)]
        return min(60, max(8, *(len(plain(cell.spans)) for cell in cells)))

    def _line(self, inline: Inline) -> str:
        return self._spans(inline.spans, in_line=True).replace("\n", " ")

    def _spans(self, spans: tuple[Span, ...], in_line: bool = False) -> str:
        out: list[str] = []
        for span in grouped(spans, self._known):
            if isinstance(span, Cited):
                if out and out[-1][-1:].isspace():
                    out[-1] = out[-1].rstrip()
                out.append(("~" if out else "") + rf"\cite{{{','.join(span.keys)}}}")
            else:
                out.append(self._span(span, in_line))
        return "".join(out)

    def _span(self, span: Span, in_line: bool) -> str:
        if isinstance(span, Text | MarkerSpan):
            return tex(span.content if isinstance(span, Text) else span.text)
        if isinstance(span, Styled):
            return rf"\{_STYLES[span.style]}{{{self._spans(span.spans, in_line)}}}"
        if isinstance(span, Link):
            return _linked(self._spans(span.spans, in_line), span.target)
        if isinstance(span, ImageSpan):
            return _linked(tex(span.text), span.target)
        if isinstance(span, CodeSpan):
            return rf"\texttt{{{tex(span.content)}}}"
        if isinstance(span, Formula):
            return self._formula(span, in_line)
        if isinstance(span, NoteMark):
            return rf"\textsuperscript{{{span.number}}}"
        assert isinstance(span, Break)  # noqa: S101  # for mypy: the last kind
        if not span.hard:
            return "\n"
        return " " if in_line else "\\newline\n"

    def _formula(self, formula: Formula, in_line: bool = False) -> str:
        made = tex_formula(formula.content) if formula.harmless else None
        if made is None:
            return rf"\texttt{{{tex(formula.content)}}}"
        return rf"\({made}\)" if in_line or not formula.display else f"\\[{made}\\]"


_LEFT = r"\raggedright"
_ALIGNED = {"right": r"\raggedleft", "center": r"\centering"}


def _linked(inside: str, target: Target) -> str:
    """A link, or what it says with the address that may be none."""
    if not target.url:
        return f"{inside} ({tex(target.refused)})" if target.refused else inside
    url = _SPECIAL_IN_URL.sub(r"\\\g<0>", target.url.translate(_IN_URL))
    return rf"\href{{{url}}}{{{inside}}}"
