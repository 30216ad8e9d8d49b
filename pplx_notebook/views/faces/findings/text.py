"""What a check found, as lines of text."""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.findings.told import OFFERED, SENTENCE_CHARACTERS, beside, listed, worth_a_line
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.views.faces.text_blocks import Style
from pplx_notebook.views.faces.text_width import wrap

INDENT = 3


def findings_text(part: Findings, style: Style, width: int | None) -> str:
    """The sum, then what to look at: a sentence, and below it what differs or what the verdict means."""
    lines = [style.bold(line) for line in wrap(part.summary, width)]
    for row in worth_a_line(part):
        sentence = one_line(row.sentence, SENTENCE_CHARACTERS)
        lines += _hanging(f" {row.sign} {row.verdict}: {sentence} [{row.number}]", width)
        if more := beside(row):
            lines += _hanging(" " * INDENT + more, width)
    for text in listed(part.uncited):
        lines += _hanging(f" - no citation: {text}", width)
    for url in listed(part.unbacked):
        lines += _hanging(f" - no source holds: {url}", width)
    for note in (*part.notes, *([f"{OFFERED} {part.offer}"] if part.offer else ())):
        lines += map(style.dim, wrap(note, width))
    return "\n".join(lines)


def _hanging(text: str, width: int | None) -> list[str]:
    """Further lines indented."""
    first, *rest = wrap(text, None if width is None else width - INDENT)
    return [first, *(" " * INDENT + line for line in rest)]
