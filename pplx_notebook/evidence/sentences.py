"""An answer's sentences, each with the citations that stand behind it.

Rules of this file: code blocks, formulas on lines of their own, headings and rules are no sentences; a list
is read item by item, a table row by row as "Header: cell; …". A marker belongs to the sentence it stands in
or right behind: "in the 1990s.[1] Ruby is" gives it to the first. A sentence without one may be covered by
a marker at the end of its paragraph, which nobody can know: those are ``later``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, TypeAlias

from pplx_notebook.document.nodes import (
    Block,
    Break,
    CodeSpan,
    Document,
    Formula,
    ImageSpan,
    Inline,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Span,
    Styled,
    Table,
    plain,
)
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.evidence.splitting import split_line
from pplx_notebook.evidence.stops import ATOM, MARKER
from pplx_notebook.frames import Frame, Kind
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.row import Row

_GAP = re.compile(r" ([.,;:])(?= |\Z)")
_LEFT_OVER = re.compile(r"(?<=[.!?…。！？])[ ,;]+\Z")  # what stood between markers

Part: TypeAlias = Literal["paragraph", "item", "row", "quote"]


class Sentence(Row, frozen=True, kw_only=True):
    """One sentence of an answer: ``text`` without markup and markers, ``citations`` that stand behind it, as
    the text points to them.

    ``later`` are those of its paragraph that stand behind a later sentence, and may be meant for this one,
    too; () for a sentence with its own. ``part`` is where it stands: "paragraph", "item", "row" or "quote".
    """

    text: str
    citations: tuple[Citation, ...] = ()
    later: tuple[Citation, ...] = ()
    part: Part = "paragraph"

    @property
    def announces(self) -> bool:
        """Whether it only says what comes below: it ends in a colon, and claims nothing of its own."""
        return self.text.rstrip("*_ ").endswith((":", "："))


Marked: TypeAlias = tuple[Sentence, tuple[MarkerSpan, ...]]


class Sentences(Frame[Sentence]):
    """Sentences in reading order; in a data frame ``citations`` and ``later`` are lists of numbers."""

    columns: ClassVar[Mapping[str, Kind]] = {
        "text": "text",
        "citations": "counts",
        "later": "counts",
        "part": "text",
    }

    def cell(self, row: Any, column: str) -> Any:
        """What a row says in a column."""
        value = getattr(row, column)
        return [citation.number for citation in value] if self.columns[column] == "counts" else value

    def __str__(self) -> str:
        return "\n".join(f"{s.text}{''.join(f'[{c.number}]' for c in s.citations)}" for s in self)

    __repr__ = __str__


def sentences_of(answer: Answer) -> Sentences:
    """The sentences of the answer's text, in reading order, those of its footnotes last."""
    return sentences_in(read_markdown(answer.text, answer))


def uncited_of(answer: Answer) -> Sentences:
    """The sentences without a citation of their own; those that only announce what follows are left out."""
    return Sentences(s for s in sentences_of(answer) if not s.citations and not s.announces)


def sentences_in(document: Document) -> Sentences:
    """The sentences of a text that was read."""
    return Sentences(sentence for sentence, _ in with_markers(document))


def with_markers(document: Document) -> Iterator[Marked]:
    """Each sentence of a text with the markers that stand in it, as they stand in the tree."""
    for block in (*document.blocks, *(block for note in document.notes for block in note)):
        yield from _of_block(block, "paragraph")


def _of_block(block: Block, part: Part) -> Iterator[Marked]:
    if isinstance(block, Paragraph):
        for line in _Lines(block.inline).lines:
            yield from _cited(line, part)
    elif isinstance(block, List):
        for item in block.items:
            for inner in item.blocks:
                yield from _of_block(inner, "item")
    elif isinstance(block, Quote):
        for inner in block.blocks:
            yield from _of_block(inner, "quote")
    elif isinstance(block, Table):
        yield from _rows(block)


