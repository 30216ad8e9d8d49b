"""The headings of a write-up: below its title, the answers' below the author's, no level left out.

Tools say so where a level is missing (MyST warns, LaTeX numbers a section 0.0.1). Level 1 is the title's.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pplx_notebook.document.nodes import Block, Heading, plain
from pplx_notebook.exports.writeups.parts import Written

DEEPEST = 6


def titled(pieces: tuple[Written, ...], otherwise: str) -> tuple[str, tuple[Written, ...]]:
    """The title, which is the heading a notebook begins with, and the pieces without it."""
    for at, piece in enumerate(pieces[:1]):
        blocks = piece.document.blocks
        if not piece.answer and blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
            title = " ".join(plain(blocks[0].inline.spans).split())
            rest = replace(piece, document=replace(piece.document, blocks=blocks[1:]))
            if title:
                return title, (*pieces[:at], rest, *pieces[at + 1 :])
    return otherwise, pieces


def levelled(pieces: Iterable[Written]) -> tuple[Written, ...]:
    """The pieces with their headings at the levels they have in one text."""
    pieces = tuple(pieces)
    own = [b.level for p in pieces if not p.answer for b in p.document.blocks if isinstance(b, Heading)]
    shift = 2 - min(own, default=2)
    made: list[Written] = []
    last, section = 1, 1
    for piece in pieces:
        levels = [block.level for block in piece.document.blocks if isinstance(block, Heading)]
        by = section + 1 - min(levels, default=1) if piece.answer else shift
        blocks, last = _levelled(piece.document.blocks, by, last)
        if levels and not piece.answer:
            section = last
        made.append(replace(piece, document=replace(piece.document, blocks=blocks)))
    return tuple(made)


def _levelled(blocks: Iterable[Block], by: int, last: int) -> tuple[tuple[Block, ...], int]:
    """Blocks moved by so many levels; the level they end at."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            last = max(2, min(block.level + by, last + 1, DEEPEST))
            made.append(replace(block, level=last))
        else:
            made.append(block)
    return tuple(made), last
