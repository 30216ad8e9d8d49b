"""What a check found, as lines of Markdown."""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.findings.told import OFFERED, SENTENCE_CHARACTERS, beside, listed, worth_a_line
from pplx_notebook.document.findings.values import Finding, Findings
from pplx_notebook.views.faces.markdown_blocks import escaped


def findings_markdown(part: Findings) -> str:
    """The sum, then a line for each sentence to look at; what has no citation, and links without a source."""
    lines = [f"- **{row.sign} {row.verdict}** {_row(row)}" for row in worth_a_line(part)]
    lines += [f"- **no citation** {escaped(text)}" for text in listed(part.uncited)]
    lines += [f"- **no source** {escaped(url)}" for url in listed(part.unbacked)]
    notes = [escaped(note) for note in part.notes]
    offer = f"{OFFERED} `{part.offer}`" if part.offer else ""
    return "\n\n".join(filter(None, (f"*{escaped(part.summary)}*", "\n".join(lines), *notes, offer)))


def _row(row: Finding) -> str:
    said = f"{escaped(one_line(row.sentence, SENTENCE_CHARACTERS))} \\[{row.number}\\]"
    more = beside(row)
    return f"{said} — {escaped(more)}" if more else said
