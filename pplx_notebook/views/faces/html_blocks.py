"""The only place where text becomes HTML.

The law of this file: every element and attribute written stands in the two lists below (no ``id``,
``name``, ``style``, ``src``, no event handler), every ``href`` has passed ``links.safe_url``, everything else
is escaped. A programming error against the lists raises. Nothing here causes a request before a click:
images are links.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.findings.told import at_marker
from pplx_notebook.document.links import Target, host, safe_url
from pplx_notebook.document.nodes import (
    UNBACKED,
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Document,
    Formula,
    Heading,
    ImageSpan,
    Inline,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Styled,
    Table,
    Text,
)  # fmt: skip
from pplx_notebook.views.faces.highlight import code_html

_ELEMENTS = """
p br hr h1 h2 h3 h4 h5 h6 strong em s del code pre blockquote ul ol li table thead tbody tr th td a span div
sup sub bdi details summary ins
"""
_ATTRIBUTES = "href target rel class title colspan align start dir data-versionurl data-versiondate"
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
HIGHEST = 2  # headings of a text order the answer, not the notebook: the highest is an h4, lower ones an h5
EMPTY = "<p></p>"  # a paragraph of which nothing can be shown
_LINK = 'target="_blank" rel="noopener noreferrer nofollow"'
_FORMULA = "pplx-math mathjax_process tex2jax_process"


def element(tag: str, content: str, /, **attributes: str) -> str:
    """``<tag …>content</tag>``; ``content`` is HTML of this file, attribute values are any text.

    Attributes with an empty value are left out, ``class_`` stands for class; ValueError if not allowed.
    """
    return f"{opening(tag, **attributes)}{content}</{tag}>"


def opening(tag: str, /, **attributes: str) -> str:
    """The opening tag alone, by the same rule."""
    given = {name.rstrip("_"): value for name, value in attributes.items() if value}
    allowed = tag in ELEMENTS and given.keys() <= ATTRIBUTES
    if not allowed or safe_url(given.get("href", "https://a")) is None:
        raise ValueError(f"not in the allow-list of views/faces/html_blocks.py: <{tag} {' '.join(given)}>")
    written = "".join([f' {name}="{escape(value)}"' for name, value in given.items()])
    return f"<{tag}{written}>"


def link(url: str, content: str, *, title: str = "", class_: str = "") -> str:
    """A link that opens elsewhere and tells the other side nothing; ``url`` comes from ``safe_url``."""
    start = opening("a", href=url, title=title, class_=class_)
    return f"{start[:-1]} {_LINK}>{content}</a>"


def marker_html(span: MarkerSpan) -> str:
    """A citation marker: a link where its source has an address, else text that says what it is. One that
    was checked has a class and a title by what was found, and a sign behind its number."""
    text, source, finding = span.text, span.source, span.finding
    if finding is None:
        if source.url:
            return marker_link(text, source.url)
        return element("span", escape(text), class_="pplx-marker", title=source.label)
    inside = escape(text) + (element("span", span.mark) if span.mark else "")
    class_, title = f"pplx-marker pplx-{finding.look}", at_marker(finding)
    if span.url:
        return link(span.url, inside, title=title, class_=class_)
    return element("span", inside, class_=class_, title=f"{source.label} – {title}")


@lru_cache(maxsize=1_000)
def marker_link(text: str, url: str) -> str:
    """A marker that is a link. An answer has a hundred: what each leads to is said in the tables only."""
    return link(url, escape(text), class_="pplx-marker")


def formula_html(formula: Formula) -> str:
    r"""A formula for the page's own typesetter, between ``\(…\)`` or ``\[…\]``; a suspicious one as code."""
    if not formula.harmless:
        return element("code", escape(formula.content), class_="pplx-tex")
    left, right = ("\\[", "\\]") if formula.display else ("\\(", "\\)")
    return element("span", escape(left + formula.content + right), class_=_FORMULA)


def target_html(target: Target, content: str, title: str = "", class_: str = "") -> str:
    """A link with its host behind it unless its text already begins with it; a refused address as text."""
    if not target.url:
        return f"{content} ({escape(target.refused)})" if target.refused else content
    title = f"{one_line(title)} — {host(target.url)}" if title else host(target.url)
    shown = link(target.url, content, title=title, class_=class_)
    return shown + element("span", f" ({escape(target.hint)})", class_="pplx-host") if target.hint else shown


def _link(span: Link) -> str:
    """A link of the text; one that no source holds says so, quietly."""
    inside = _within_link(span.spans)
    if not span.unbacked:
        return target_html(span.target, inside, span.title)
    told = f"{span.title} — {UNBACKED}" if span.title else UNBACKED
    return target_html(span.target, inside, told, "pplx-unbacked")


def blocks_html(document: Document) -> list[str]:
    """Each top-level block as HTML, empty ones left out; footnotes, if any, are the last one."""
    blocks = [html for block in document.blocks if (html := block_html(block)) != EMPTY]
    notes = ["".join([block_html(block, top=False) for block in note]) for note in document.notes]
    return [*blocks, notes_html(notes)] if notes else blocks


