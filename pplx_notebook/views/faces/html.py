"""The answer as static HTML: readable and clickable without script, style sheet, kernel or network.

The parts and their order are ``document.sections``'; the reasoning is folded away above the text.
"""

from __future__ import annotations

from html import escape

from pplx_notebook.document.nodes import Document
from pplx_notebook.document.sections import Lines, Links, Prose, Section, sections
from pplx_notebook.document.sources.tables import Rows, SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html_blocks import blocks_html, element, target_html
from pplx_notebook.views.faces.html_sources import folded_html, table_html

CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore"


def answer_html(answer: Answer, document: Document | None = None, sources: SourcesName = "full") -> str:
    """The whole answer in one ``div``; ``document`` is ``read_markdown(answer.text, answer)`` if at hand."""
    parts = sections(answer, document, folds=True, sources=sources)
    tables = [part for part in parts if isinstance(part, Rows)]
    shown: list[str] = []
    for part in parts:
        if sources == "compact" and part in tables:
            shown += [folded_html(tables)] if part is tables[0] else []
        else:
            shown.append(section_html(part))
    return element("div", "\n".join(filter(None, shown)), class_=CONTAINER)


def section_html(part: Section) -> str:
    """One part of an answer."""
    if isinstance(part, Rows):
        return table_html(part)
    if isinstance(part, Prose):
        return _prose(part)
    if isinstance(part, Links):
        return _links(part)
    return _lines(part)


def _lines(part: Lines) -> str:
    if part.name == "notices":
        shown = [element("p", element("em", escape(line)), class_="pplx-notice") for line in part.lines]
        return element("div", "".join(shown), class_="pplx-notices")
    (line,) = part.lines
    if part.name == "trouble":
        return element("p", element("strong", escape(line)), class_="pplx-error")
    return element("p", element("sub", escape(line)), class_="pplx-usage")


def _prose(part: Prose) -> str:
    blocks = "".join(blocks_html(part.document))
    if part.name == "text":
        return element("div", blocks, class_="pplx-text")
    if not blocks:
        return ""
    thoughts = element("div", blocks, class_="pplx-thoughts")
    return element("details", element("summary", part.heading) + thoughts, class_="pplx-reasoning")


def _links(part: Links) -> str:
    """Pictures and videos as lists of links, nothing is fetched before a click; questions as a list."""
    rows = [target_html(link.target, element("bdi", escape(link.text))) for link in part.links]
    items = "".join(element("li", row) for row in rows)
    return element("h4", part.heading) + element("ul", items, class_=f"pplx-{part.name}")
