"""The tree a text is read into: what every face is a walker of.

Blocks hold blocks or ``Inline``; an ``Inline`` holds spans, which are read when somebody looks at them for
the first time (a growing text is looked at over and over, and only what is new is read). Every address has
gone through the gate when its node was made: ``Target.url`` may be a link, ``Target.refused`` is text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import msgspec

from pplx_notebook.document.findings.values import Finding, Findings
from pplx_notebook.document.links import Target
from pplx_notebook.document.source_rows import SourceRow


class Text(msgspec.Struct, frozen=True, gc=False):
    """Letters to be shown as they are."""

    content: str


class Break(msgspec.Struct, frozen=True, gc=False):
    """The end of a line: one the author wished for if ``hard``, else white space."""

    hard: bool


class CodeSpan(msgspec.Struct, frozen=True, gc=False):
    """Code in a line."""

    content: str


class Formula(msgspec.Struct, frozen=True, gc=False):
    """TeX without its marks; only a ``harmless`` one may reach a typesetter."""

    content: str
    display: bool
    harmless: bool


class Styled(msgspec.Struct, frozen=True):
    """Emphasis, or letters that stand low (``sub``) or high; ``markup`` is how it was written."""

    style: Literal["em", "strong", "s", "sub", "sup"]
    spans: tuple[Span, ...]
    markup: str


class Link(msgspec.Struct, frozen=True):
    """A link, or what it says where its address was refused; ``text`` is what a reader sees of its spans.
    ``unbacked``: the answer has sources, and none of them holds this address."""

    spans: tuple[Span, ...]
    text: str
    target: Target
    title: str = ""
    unbacked: bool = False


UNBACKED = "not among the sources"  # what a reader is told of such a link


class ImageSpan(msgspec.Struct, frozen=True):
    """A picture: a link to it with its description, never fetched."""

    text: str
    target: Target
    title: str = ""


class MarkerSpan(msgspec.Struct, frozen=True):
    """A citation marker as it was written, the source it points to, and what a check found, if there was
    one."""

    text: str
    source: SourceRow
    finding: Finding | None = None

    @property
    def url(self) -> str:
        """Where it leads: to the passage, where that is known, else to the page."""
        return (self.finding.link if self.finding is not None else "") or self.source.url

    @property
    def mark(self) -> str:
        """What stands behind it."""
        return self.finding.mark if self.finding is not None else ""


class NoteMark(msgspec.Struct, frozen=True, gc=False):
    """The number of a footnote."""

    number: int


Span: TypeAlias = Text | Break | CodeSpan | Formula | Styled | Link | ImageSpan | MarkerSpan | NoteMark


class Inline:
    """A run of spans. ``source`` is its Markdown: equal sources that are finished and hold no footnote mark
    read alike; ``unfinished`` while the next character may still belong to it."""

    __slots__ = ("_read", "_spans", "source", "unfinished")

    def __init__(
        self, source: str, read: Callable[[Inline], tuple[Span, ...]], *, unfinished: bool = False
    ) -> None:
        self.source = source
        self.unfinished = unfinished
        self._read = read
        self._spans: tuple[Span, ...] | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """What it holds, read at the first look."""
        if self._spans is None:
            self._spans = self._read(self)
        return self._spans


class Heading(msgspec.Struct, frozen=True):
    """A heading of level 1 to 6."""

    level: int
    inline: Inline


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph; a ``tight`` one stands in a list without empty lines."""

    inline: Inline
    tight: bool = False


class Code(msgspec.Struct, frozen=True):
    """A code block; ``info`` is what stands behind its opening fence, ``unfinished`` while it is written."""

    content: str
    info: str
    unfinished: bool = False


class Rule(msgspec.Struct, frozen=True):
    """A line across."""


class Display(msgspec.Struct, frozen=True):
    """A formula that owns its lines."""

    formula: Formula


class Quote(msgspec.Struct, frozen=True):
    """A quotation."""

    blocks: tuple[Block, ...]


class Item(msgspec.Struct, frozen=True):
    """An item of a list."""

    blocks: tuple[Block, ...]

    @property
    def tight(self) -> bool:
        """Whether it begins with a paragraph of a tight list."""
        return bool(self.blocks) and isinstance(self.blocks[0], Paragraph) and self.blocks[0].tight


class List(msgspec.Struct, frozen=True):
    """A list; ``start`` is the first number if that is not 1."""

    items: tuple[Item, ...]
    ordered: bool
    start: int | None = None


class Table(msgspec.Struct, frozen=True):
    """A table; ``aligns`` holds "left", "right", "center" or "" for each column."""

    aligns: tuple[str, ...]
    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


Block: TypeAlias = Heading | Paragraph | Code | Rule | Display | Quote | List | Table


class Document(msgspec.Struct, frozen=True):
    """A text that was read: its top-level blocks, each footnote in the order they are pointed to (empty for
    one that is not written), what the markers point to, by number, what a reader should know of how it
    was read, and what a check found, if there was one."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...] = ()
    cited: tuple[SourceRow, ...] = ()
    notices: tuple[str, ...] = ()
    findings: Findings | None = None


def markers(document: Document) -> Iterator[MarkerSpan]:
    """All citation markers of a document, in reading order, those in its footnotes last."""
    return _markers((document.blocks, document.notes))


def _markers(node: object) -> Iterator[MarkerSpan]:
    if isinstance(node, MarkerSpan):
        yield node
    elif isinstance(node, tuple):
        for inner in node:
            yield from _markers(inner)
    elif isinstance(node, Inline):
        yield from _markers(node.spans)
    elif isinstance(node, Heading | Paragraph):
        yield from _markers(node.inline)
    elif isinstance(node, Quote | Item):
        yield from _markers(node.blocks)
    elif isinstance(node, List):
        yield from _markers(node.items)
    elif isinstance(node, Table):
        yield from _markers((node.head, node.rows))
    elif isinstance(node, Styled | Link):
        yield from _markers(node.spans)


def plain(spans: tuple[Span, ...]) -> str:
    """What a reader sees of spans, without markup."""
    return "".join([_plain(span) for span in spans])


def _plain(span: Span) -> str:
    if isinstance(span, Text | CodeSpan | Formula):
        return span.content
    if isinstance(span, Styled):
        return plain(span.spans)
    if isinstance(span, Link | ImageSpan | MarkerSpan):
        return span.text
    return " " if isinstance(span, Break) else ""