def _rows(table: Table) -> Iterator[Marked]:
    """A row as "Header: cell; Header: cell", empty cells left out."""
    names = [" ".join(plain(_unmarked(cell.spans)).split()) for cell in table.head]
    for row in table.rows:
        cells: list[str] = []
        markers: list[MarkerSpan] = []
        for name, cell in zip(names, row, strict=False):
            line = _joined(_Lines(cell).lines)
            text, found = line.told()
            markers += found
            if text:
                cells.append(f"{name}: {text}" if name else text)
        if cells:
            yield Sentence(text="; ".join(cells), citations=_citations(markers), part="row"), tuple(markers)


def _cited(line: _Line, part: Part) -> Iterator[Marked]:
    """The sentences of a line, each with its own citations, else with those that come later."""
    pieces = list(line.pieces())
    later: tuple[Citation, ...] = ()
    found: list[Marked] = []
    for text, markers in reversed(pieces):
        citations = _citations(markers)
        if text:
            others = () if citations else later
            found.append((Sentence(text=text, citations=citations, later=others, part=part), markers))
        later = citations or later
    yield from reversed(found)


class _Line:
    """Flat text in which a marker and a piece of code are one character each, and what those stand for."""

    def __init__(self) -> None:
        self.flat: list[str] = []
        self.held: list[str | MarkerSpan] = []

    def pieces(self) -> Iterator[tuple[str, tuple[MarkerSpan, ...]]]:
        """(text, markers) of each sentence; markers in front of the first word belong to it."""
        at = 0
        for flat in split_line("".join(self.flat)):
            count = flat.count(MARKER) + flat.count(ATOM)
            yield _told(flat, self.held[at : at + count])
            at += count

    def told(self) -> tuple[str, tuple[MarkerSpan, ...]]:
        """All of it: (text, markers)."""
        return _told("".join(self.flat), self.held)


def _told(flat: str, held: list[str | MarkerSpan]) -> tuple[str, tuple[MarkerSpan, ...]]:
    """The words of flat text, and the markers in it."""
    things = iter(held)
    shown = [next(things) if char in (MARKER, ATOM) else char for char in flat]
    text = "".join([thing for thing in shown if isinstance(thing, str)])
    return _tidy(text), tuple(thing for thing in shown if isinstance(thing, MarkerSpan))


def _tidy(text: str) -> str:
    """One space at a time, none where a marker left one in front of a stop."""
    words = " ".join(text.split())
    return _LEFT_OVER.sub("", _GAP.sub(r"\1", words))


class _Lines:
    """The lines of an inline, broken where its author broke them for good."""

    def __init__(self, inline: Inline) -> None:
        self.lines = [_Line()]
        self._walk(inline.spans)

    def _walk(self, spans: tuple[Span, ...]) -> None:
        for span in spans:
            line = self.lines[-1]
            if isinstance(span, MarkerSpan):
                line.flat.append(MARKER)
                line.held.append(span)
            elif isinstance(span, CodeSpan | Formula):
                line.flat.append(ATOM)
                line.held.append(span.content)
            elif isinstance(span, Styled | Link):
                self._walk(span.spans)
            elif isinstance(span, Break) and span.hard:
                self.lines.append(_Line())
            elif not isinstance(span, NoteMark | ImageSpan):
                line.flat.append(_without_signs(plain((span,))))


def _joined(lines: list[_Line]) -> _Line:
    whole = _Line()
    for line in lines:
        whole.flat += [*line.flat, " "]
        whole.held += line.held
    return whole


def _unmarked(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(span for span in spans if not isinstance(span, MarkerSpan))


def _citations(markers: Iterable[MarkerSpan]) -> tuple[Citation, ...]:
    """What markers point to, each once."""
    sources = dict.fromkeys(span.source for span in markers)
    return tuple(Citation(number=s.number or 0, url=s.url, title=s.title) for s in sources)


def _without_signs(text: str) -> str:
    return text.replace(MARKER, "\ufffd").replace(ATOM, "\ufffd")
