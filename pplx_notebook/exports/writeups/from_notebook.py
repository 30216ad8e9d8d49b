"""A saved notebook as a write-up: Markdown cells, code, what it printed and drew, and the answers, in order.

Rules of this file: every text goes through the same reader as an answer's, so that nothing in a notebook of a
stranger acts in the format it is written to; a cell that asked (``%%pplx``) is its question; what was asked
in private is left out, its cell, too; raw cells, which are meant for one converter alone, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from pplx_notebook.document.nodes import Document
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.exports.writeups.citing import pages_cited
from pplx_notebook.exports.writeups.headings import levelled, titled
from pplx_notebook.exports.writeups.masking import masked
from pplx_notebook.exports.writeups.parts import Figure, WriteUp, Written, answered, code, left_literal
from pplx_notebook.library.notebook_cells import CellPicture, NotebookCell, notebook_cells
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.protocol.answer import Answer

Only = Literal["all", "text", "answers"]
"""What of a notebook: all of it, Markdown and answers without code, or the answers with their questions."""
ONLY: tuple[Only, ...] = get_args(Only)
_ASKS = re.compile(r"\s*%%pplx\b")
_SLUG = re.compile(r"[^a-z0-9]+")


def from_notebook(path: str | Path, only: Only = "all") -> WriteUp:
    """What a notebook says; OSError, ValueError as reading it."""
    by_cell: dict[int, list[Answer]] = {}
    for cell, answer in answers_in_notebook(path):
        by_cell.setdefault(cell, []).append(answer)
    made = _Pieces(Path(path).stem, only, by_cell)
    pieces = tuple(piece for cell in notebook_cells(path) for piece in made.of(cell))
    title, pieces = titled(pieces, Path(path).stem)
    told = [(n, a) for n, answers in by_cell.items() for a in answers if not a.private]
    return WriteUp(title, levelled(pieces), pages_cited(told), (*made.notices, *left_literal(pieces)))


def slug(name: str) -> str:
    """A name for files that every tool takes."""
    return _SLUG.sub("-", name.lower()).strip("-") or "notebook"


class _Pieces:
    """Makes the pieces of each cell, and remembers what was left out."""

    def __init__(self, stem: str, only: Only, answers: dict[int, list[Answer]]) -> None:
        self._folder, self._only, self._answers = f"{slug(stem)}_files", only, answers
        self._private = self._raw = 0

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader misses, a line each."""
        private = (
            f"left out: {self._private} private answer{'s' * (self._private != 1)} and what asked for it"
        )
        raw = f"left out: {self._raw} raw cell{'s' * (self._raw != 1)}"
        return (*((private,) if self._private else ()), *((raw,) if self._raw else ()))

    def of(self, cell: NotebookCell) -> Iterator[Written]:
        """The pieces of a cell."""
        answers = self._answers.get(cell.number, [])
        if any(answer.private for answer in answers):
            self._private += sum(answer.private for answer in answers)
            answers = [answer for answer in answers if not answer.private]
        elif cell.kind == "code" and self._only == "all":
            yield from self._run(cell, shown=not (answers and _ASKS.match(cell.source)))
        if cell.kind == "markdown" and self._only != "answers":
            yield Written(read_markdown(masked(cell.source), to_end=False))
        self._raw += cell.kind == "other" and self._only == "all"
        for answer in answers:
            yield answered(answer, as_heading=self._only == "answers")

    def _run(self, cell: NotebookCell, *, shown: bool) -> Iterator[Written]:
        if shown and cell.source.strip():
            yield code(cell.source.rstrip(), "python")
        for at, output in enumerate(cell.outputs, 1):
            if isinstance(output, CellPicture):
                name = f"{self._folder}/cell-{cell.number}-{at}{output.ending}"
                yield Written(Document(()), figure=Figure(name, output.data))
            else:
                yield code(output)
