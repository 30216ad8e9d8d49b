"""The tree as lines of text of a given width."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from pplx_notebook.document.links import Target
from pplx_notebook.document.nodes import (
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Document,
    Formula,
    Heading,
    ImageSpan,
    Item,
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
)  # fmt: skip
from pplx_notebook.views.faces.text_width import pad, raised, width_of, wrap

RULE_COLUMNS = 40
UNBACKED_SIGN = "(?)"  # behind a link that no source holds, where its address is not to be seen


@dataclass(frozen=True)
class Style:
    """Which escape sequences may be written: none by default."""

    ansi: bool = False
    links: bool = False

    def bold(self, text: str) -> str:
        """Bold, if allowed."""
        return f"\x1b[1m{text}\x1b[22m" if self.ansi and text else text

    def dim(self, text: str) -> str:
        """Dim, if allowed."""
        return f"\x1b[2m{text}\x1b[22m" if self.ansi and text else text

    def link(self, text: str, url: str) -> str:
        """An OSC 8 hyperlink, if allowed; ``url`` comes from ``safe_url`` and holds no control character."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.links and url else text


class TextWriter:
    """Writes documents as text of at most ``width`` columns (None: lines are not broken)."""

    def __init__(self, style: Style, width: int | None) -> None:
        self.style = style
        self.width = width

    def document(self, document: Document) -> str:
        """All blocks with an empty line between them, footnotes last."""
        lines = self._blocks(document.blocks, self.width)
        for number, note in enumerate(document.notes, 1):
            lines += ["", *self._hanging(f"[^{number}] ", note, self.width)]
        return "\n".join(lines).strip("\n")

    def _blocks(self, blocks: tuple[Block, ...], width: int | None, tight: bool = False) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            if lines and not tight:
                lines.append("")
            lines += self._block(block, width)
        return lines

    def _block(self, block: Block, width: int | None) -> list[str]:
        if isinstance(block, Paragraph):
            return wrap(self.spans(block.inline.spans), width)
        if isinstance(block, Heading):
            return self._heading(block, width)
        if isinstance(block, List):
            return self._list(block, width)
        if isinstance(block, Quote):
            lines = self._blocks(block.blocks, None if width is None else width - 2)
            return [f"│ {line}".rstrip() for line in lines]
        if isinstance(block, Table):
            return self._table(block, width)
        if isinstance(block, Code):
            return [f"    {line}" for line in block.content.rstrip("\n").split("\n")]
        if isinstance(block, Display):
            return [f"    {line.strip()}" for line in block.formula.content.split("\n")]
        assert isinstance(block, Rule)  # noqa: S101  # for mypy: the last kind
        return ["─" * min(width or RULE_COLUMNS, RULE_COLUMNS)]

    def _heading(self, heading: Heading, width: int | None) -> list[str]:
        lines = wrap(self.spans(heading.inline.spans), width)
        if self.style.ansi:
            return [self.style.bold(line) for line in lines]
        rule = {1: "=", 2: "-"}.get(heading.level)
        return [*lines, rule * max(map(width_of, lines))] if rule and lines != [""] else lines

    def _list(self, block: List, width: int | None) -> list[str]:
        lines: list[str] = []
        for number, item in enumerate(block.items, 1 if block.start is None else block.start):
            if lines and not item.tight:
                lines.append("")
            lines += self._item(f"{number}. " if block.ordered else "• ", item, width)
        return lines

    def _item(self, mark: str, item: Item, width: int | None) -> list[str]:
        return self._hanging(mark, item.blocks, width, item.tight)

    def _hanging(
        self, mark: str, blocks: tuple[Block, ...], width: int | None, tight: bool = False
    ) -> list[str]:
        """Blocks behind a mark, further lines indented as far."""
        indent = " " * width_of(mark)
        inner = self._blocks(blocks, None if width is None else width - len(indent), tight) or [""]
        return [(mark + inner[0]).rstrip(), *((indent + line).rstrip() for line in inner[1:])]

    def _table(self, table: Table, width: int | None) -> list[str]:
        """Columns where they fit, else one "header: cell" line each."""
        cells = [[self.spans(cell.spans) for cell in row] for row in (table.head, *table.rows)]
        columns = [
            max(width_of(line) for row in cells for line in row[at].split("\n"))
            for at in range(len(table.aligns))
        ]
        if width is not None and sum(columns) + 3 * (len(columns) - 1) > width:
            return _records(cells, width)
        head, *rows = [_lines_of(row, columns, table.aligns) for row in cells]
        rule = "─┼─".join("─" * n for n in columns)
        return [*map(self.style.bold, head), rule, *(line for row in rows for line in row)]

    def spans(self, spans: tuple[Span, ...]) -> str:
        """Spans as one run of text; line breaks that are wished for stay."""
        return "".join([self._span(span) for span in spans])

    def _span(self, span: Span) -> str:
        if isinstance(span, Text | CodeSpan | Formula):
            return span.content
        if isinstance(span, Break):
            return "\n" if span.hard else " "
        if isinstance(span, Styled):
            inner = self.spans(span.spans)
            if span.style in ("sub", "sup"):
                is_text = all(isinstance(inside, Text | Styled | Formula) for inside in span.spans)
                return raised(inner, low=span.style == "sub") if is_text else inner
            return f"\x1b[1m{inner}\x1b[22m" if span.style == "strong" and self.style.ansi else inner
        if isinstance(span, MarkerSpan):
            return self.style.link(span.text + span.mark, span.url)
        if isinstance(span, NoteMark):
            return f"[^{span.number}]"
        assert isinstance(span, Link | ImageSpan)  # noqa: S101  # for mypy: the last kinds
        shown = self.target(span.text, span.target)
        is_unbacked = self.style.links and isinstance(span, Link) and span.unbacked
        return f"{shown} {self.style.dim(UNBACKED_SIGN)}" if is_unbacked else shown

    def target(self, text: str, target: Target) -> str:
        """A link where the terminal knows them, else its address behind it."""
        if target.url and self.style.links:
            return self.style.link(text, target.url) + (f" ({target.hint})" if target.hint else "")
        shown = target.url or target.refused
        return text if shown in ("", text) else f"{text} <{shown}>"


def _lines_of(row: list[str], columns: list[int], aligns: tuple[str, ...]) -> list[str]:
    """A row as lines: more than one where a cell has breaks in it."""
    lines = zip_longest(*(cell.split("\n") for cell in row), fillvalue="")
    return [" │ ".join(map(pad, line, columns, aligns)).rstrip() for line in lines]


def _records(rows: list[list[str]], width: int) -> list[str]:
    """A table too wide for the screen: each row as lines of "header: cell"."""
    head, lines = rows[0], []
    for row in rows[1:] or [[""] * len(head)]:
        for name, cell in zip(head, row, strict=True):
            lines += wrap(f"{name}: {cell}", width)
        lines.append("")
    return lines[:-1]
