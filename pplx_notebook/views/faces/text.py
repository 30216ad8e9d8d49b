"""The answer as text: for terminals, plain scripts, ``text/plain``.

No control character of the answer survives (``clean``); the only escape sequences are our own, and only if
asked for: bold, dim and OSC 8 links. Sources stand below as a numbered list.
"""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.document.parser import Document, read_markdown
from pplx_notebook.document.sections import quiet_line, source_lists, trouble
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.text_blocks import Style, TextWriter
from pplx_notebook.views.faces.text_width import wrap


def answer_text(
    answer: Answer,
    width: int | None = None,
    ansi: bool = False,
    links: bool = False,
    document: Document | None = None,
) -> str:
    """The whole answer as text of at most ``width`` columns (None: lines are not broken).

    ``ansi`` allows bold and dim, ``links`` OSC 8 hyperlinks. Ends without a newline.
    """
    document = document or read_markdown(answer.text, answer)
    style = Style(ansi, links)
    text = TextWriter(style, width).document(document)
    parts = [notices_text(answer, style, width), text, ending_text(answer, document, style, width)]
    return "\n\n".join(part for part in parts if part)


def notices_text(answer: Answer, style: Style, width: int | None) -> str:
    """What stands above the text: a line per notice."""
    return "\n".join(style.dim(line) for notice in answer.notices for line in wrap(one_line(notice), width))


def ending_text(answer: Answer, document: Document, style: Style, width: int | None) -> str:
    """What stands below the text: trouble, sources, lists, reasoning, what it took."""
    write = TextWriter(style, width)
    cited, results = source_lists(answer, document.cited)
    others = [row for row in results if not row.url or row.url not in {source.url for source in cited}]
    heading = "Search results" if len(others) == len(results) else "More search results"
    parts = [
        style.bold("\n".join(wrap(trouble(answer), width))),
        _sources("Citations", cited, style, width),
        _sources(heading, others, style, width),
        _links("Images", [(i.title, i.origin_url or i.image_url) for i in answer.images], style),
        _links("Videos", [(video.title, video.url) for video in answer.videos], style),
        _links("Related questions", [(question, "") for question in answer.related_questions], style),
        _reasoning(answer, write),
        style.dim("\n".join(wrap(quiet_line(answer), width))),
    ]
    return "\n\n".join(part for part in parts if part)


def _sources(heading: str, rows: list[SourceRow], style: Style, width: int | None) -> str:
    if not rows:
        return ""
    return "\n".join([style.bold(f"{heading}:"), *(line for row in rows for line in _row(row, style, width))])


def _row(row: SourceRow, style: Style, width: int | None) -> list[str]:
    number = f"[{row.number}]" if row.number is not None else " - "
    said = f"{row.label} ({row.date})" if row.date else row.label
    lines = wrap(said, None if width is None else width - len(number) - 2)
    first, rest = style.link(lines[0], row.url), lines[1:]
    indent = " " * (len(number) + 2)
    return [f" {number} {first}", *(indent + line for line in rest), *([indent + row.url] if row.url else [])]


def _links(heading: str, rows: list[tuple[str, str]], style: Style) -> str:
    """Titled addresses as a list; a refused address is not shown as a link but as the text it is."""
    if not rows:
        return ""
    pairs = [(one_line(title), safe_url(url) or one_line(url, 80)) for title, url in rows]
    return "\n".join([style.bold(f"{heading}:"), *(f" • {' '.join(filter(None, pair))}" for pair in pairs)])


def _reasoning(answer: Answer, write: TextWriter) -> str:
    body = write.document(read_markdown(answer.reasoning, answer)) if answer.reasoning else ""
    return f"{write.style.bold('Reasoning:')}\n{write.style.dim(body)}" if body else ""
