"""A growing text as blocks of HTML, of which only the changed ones are handed on.

Blocks that can no longer change are parsed and written once (``growing``); what does reach back, a definition
at the end or sources that arrive late, is repaired by ``finish``, which equals the one-shot rendering.
"""

from __future__ import annotations

import msgspec

from pplx_notebook.document.records import read_answer_text, shown_text
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.growing_html import GrowingDocument
from pplx_notebook.views.faces.html_blocks import blocks_html

LONG_CHARACTERS = 4_000  # an unfinished block beyond it is drawn again when it has grown by a sixteenth


class Change(msgspec.Struct, frozen=True):
    """From block ``index`` on, the page shows ``blocks`` and nothing else. Equal strings are equal blocks."""

    index: int
    blocks: list[str]


class BlockRenderer:
    """Renders the text of one answer while it grows; ``blocks`` is what the page shows."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self._drawn = ""
        self._restart(Answer(), "")

    def update(self, answer: Answer) -> Change | None:
        """What changed since the last call, or None. The text is taken as unfinished."""
        text = shown_text(answer)
        if not text.startswith(self._document.stable) or self._has_new_sources(answer, text):
            self._restart(answer, text)
        if text == self._drawn or self._is_too_soon(text):
            return None
        self._drawn = text
        return self._show(self._document.blocks(text))

    def finish(self, answer: Answer) -> Change | None:
        """The last change: afterwards the blocks equal the one-shot rendering of the whole text."""
        return self._show(blocks_html(read_answer_text(answer)))

    def _restart(self, answer: Answer, text: str) -> None:
        self._document = GrowingDocument(SourceRows(answer))
        self._sources = (answer.citations, answer.search_results)
        self._restarted_at = len(text)
        self._drawn = ""

    def _has_new_sources(self, answer: Answer, text: str) -> bool:
        """Sources that come late make links of markers: all is drawn again, once per doubling of the text."""
        known = (answer.citations, answer.search_results)
        return known != self._sources and len(text) >= 2 * self._restarted_at

    def _is_too_soon(self, text: str) -> bool:
        """An unfinished block that is very long is drawn in growing steps, so that the work stays linear."""
        begun, drawn = len(self._document.stable), len(self._drawn)
        return len(text) - begun > LONG_CHARACTERS and 0 < len(text) - drawn < (drawn - begun) // 16

    def _show(self, blocks: list[str]) -> Change | None:
        old, self.blocks = self.blocks, blocks
        index = next((i for i, pair in enumerate(zip(old, blocks, strict=False)) if pair[0] != pair[1]), None)
        index = min(len(old), len(blocks)) if index is None else index
        return None if index == len(old) == len(blocks) else Change(index, blocks[index:])
