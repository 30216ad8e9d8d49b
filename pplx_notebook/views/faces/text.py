"""The answer as text: for terminals, plain scripts, ``text/plain``.

No control character of the answer survives (``clean``); the only escape sequences are our own, and only if
asked for: bold, dim and OSC 8 links. Sources stand below as a numbered list.
"""

from __future__ import annotations

from pplx_notebook.document.endings import Foot, Trouble
from pplx_notebook.document.findings.told import of_source
from pplx_notebook.document.findings.values import Finding, Findings
from pplx_notebook.document.nodes import Document
from pplx_notebook.document.sections import Lines, Links, Prose, Section, sections
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.document.sources.tables import Rows
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.findings.text import findings_text
from pplx_notebook.views.faces.text_blocks import Style, TextWriter
from pplx_notebook.views.faces.text_width import wrap

ABOVE = ("notices", "text")  # what a terminal has written when the answer ends


def answer_text(
    answer: Answer,
    width: int | None = None,
    ansi: bool = False,
    links: bool = False,
    document: Document | None = None,
    sources: SourcesName = "full",
) -> str:
    """The whole answer as text of at most ``width`` columns (None: lines are not broken).

    ``ansi`` allows bold and dim, ``links`` OSC 8 hyperlinks. Ends without a newline.
    """
    parts = sections(answer, document, folds=False, once=True, sources=sources)
    return _written(parts, Style(ansi, links), width)


def notices_text(answer: Answer, style: Style, width: int | None) -> str:
    """What stands above the text: a line per notice."""
    parts = sections(answer, Document(()), folds=False, once=True)
    return _written(tuple(part for part in parts if part.name == "notices"), style, width)


def ending_text(
    answer: Answer, document: Document, style: Style, width: int | None, sources: SourcesName = "full"
) -> str:
    """What stands below the text: trouble, sources, lists, reasoning, what it took."""
    parts = sections(answer, document, folds=False, once=True, sources=sources)
    return _written(tuple(part for part in parts if part.name not in ABOVE), style, width)


def _written(parts: tuple[Section, ...], style: Style, width: int | None) -> str:
    shown = [_section(part, style, width) for part in parts]
    return "\n\n".join(part for part in shown if part)


def _section(part: Section, style: Style, width: int | None) -> str:
    if isinstance(part, Rows):
        found = part.found or [()] * len(part.rows)
        rows = zip(part.rows, found, strict=True)
        lines = [line for row, findings in rows for line in _row(row, findings, style, width)]
        return "\n".join([style.bold(f"{part.heading}:"), *lines])
    if isinstance(part, Findings):
        return findings_text(part, style, width)
    if isinstance(part, Links):
        titles = [f" • {_pair(link.text, link.target.url or link.target.refused)}" for link in part.links]
        return "\n".join([style.bold(f"{part.heading}:"), *titles])
    if isinstance(part, Prose):
        body = TextWriter(style, width).document(part.document)
        if part.name == "text" or not body:
            return body
        return f"{style.bold(f'{part.heading}:')}\n{style.dim(body)}"
    assert not isinstance(part, Trouble | Foot)  # noqa: S101  # of faces that fold, for mypy
    return _lines(part, style, width)


def _lines(part: Lines, style: Style, width: int | None) -> str:
    lines = [piece for line in part.lines for piece in wrap(line, width)]
    if part.name == "notices":
        return "\n".join(map(style.dim, lines))
    return (style.bold if part.name == "trouble" else style.dim)("\n".join(lines))


def _pair(text: str, address: str) -> str:
    """A refused address is not shown as a link but as the text it is."""
    return f"{text} {address}" if address else text


def _row(row: SourceRow, found: tuple[Finding, ...], style: Style, width: int | None) -> list[str]:
    number = f"[{row.shown_numbers}]" if row.numbers else " - "
    said = f"{row.label} ({row.date})" if row.date else row.label
    said += f": {of_source(found)[1]}" if found else ""
    lines = wrap(said, None if width is None else width - len(number) - 2)
    first, rest = style.link(lines[0], row.url), lines[1:]
    indent = " " * (len(number) + 2)
    return [f" {number} {first}", *(indent + line for line in rest), *([indent + row.url] if row.url else [])]
