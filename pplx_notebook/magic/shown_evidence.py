"""What a cell shows whose last line is ``answer.check()``: the checked sentences as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.evidence.checking import Evidence

EVIDENCE = ("pplx_notebook.evidence.checking", "Evidence")


def evidence_bundle(evidence: Evidence, **_: Any) -> dict[str, Any]:
    """The table as HTML, Markdown and text."""
    from pplx_notebook.evidence.checking import SIGNS
    from pplx_notebook.views.faces.tables import evidence as table

    lines = [
        table.Line(
            row.sentence, row.number, row.url, f"{SIGNS[row.verdict]} {row.verdict}", row.passage, row.differs
        )
        for row in evidence
    ]
    return table.evidence_bundle(lines, evidence.summary, str(evidence))
