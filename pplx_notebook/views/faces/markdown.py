"""The answer as Markdown that does nothing: the ``text/markdown`` face.

JupyterLab runs raw HTML in a Markdown output of the running session, so this text is not the server's but is
written anew from the tokens: every ``<``, ``&`` and mark of Markdown in text is escaped, links are only those
``links.safe_url`` accepts, images are links, no footnote syntax (where that is unknown it is one). The only
reference definitions are ours, where the markers lead: ``[3]`` is written ``[\\[3\\]][3]``, and a bare
``[3]``, which they would make a link, never. The most permissive viewer finds nothing in it to
execute or to fetch.
"""

from __future__ import annotations

from pplx_notebook.document.endings import Foot, Trouble
from pplx_notebook.document.findings.told import of_source
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.nodes import Document
from pplx_notebook.document.sections import Lines, Links, Prose, Section, sections
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.document.sources.tables import Rows
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.findings.markdown import findings_markdown
from pplx_notebook.views.faces.markdown_blocks import document_markdown, escaped, target_markdown


def answer_markdown(answer: Answer, document: Document | None = None, sources: SourcesName = "full") -> str:
    """The whole answer as safe Markdown, ending with a newline."""
    parts = [section_markdown(part) for part in sections(answer, document, folds=False, sources=sources)]
    return "\n\n".join(part for part in parts if part) + "\n"


def section_markdown(part: Section) -> str:
    """One part of an answer."""
    if isinstance(part, Rows):
        return _table(part)
    if isinstance(part, Prose):
        return _prose(part)
    if isinstance(part, Findings):
        return findings_markdown(part)
    if isinstance(part, Links):
        rows = [f"- {target_markdown(escaped(link.text), link.target)}" for link in part.links]
        return "\n".join([f"#### {part.heading}", "", *rows])
    assert not isinstance(part, Trouble | Foot)  # noqa: S101  # of faces that fold, for mypy
    return _lines(part)


def _lines(part: Lines) -> str:
    mark = "**" if part.name == "trouble" else "*"
    return "\n\n".join(f"{mark}{escaped(line)}{mark}" for line in part.lines)


def _prose(part: Prose) -> str:
    body = document_markdown(part.document)
    if part.name == "text" or not body:
        return body
    return f"#### {part.heading}\n\n" + "\n".join(f"> {line}".rstrip() for line in body.split("\n"))


def _table(part: Rows) -> str:
    head = f"#### {part.heading} ({len(part.rows)})"
    cited = any(part.times)
    columns = (
        "#",
        "Title",
        "Site",
        "Date",
        *(["Cited"] if cited else []),
        *(["Checked"] if part.found else []),
    )
    lines = [head, "", f"| {' | '.join(columns)} |", "| :-- " * len(columns) + "|"]
    found = part.found or [None] * len(part.rows)
    for row, times, findings in zip(part.rows, part.times, found, strict=True):
        title = target_markdown(escaped(row.title), row.target, hinted=False)
        line = f"| {row.shown_numbers} | {title} | {escaped(row.host)} | {escaped(row.date) or '–'} |"
        line = f"{line} {f'{times}×' if times else ''} |" if cited else line
        lines.append(line if findings is None else f"{line} {escaped(of_source(findings)[1])} |")
    return "\n".join(lines)
