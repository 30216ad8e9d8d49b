"""A text that grows, as blocks of HTML: a walker of ``document.growing_tree`` that writes nothing twice.

Inline content that was written before is neither read nor written again: item 30 of a list does not have the
first 29 written again.
"""

from __future__ import annotations

from pplx_notebook.document.growing_tree import GrowingTree, Part
from pplx_notebook.document.nodes import Code, Inline
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.views.faces.highlight import GrowingCode
from pplx_notebook.views.faces.html_blocks import EMPTY, BlockWriter, code_inside, inline_html, notes_html

Written = dict[str, str]


class GrowingDocument:
    """The blocks of one growing text."""

    def __init__(self, sources: SourceRows) -> None:
        self._tree = GrowingTree(sources)
        self._blocks: list[str] = []
        self._notes: Written = {}
        self._memo: Written = {}
        self._code = GrowingCode()
        self._write = BlockWriter(self._inline, self._inside)

    @property
    def stable(self) -> str:
        """The beginning of the text that will not be read again."""
        return self._tree.stable

    def blocks(self, text: str) -> list[str]:
        """All blocks of ``text``, which begins with ``stable``; footnotes, if any, are the last one."""
        growth = self._tree.grown(text)
        if growth.redefined:
            self._memo.clear()
        notes = dict(self._notes)
        if growth.boundary:
            self._blocks += self._written(growth.settled, notes)
            self._notes = dict(notes)
            self._tree.settle(growth)
            self._memo.clear()
        blocks = self._written(growth.open, notes)
        rows = [notes.get(label, "") for label in growth.labels()]
        return [*self._blocks, *blocks, *([notes_html(rows)] if any(rows) else [])]

    def _written(self, part: Part, notes: Written) -> list[str]:
        """The HTML of a part's blocks; its footnotes go to ``notes``."""
        blocks = [self._write.html(block, top=True) for block in part.blocks]
        for label, inner in part.notes.items():
            notes[label] = "".join([self._write.html(block) for block in inner])
        return [html for html in blocks if html not in ("", EMPTY)]

    def _inside(self, code: Code) -> str:
        """Code that is still being written is coloured as far as it is worth while."""
        return self._code.html(code.content, code.info) if code.unfinished else code_inside(code)

    def _inline(self, inline: Inline) -> str:
        if inline.unfinished:
            return inline_html(inline)
        html = self._memo.get(inline.source)
        if html is None:
            html = inline_html(inline)
            if "[^" not in inline.source:
                self._memo[inline.source] = html
        return html
