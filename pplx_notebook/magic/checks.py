"""``--check``: how the answer of a line is looked up in its sources, while its text stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pplx_notebook.magic.shown.evidence import shown

if TYPE_CHECKING:
    from pplx_notebook.document.findings.values import Findings
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import Check


def check_of(magic: CellMagic, asked: Asked) -> Check | None:
    """How the answer of this line is checked; None where nobody asked for it."""
    return found if magic.check or "check" in asked.switches else None


def found(answer: Answer, _tell: Callable[[str], None]) -> Iterator[Findings]:
    """What the sources say of an answer. One that is JSON says nothing in sentences."""
    if not answer.schema:
        yield shown(answer, answer.check())
