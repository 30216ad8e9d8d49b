"""The answer as static HTML: readable and clickable without script, style sheet, kernel or network.

Order: what to know first (notices, an error), the reasoning folded away, the answer, what it points to, all
that was found, pictures, videos, related questions, and one quiet line with model, tokens and cost.
"""

from __future__ import annotations

from html import escape

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.parser import Document, read_markdown
from pplx_notebook.document.sections import quiet_line, trouble
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html_blocks import blocks_html, element, target_html
from pplx_notebook.views.faces.html_sources import sources_html

CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore"


def answer_html(answer: Answer, document: Document | None = None) -> str:
    """The whole answer in one ``div``; ``document`` is ``markdown.read(answer.text, answer)`` if at hand."""
    document = document or read_markdown(answer.text, answer)
    parts = [
        notices_html(answer),
        reasoning_html(answer),
        element("div", "".join(blocks_html(document)), class_="pplx-text") if document.blocks else "",
        trouble_html(answer),
        sources_html(answer, document.cited),
        media_html(answer),
        related_html(answer),
        usage_html(answer),
    ]
    return element("div", "\n".join(part for part in parts if part), class_=CONTAINER)


def notices_html(answer: Answer) -> str:
    """What the reader should know of how it was asked: the demo engine, a model that was translated."""
    lines = [one_line(notice) for notice in answer.notices]
    shown = "".join(element("p", element("em", escape(line)), class_="pplx-notice") for line in lines if line)
    return element("div", shown, class_="pplx-notices") if shown else ""


def trouble_html(answer: Answer) -> str:
    """What went wrong and what to do, in one line; "" for an answer that is whole."""
    line = trouble(answer)
    return element("p", element("strong", escape(line)), class_="pplx-error") if line else ""


def usage_html(answer: Answer) -> str:
    """Model, tokens and cost in one quiet line."""
    line = quiet_line(answer)
    return element("p", element("sub", escape(line)), class_="pplx-usage") if line else ""


def reasoning_html(answer: Answer) -> str:
    """The model's reasoning, folded."""
    blocks = "".join(blocks_html(read_markdown(answer.reasoning, answer)))
    if not blocks:
        return ""
    thoughts = element("div", blocks, class_="pplx-thoughts")
    return element("details", element("summary", "Reasoning") + thoughts, class_="pplx-reasoning")


def media_html(answer: Answer) -> str:
    """Images and videos as lists of links: nothing is fetched before a click."""
    images = [_target(image.title or "image", image.origin_url or image.image_url) for image in answer.images]
    videos = [_target(video.title or "video", video.url) for video in answer.videos]
    return _list("Images", images) + _list("Videos", videos)


def related_html(answer: Answer) -> str:
    """The related questions as a list."""
    lines = [one_line(question) for question in answer.related_questions]
    return _list("Related questions", [element("bdi", escape(line)) for line in lines if line])


def _target(title: str, url: str) -> str:
    text = one_line(title)
    return target_html(url, element("bdi", escape(text)), text)


def _list(heading: str, rows: list[str]) -> str:
    if not rows:
        return ""
    name = heading.split()[0].lower()
    items = "".join(element("li", row) for row in rows)
    return element("h4", heading) + element("ul", items, class_=f"pplx-{name}")
