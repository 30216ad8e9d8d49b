"""What a check found, in a cell: a checked answer shown again, and ``answer.check()`` on a cell's last line
as a table. The rules load with the first check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.document.findings.values import Findings
    from pplx_notebook.evidence.results.checked import Evidence
    from pplx_notebook.protocol.answer import Answer

EVIDENCE = ("pplx_notebook.evidence.results.checked", "Evidence")


def findings_on(answer: Answer) -> Findings | None:
    """What a check found of this answer before, None where nobody checked."""
    return shown(answer, answer.evidence) if answer.evidence is not None and not answer.schema else None


def shown(answer: Answer, evidence: Evidence) -> Findings:
    """What the faces are given."""
    from pplx_notebook.evidence.results.shown import findings_of

    return findings_of(answer, evidence)


def evidence_bundle(evidence: Evidence, **_: Any) -> dict[str, Any]:
    """The table as HTML, Markdown and text."""
    from pplx_notebook.evidence.results.checked import SIGNS
    from pplx_notebook.views.faces.tables import evidence as table

    lines = [
        table.Line(
            row.sentence,
            row.number,
            row.url,
            f"{SIGNS[row.verdict]} {row.verdict}{' · cited later' * (row.cited == 'later')}",
            row.passage,
            row.differs or row.reason,
        )
        for row in evidence
    ]
    return table.evidence_bundle(lines, evidence.summary, str(evidence))
