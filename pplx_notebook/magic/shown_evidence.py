"""What a check found, in a cell: ``--check`` while an answer is shown, a checked answer shown again, and
``answer.check()`` on a cell's last line as a table. The rules load with the first check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.document.findings.values import Findings
    from pplx_notebook.evidence.checking import Evidence
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import Check

EVIDENCE = ("pplx_notebook.evidence.checking", "Evidence")


def check_of(magic: CellMagic, asked: Asked) -> Check | None:
    """How the answer of this line is checked; None where nobody asked for it."""
    return found if magic.check or "check" in asked.switches else None


def found(answer: Answer, _tell: Callable[[str], None]) -> Iterator[Findings]:
    """What the sources say of an answer. One that is JSON says nothing in sentences."""
    if not answer.schema:
        yield shown(answer, answer.check())


def findings_on(answer: Answer) -> Findings | None:
    """What a check found of this answer before, None where nobody checked."""
    return shown(answer, answer.evidence) if answer.evidence is not None and not answer.schema else None


def shown(answer: Answer, evidence: Evidence) -> Findings:
    """What the faces are given."""
    from pplx_notebook.evidence.results.shown import findings_of

    return findings_of(answer, evidence)


def evidence_bundle(evidence: Evidence, **_: Any) -> dict[str, Any]:
    """The table as HTML, Markdown and text."""
    from pplx_notebook.evidence.results.shown import sign_of
    from pplx_notebook.views.faces.tables import evidence as table

    lines = [
        table.Line(
            row.sentence,
            row.number,
            row.url,
            f"{sign_of(row.verdict)} {row.verdict}",
            row.passage,
            row.differs or getattr(row, "reason", ""),
        )
        for row in evidence
    ]
    return table.evidence_bundle(lines, evidence.summary, str(evidence))
