"""The answer as static HTML: readable and clickable without script, style sheet, kernel or network.

The parts and their order are ``document.sections``'; how it was found is folded away above the text. The
question and the headings of parts are headings of the page; JupyterLab lists the question alone
(``jp-toc-ignore``), and shows it where its cell does not (js/src/shared/style/frame.css).
"""

from __future__ import annotations

from html import escape

from pplx_notebook.document.endings import Foot, Trouble
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.nodes import Document
from pplx_notebook.document.sections import Lines, Links, Prose, Section, sections
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.document.sources.tables import Rows
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.findings.html import findings_html
from pplx_notebook.views.faces.html_blocks import blocks_html, element, target_html
from pplx_notebook.views.faces.html_sources import folded_html, table_html

CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore"
IGNORED = "jp-toc-ignore"  # JupyterLab's table of contents leaves it out


def answer_html(
    answer: Answer,
    document: Document | None = None,
    sources: SourcesName = "full",
    ending: Trouble | None = None,
) -> str:
    """The whole answer in one ``div``; ``document`` is ``read_answer_text(answer)`` if at hand,
    ``ending`` how it ended if the answer does not say so."""
    parts = sections(answer, document, folds=True, sources=sources, ending=ending)
    tables = [part for part in parts if isinstance(part, Rows)]
    shown: list[str] = []
    for part in parts:
        if sources == "compact" and part in tables:
            shown += [folded_html(tables)] if part is tables[0] else []
        else:
            shown.append(section_html(part))
    kinds = [f" pplx-{part.kind}" for part in parts if isinstance(part, Trouble)]
    return element("div", "\n".join(filter(None, shown)), class_="".join([CONTAINER, *kinds]))


def section_html(part: Section) -> str:
    """One part of an answer."""
    if isinstance(part, Rows):
        return table_html(part)
    if isinstance(part, Prose):
        return _prose(part)
    if isinstance(part, Findings):
        return findings_html(part)
    if isinstance(part, Links):
        return _links(part)
    if isinstance(part, Trouble):
        return ending_html(part)
    return _foot(part) if isinstance(part, Foot) else _asked(part)


def ending_html(part: Trouble) -> str:
    """How it ended; the style draws its sign."""
    said = element("p", f"{element('strong', escape(part.word))} {escape(part.said)}")
    if part.details:
        said += element("details", element("summary", "Details") + element("code", escape(part.details)))
    sign = element("span", "", class_=f"pplx-sign pplx-sign-{part.kind}")
    return element("div", sign + element("div", said), class_="pplx-ending")


def _asked(part: Lines) -> str:
    (question,) = part.lines
    return element("h4", escape(question), class_="pplx-asked", dir="auto")


def _foot(part: Foot) -> str:
    badge = element("span", escape(part.badge), class_="pplx-badge") + " " if part.badge else ""
    told = [element("span", badge + escape(part.facts), class_="pplx-facts")]
    if part.before:
        told.insert(0, element("span", escape(part.before), class_="pplx-follow"))
    if part.next:
        typed = element("code", escape(part.next))
        told.append(element("span", f"go on: {typed}", class_="pplx-next"))
    notices = [element("p", escape(line), class_="pplx-notice") for line in part.notices]
    return element("div", " ".join([*told, *notices]), class_="pplx-foot")


def _prose(part: Prose) -> str:
    blocks = "".join(blocks_html(part.document))
    if part.name == "text":
        return element("div", blocks, class_="pplx-text")
    if not blocks:
        return ""
    thoughts = element("div", blocks, class_="pplx-thoughts")
    return element("details", element("summary", part.heading) + thoughts, class_="pplx-how")


def _links(part: Links) -> str:
    """Pictures and videos as lists of links, nothing is fetched before a click; questions as a list."""
    rows = [target_html(link.target, element("bdi", escape(link.text))) for link in part.links]
    items = "".join(element("li", row) for row in rows)
    return element("h4", part.heading, class_=IGNORED) + element("ul", items, class_=f"pplx-{part.name}")
