"""What the dialects of Markdown share: keys instead of markers, footnotes of their own, pictures by name.

A dialect is this walker with ``citation`` and what its tools read otherwise. Each piece has its own letters
in front of its footnotes' numbers, so that those of two answers are two.
"""

from __future__ import annotations

from pplx_notebook.document.links import Target
from pplx_notebook.document.nodes import (
    Block,
    Code,
    Display,
    Formula,
    ImageSpan,
    MarkerSpan,
    NoteMark,
    Rule,
    Span,
)
from pplx_notebook.exports.writeups.citing import Cited, grouped
from pplx_notebook.exports.writeups.dialects.escaping import plain_text
from pplx_notebook.exports.writeups.parts import Figure, WriteUp, Written
from pplx_notebook.exports.writeups.tex.formulas import within
from pplx_notebook.views.faces.markdown_blocks import LinePlace, MarkdownBlocks, code_span, fence

MARK = "written by pplx-notebook"  # a file that holds it may be written over


class Dialect(MarkdownBlocks):
    """A write-up as Markdown of one kind."""

    display_in_line = True  # whether $$ may stand in a line
    apart = True  # whether a blank stands before a citation

    def __init__(self, write_up: WriteUp) -> None:
        self.write_up = write_up
        self._known = frozenset(source.key for source in write_up.sources)
        self._piece = 0
        self._at_start = True

    def whole(self) -> str:
        """The whole file."""
        pieces = [self._written(number, piece) for number, piece in enumerate(self.write_up.pieces, 1)]
        return "\n\n".join(filter(None, (self.head(), *pieces, self.foot()))) + "\n"

    def head(self) -> str:
        """What stands in front."""
        raise NotImplementedError

    def foot(self) -> str:
        """What stands behind: where the references are."""
        raise NotImplementedError

    def citation(self, keys: tuple[str, ...]) -> str:
        """A citation of pages of the ``.bib``."""
        raise NotImplementedError

    def cell_code(self, code: Code) -> str:
        """A block of code."""
        return fence(code)

    def title(self) -> str:
        """The title as text of this dialect."""
        return plain_text(self.write_up.title, at_start=False)

    def block(self, block: Block) -> str:
        """One block."""
        if isinstance(block, Code):
            return self.cell_code(block)
        if isinstance(block, Display):
            return self.display(block.formula)
        return "* * *" if isinstance(block, Rule) else super().block(block)

    def write(self, spans: tuple[Span, ...], out: list[str], place: LinePlace) -> None:
        """Spans, markers in groups."""
        for span in grouped(spans, self._known):
            before = next((piece for piece in reversed(out) if piece), "\n")
            self._at_start = before.endswith("\n")
            if isinstance(span, Cited):
                apart = " " if self.apart and before[-1:].strip() else ""
                self.then(out, apart + self.citation(span.keys))
            else:
                super().write((span,), out, place)

    def piece(self, span: Span, place: LinePlace) -> str:
        """A span that holds no others."""
        if isinstance(span, NoteMark):
            return f"[^{self._note(span.number)}]"
        if isinstance(span, ImageSpan) and not span.target.url:
            return self.text(span.text, place)  # a file beside the notebook, or refused
        if isinstance(span, MarkerSpan):
            return self.text(span.text, place)
        return super().piece(span, place)

    def text(self, content: str, place: LinePlace) -> str:
        """Letters."""
        return plain_text(content, at_start=self._at_start and not place.in_line)

    def link(self, inside: str, target: Target, note: str) -> str:  # noqa: ARG002  # the face's
        """A link without the host behind it, which a paper's reader sees anyway."""
        if not target.url:
            refused = self.text(target.refused, LinePlace(in_line=True))
            return f"{inside} ({refused})" if refused else inside
        return f"[{inside}](<{target.url}>)"

    def formula(self, formula: Formula, in_cell: bool = False) -> str:
        """A formula of a line between dollars; one that may do harm, or would be cut there, as code."""
        content = within(formula.content) if formula.harmless else formula.content.replace("\n", " ")
        if not formula.harmless or "$" in content or (in_cell and "|" in content):
            return code_span(content)
        mark = "$$" if formula.display and self.display_in_line and not in_cell else "$"
        return f"{mark}{content}{mark}"

    def display(self, formula: Formula) -> str:
        """A formula that owns its lines."""
        content = within(formula.content)
        return f"$$\n{content}\n$$" if formula.harmless and "$" not in content else self.formula(formula)

    def then(self, out: list[str], piece: str) -> None:
        """A bracket or a colon behind a citation or a link makes no other one of it."""
        before = next((piece for piece in reversed(out) if piece), "")
        super().then(out, f"\\{piece}" if piece[:1] in ("(", ":") and before[-1:] in ("]", "`") else piece)

    def figure(self, figure: Figure) -> str:
        """A picture of ours by its name."""
        return f"![output]({figure.name})"

    def _written(self, number: int, piece: Written) -> str:
        self._piece = number
        if piece.figure is not None:
            return self.figure(piece.figure)
        notes = [
            self.hanging(f"[^{self._note(at)}]: ", note) for at, note in enumerate(piece.document.notes, 1)
        ]
        return "\n\n".join(filter(None, (self.blocks(piece.document.blocks), *notes)))

    def _note(self, number: int) -> str:
        return f"n{self._piece}-{number}"
