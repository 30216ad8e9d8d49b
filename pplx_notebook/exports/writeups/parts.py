"""A write-up before it is written: what it says in order, in the typed tree every face is a walker of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from pplx_notebook.document.endings import trouble
from pplx_notebook.document.nodes import (
    Block,
    Code,
    Document,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Styled,
    Text,
)
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.exports.writeups.citing import Cited, key_of_url, unpointed
from pplx_notebook.exports.writeups.masking import masked
from pplx_notebook.library.sources import Source, cited_in
from pplx_notebook.protocol.answer import Answer


class Figure(msgspec.Struct, frozen=True):
    """A picture of a cell's output: the name of its file, its bytes."""

    name: str
    data: bytes


class Written(msgspec.Struct, frozen=True):
    """One piece: its blocks and footnotes. ``answer``: what a model wrote, not the author of the notebook;
    ``figure`` a picture instead of either."""

    document: Document
    answer: bool = False
    figure: Figure | None = None


class WriteUp(msgspec.Struct, frozen=True):
    """A whole write-up: ``title``, what it says, the pages it cites, and what the reader should know."""

    title: str
    pieces: tuple[Written, ...]
    sources: tuple[Source, ...] = ()
    notices: tuple[str, ...] = ()


def left_literal(pieces: Iterable[Written]) -> tuple[str, ...]:
    """That markers of answers point to no page, in a line; () where each points to one."""
    found = [marker for piece in pieces if piece.answer for marker in unpointed(piece.document)]
    if not found:
        return ()
    shown = ", ".join(list(dict.fromkeys(found))[:5])
    return (f"{len(found)} marker{'s' * (len(found) != 1)} without a source left as text: {shown}",)


def words(text: str) -> Inline:
    """Plain letters as a line, whatever signs stand in them."""
    return Inline(text, lambda line: (Text(line.source),))


def code(source: str, language: str = "") -> Written:
    """Code, or what it printed."""
    return Written(Document((Code(masked(source), language),)))


def answered(answer: Answer, *, as_heading: bool) -> Written:
    """A question and its answer: the question as a heading or a quotation, the text, what it rests on where
    the text does not say, and a line on who answered, when, and what is to be known of it."""
    document = read_answer_text(answer)
    question = answer.prompt.strip()
    asked: tuple[Block, ...] = ()
    if question and as_heading:
        asked = (Heading(1, words(masked(" ".join(question.split())))),)
    elif question:
        lines = question.split("\n\n")
        asked = (Quote(tuple(Paragraph(words(masked(line))) for line in lines if line.strip())),)
    text = tuple(
        replace(block, level=block.level + 1) if as_heading and isinstance(block, Heading) else block
        for block in document.blocks
    )
    blocks = (*asked, *text, *_pages_unpointed(answer, document), *_about(answer, document))
    return Written(Document(blocks, document.notes, document.cited), answer=True)


def _pages_unpointed(answer: Answer, document: Document) -> Iterable[Block]:
    """A text that points nowhere still rests on what the server cites."""
    if document.cited:
        return
    keys = tuple(dict.fromkeys(filter(None, (key_of_url(c.url) for c in cited_in(answer)))))
    if keys:
        yield Paragraph(Inline("Sources: ", lambda line: (Text(line.source), Cited(keys))))  # type: ignore[arg-type, return-value]  # a span of write-ups only


def _about(answer: Answer, document: Document) -> Iterable[Block]:
    """ "demo-library, 30 November 2026 · demo engine: …", and trouble."""
    ending = trouble(answer)
    day = answer.asked.at[:10] if answer.asked is not None else ""
    who = ", ".join(filter(None, (answer.model, day)))
    lines = (who, *answer.notices, *document.notices, *((ending.line,) if ending else ()))
    text = " · ".join(masked(line) for line in lines if line)
    if text:
        yield Paragraph(Inline(text, lambda line: (Styled("em", (Text(line.source),), "*"),)))
