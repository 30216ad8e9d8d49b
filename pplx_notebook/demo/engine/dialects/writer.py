"""The contract of a dialect's writer, and how an answer that is known whole is told through one.

A writer is fed in the order an answer happens: ``opened`` once its sources are known, ``said`` for each bit
of text, ``ended`` once ``composed`` is the whole answer; ``failed`` ends one that went wrong. The gateway
feeds it from a live answer, the demo from a composed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pplx_notebook.demo.engine.chunking import Chunking
from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects.framing import words_of
from pplx_notebook.demo.engine.pacing import Piece


class Writer(Protocol):
    """One answer on its way in one dialect. ``composed`` is what is known of it and may be replaced."""

    composed: Composed

    @property
    def text(self) -> str:
        """The whole text as this dialect sends it."""

    def opened(self) -> Iterator[Piece]:
        """What comes before the text."""

    def said(self, delta: str) -> Piece:
        """An event that adds text."""

    def ended(self) -> Iterator[Piece]:
        """What comes after the text."""

    def failed(self, message: str, type: str) -> Iterator[Piece]:  # noqa: A002  (the API's own name)
        """What comes instead of the rest."""

    def body(self) -> bytes:
        """The finished answer as one JSON body."""


def told(writer: Writer, chunking: Chunking, *, split_markers: bool = False) -> Iterator[Piece]:
    """The events of an answer that is known whole, with their pauses at pace 1."""
    yield from writer.opened()
    if writer.composed.at_once and writer.text:
        yield writer.said(writer.text)
    else:
        for pause_s, delta in chunking.batches(words_of(writer.text, split_markers=split_markers)):
            piece = writer.said(delta)
            yield Piece(pause_s, piece.data, piece.sequence, is_text=True)
    yield from writer.ended()
