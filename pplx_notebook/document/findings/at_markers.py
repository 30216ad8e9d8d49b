"""The tree of a text with what was found at its markers; everything else in it stays as it was."""

from __future__ import annotations

from msgspec.structs import replace

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.nodes import (
    Block,
    Document,
    Heading,
    Inline,
    Item,
    Link,
    List,
    MarkerSpan,
    Paragraph,
    Quote,
    Span,
    Styled,
    Table,
    markers,
)


def with_findings(document: Document, findings: Findings) -> Document:
    """The document with what was found; its markers are counted in the order of ``nodes.markers``."""
    if len(findings.markers) != sum(1 for _ in markers(document)):
        return replace(document, findings=findings)  # not the text that was checked
    walk = _Walk(findings)
    blocks = walk.blocks(document.blocks)
    notes = tuple(walk.blocks(note) for note in document.notes)
    return replace(document, blocks=blocks, notes=notes, findings=findings)


class _Walk:
    """Counts the markers while it goes."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.place = 0

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple([self.block(block) for block in blocks])

    def block(self, block: Block) -> Block:
        if isinstance(block, Heading | Paragraph):
            return replace(block, inline=self.inline(block.inline))
        if isinstance(block, Quote):
            return replace(block, blocks=self.blocks(block.blocks))
        if isinstance(block, List):
            return replace(block, items=tuple(Item(self.blocks(item.blocks)) for item in block.items))
        if isinstance(block, Table):
            head = tuple(map(self.inline, block.head))
            return replace(block, head=head, rows=tuple(tuple(map(self.inline, row)) for row in block.rows))
        return block

    def inline(self, inline: Inline) -> Inline:
        before = self.place
        spans = self.spans(inline.spans)
        if self.place == before:
            return inline
        return Inline(inline.source, lambda _: spans, unfinished=inline.unfinished)

    def spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple([self.span(span) for span in spans])

    def span(self, span: Span) -> Span:
        if isinstance(span, MarkerSpan):
            found = self.findings.of_marker(self.place, span.source.number)
            self.place += 1
            return replace(span, finding=found)
        if isinstance(span, Styled | Link):
            return replace(span, spans=self.spans(span.spans))
        return span