def notes_html(notes: list[str]) -> str:
    """Footnotes as a numbered list below the text; one that is not written yet shows "…"."""
    rows = "".join(element("li", note or "…") for note in notes)
    return element("div", "<hr>" + element("ol", rows), class_="pplx-notes")


def inline_html(inline: Inline) -> str:
    """A run of spans as HTML."""
    return spans_html(inline.spans)


def spans_html(spans: tuple[Span, ...]) -> str:
    """Spans as HTML."""
    return "".join(
        [escape(span.content) if type(span) is Text else _SPANS[type(span)](span) for span in spans]
    )


def code_inside(code: Code) -> str:
    """The inside of the ``code`` element of a finished block."""
    return code_html(code.content, code.info)


def block_html(
    block: Block,
    *,
    inline: Callable[[Inline], str] = inline_html,
    code: Callable[[Code], str] = code_inside,
    top: bool = True,
) -> str:
    """A block as HTML. ``inline`` and ``code`` write what is in it: somebody who shows a block again and
    again may have it written already. ``top``: a list or table takes its direction from its text."""
    return BlockWriter(inline, code).html(block, top=top)


class BlockWriter:
    """Writes blocks with somebody's way to write what is in them."""

    def __init__(self, inline: Callable[[Inline], str], code: Callable[[Code], str]) -> None:
        self._inline, self._code = inline, code

    def html(self, block: Block, *, top: bool = False) -> str:
        if isinstance(block, Paragraph):
            return (
                f"{self._inline(block.inline)}\n" if block.tight else f"<p>{self._inline(block.inline)}</p>"
            )
        if isinstance(block, Heading):
            level = 4 if block.level <= HIGHEST else 5
            return f'<h{level} class="jp-toc-ignore">{self._inline(block.inline)}</h{level}>'
        if isinstance(block, List):
            return self._list(block, top)
        if isinstance(block, Table):
            return self._table(block, top)
        if isinstance(block, Quote):
            return f"<blockquote>{self._all(block.blocks)}</blockquote>"
        if isinstance(block, Code):
            inside = element("pre", element("code", self._code(block)), dir="ltr")
            return element("div", inside, class_="pplx-code highlight")
        if isinstance(block, Display):
            return element("p", formula_html(block.formula))
        assert isinstance(block, Rule)  # noqa: S101  # for mypy: the last kind
        return "<hr>"

    def _all(self, blocks: tuple[Block, ...]) -> str:
        return "".join([self.html(block) for block in blocks])

    def _list(self, block: List, top: bool) -> str:
        """An Arabic list reads from the right, its bullets too."""
        tag = "ol" if block.ordered else "ul"
        start = "" if block.start is None else str(block.start)
        items = "".join([f"<li>{self._all(item.blocks)}</li>" for item in block.items])
        return f"{opening(tag, start=start, dir='auto' if top else '')}{items}</{tag}>"

    def _table(self, block: Table, top: bool) -> str:
        head = f"<thead>{self._row('th', block.head, block.aligns)}</thead>"
        rows = "".join([self._row("td", row, block.aligns) for row in block.rows])
        body = f"<tbody>{rows}</tbody>" if rows else ""
        return f"{opening('table', dir='auto' if top else '')}{head}{body}</table>"

    def _row(self, tag: str, cells: tuple[Inline, ...], aligns: tuple[str, ...]) -> str:
        """Cells with an aligned box in them: Jupyter's style sheet aligns every cell itself to the right."""
        shown = [
            f"<{tag}>{opening('div', align=align or 'left')}{self._inline(cell)}</div></{tag}>"
            for cell, align in zip(cells, aligns, strict=True)
        ]
        return f"<tr>{''.join(shown)}</tr>"


def _within_link(spans: tuple[Span, ...]) -> str:
    """Spans of a link: an image is its description there."""
    out: list[str] = []
    for span in spans:
        if isinstance(span, ImageSpan):
            out.append(escape(span.text))
        elif isinstance(span, Styled):
            out.append(f"<{span.style}>{_within_link(span.spans)}</{span.style}>")
        else:
            out.append(_SPANS[type(span)](span))
    return "".join(out)


_SPANS: dict[type, Callable[[Any], str]] = {
    Text: lambda span: escape(span.content),
    Break: lambda span: "<br>\n" if span.hard else "\n",
    CodeSpan: lambda span: element("code", escape(span.content)),
    Formula: formula_html,
    Styled: lambda span: f"<{span.style}>{spans_html(span.spans)}</{span.style}>",
    Link: _link,
    ImageSpan: lambda span: target_html(span.target, escape(span.text), span.title, "pplx-image"),
    MarkerSpan: marker_html,
    NoteMark: lambda span: element("sup", str(span.number), class_="pplx-note"),
}
