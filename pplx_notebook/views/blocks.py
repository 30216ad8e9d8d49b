"""A growing text as blocks of HTML of which only the changed ones are handed on."""

from __future__ import annotations

import msgspec

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.markdown import read
from pplx_notebook.views.writer import blocks_html


class Change(msgspec.Struct, frozen=True):
    """From block ``index`` on, the page shows ``blocks`` and nothing else."""

    index: int
    blocks: list[str]


class BlockRenderer:
    """Renders one answer while it grows."""

    def __init__(self) -> None:
        self.blocks: list[str] = []

    def update(self, answer: Answer) -> Change | None:
        """What changed since the last call, or None."""
        return self._show(blocks_html(read(answer.text, answer)))

    def finish(self, answer: Answer) -> Change | None:
        """The last change: afterwards the blocks equal the one-shot rendering of the whole text."""
        return self._show(blocks_html(read(answer.text, answer)))

    def _show(self, blocks: list[str]) -> Change | None:
        old, self.blocks = self.blocks, blocks
        same = next((i for i, pair in enumerate(zip(old, blocks, strict=False)) if pair[0] != pair[1]), None)
        index = min(len(old), len(blocks)) if same is None else same
        return None if old == blocks else Change(index, blocks[index:])
