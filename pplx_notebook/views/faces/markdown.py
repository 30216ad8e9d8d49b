"""The answer as Markdown that does nothing: the ``text/markdown`` face.

JupyterLab runs raw HTML in a Markdown output of the running session, so this text is not the server's but is
written anew from the tokens: every ``<``, ``&`` and mark of Markdown in text is escaped, links are only those
``links.safe_url`` accepts, images are links, no reference definitions, no footnote syntax (where that is
unknown it is one). The most permissive viewer finds nothing in it to execute or to fetch.
"""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.parser import Document, read_markdown
from pplx_notebook.document.sections import quiet_line, source_lists, trouble
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.markdown_blocks import document_markdown, escaped, target_markdown


def answer_markdown(answer: Answer, document: Document | None = None) -> str:
    """The whole answer as safe Markdown, ending with a newline."""
    document = document or read_markdown(answer.text, answer)
    cited, results = source_lists(answer, document.cited)
    notices, error, quiet = answer.notices, trouble(answer), quiet_line(answer)
    parts = [
        "\n\n".join(f"*{escaped(one_line(notice))}*" for notice in notices),
        document_markdown(document),
        f"**{escaped(error)}**" if error else "",
        _table("Citations", cited),
        _table("Search results", results),
        _list(
            "Images",
            [target_markdown(i.title or "image", i.origin_url or i.image_url) for i in answer.images],
        ),
        _list("Videos", [target_markdown(video.title or "video", video.url) for video in answer.videos]),
        _list("Related questions", [escaped(one_line(question)) for question in answer.related_questions]),
        _reasoning(answer),
        f"*{escaped(quiet)}*" if quiet else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(heading: str, rows: list[SourceRow]) -> str:
    if not rows:
        return ""
    lines = [f"#### {heading} ({len(rows)})", "", "| # | Title | Site | Date |", "| :-- | :-- | :-- | :-- |"]
    for row in rows:
        number = "" if row.number is None else row.number
        title = target_markdown(row.title, row.url, hinted=False)
        lines.append(f"| {number} | {title} | {escaped(row.host)} | {escaped(row.date) or '–'} |")
    return "\n".join(lines)


def _list(heading: str, rows: list[str]) -> str:
    return "\n".join([f"#### {heading}", "", *(f"- {row}" for row in rows if row)]) if any(rows) else ""


def _reasoning(answer: Answer) -> str:
    body = document_markdown(read_markdown(answer.reasoning, answer)) if answer.reasoning else ""
    if not body:
        return ""
    return "#### Reasoning\n\n" + "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
