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

from markdown_it.token import Token

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.harmless_tex import is_harmless
from pplx_notebook.document.links import host, host_hint, safe_url
from pplx_notebook.document.nodes import inline_text
from pplx_notebook.document.parser import Document
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.views.faces.highlight import code_html

_ELEMENTS = """
p br hr h1 h2 h3 h4 h5 h6 strong em s del code pre blockquote ul ol li table thead tbody tr th td a span div
sup sub bdi details summary
"""
_ATTRIBUTES = "href target rel class title colspan align start dir"
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
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


def marker_html(text: str, source: SourceRow) -> str:
    """A citation marker: a link where its source has an address, else text that says what it is."""
    if source.url:
        return marker_link(text, source.url)
    return element("span", escape(text), class_="pplx-marker", title=source.label)


@lru_cache(maxsize=1_000)
def marker_link(text: str, url: str) -> str:
    """A marker that is a link. An answer has a hundred: what each leads to is said in the tables only."""
    return link(url, escape(text), class_="pplx-marker")


def formula_html(content: str, display: bool) -> str:
    r"""A formula for the page's own typesetter, between ``\(…\)`` or ``\[…\]``; a suspicious one as code."""
    if not is_harmless(content):
        return element("code", escape(content), class_="pplx-tex")
    left, right = ("\\[", "\\]") if display else ("\\(", "\\)")
    return element("span", escape(left + content + right), class_=_FORMULA)


def blocks_html(document: Document) -> list[str]:
    """Each top-level block as HTML, empty ones left out; footnotes, if any, are the last one."""
    blocks = [html for block in document.blocks if (html := block_html(block)) != EMPTY]
    return [*blocks, notes_html([block_html(note) for note in document.notes])] if document.notes else blocks


def notes_html(notes: list[str]) -> str:
    """Footnotes as a numbered list below the text; one that is not written yet shows "…"."""
    rows = "".join(element("li", note or "…") for note in notes)
    return element("div", "<hr>" + element("ol", rows), class_="pplx-notes")


def block_html(tokens: list[Token]) -> str:
    """The tokens of a block as HTML."""
    return "".join([_BLOCK[token.type](token) for token in tokens])


def inline_html(tokens: list[Token], inside_link: bool = False) -> str:
    """Inline tokens as HTML."""
    out: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "link_open":
            end = next(i for i in range(place, len(tokens)) if tokens[i].type == "link_close")
            out.append(_link_html(token, tokens[place + 1 : end]))
            place = end
        elif token.type == "image":
            out.append(_image_html(token, inside_link))
        else:
            out.append(_INLINE[token.type](token))
        place += 1
    return "".join(out)


def _link_html(token: Token, children: list[Token]) -> str:
    content, title = inline_html(children, inside_link=True), str(token.attrs.get("title", ""))
    return target_html(str(token.attrs["href"]), content, inline_text(children), title)


def _image_html(token: Token, inside_link: bool) -> str:
    """An image is never fetched: its description links to it."""
    described = one_line(inline_text(token.children or [])) or "image"
    if inside_link:
        return escape(described)
    title = str(token.attrs.get("title", ""))
    return target_html(str(token.attrs["src"]), escape(described), described, title, "pplx-image")


def target_html(url: str, content: str, text: str, title: str = "", class_: str = "") -> str:
    """A link with its host behind it unless its text already begins with it; a refused URL as text."""
    safe = safe_url(url)
    if safe is None:
        refused = one_line(url, 80)
        return content if refused in ("", text, f"mailto:{text}") else f"{content} ({escape(refused)})"
    title = f"{one_line(title)} — {host(safe)}" if title else host(safe)
    shown, hint = link(safe, content, title=title, class_=class_), host_hint(safe, text)
    return shown + element("span", f" ({escape(hint)})", class_="pplx-host") if hint else shown


def _fence(token: Token) -> str:
    code = element("code", token.meta["html"] if token.meta else code_html(token.content, token.info))
    return element("div", element("pre", code, dir="ltr"), class_="pplx-code highlight")


def _cell(token: Token) -> str:
    """A cell with an aligned box in it: Jupyter's style sheet aligns every cell itself to the right."""
    align = str(token.attrs.get("style", "text-align:left")).removeprefix("text-align:")
    return f"<{token.tag}>" + opening("div", align=align)


def _box(token: Token) -> str:
    """A list or table: an Arabic one reads from the right, its bullets and columns too."""
    direction = "" if token.level else "auto"
    return opening(token.tag, start=str(token.attrs.get("start", "")), dir=direction)


_PAIRS = ("blockquote", "list_item", "thead", "tbody", "tr", "heading")
_BOXES = ("bullet_list", "ordered_list", "table")
_BLOCK: dict[str, Callable[[Token], str]] = {
    **{f"{name}_open": lambda token: f"<{token.tag}>" for name in _PAIRS},
    **{f"{name}_close": lambda token: f"</{token.tag}>" for name in (*_PAIRS, *_BOXES)},
    "paragraph_open": lambda token: "" if token.hidden else "<p>",
    "paragraph_close": lambda token: "\n" if token.hidden else "</p>",
    "bullet_list_open": _box,
    "ordered_list_open": _box,
    "table_open": _box,
    "th_open": _cell,
    "td_open": _cell,
    "th_close": lambda _: "</div></th>",
    "td_close": lambda _: "</div></td>",
    "inline": lambda token: inline_html(token.children or []),
    "written": lambda token: token.content,  # inline content that ``growing`` has had written before
    "fence": _fence,
    "code_block": _fence,
    "hr": lambda _: "<hr>",
    "math_display": lambda token: element("p", formula_html(token.content, display=True)),
}
_INLINE: dict[str, Callable[[Token], str]] = {
    **{f"{name}_open": lambda token: f"<{token.tag}>" for name in ("em", "strong", "s")},
    **{f"{name}_close": lambda token: f"</{token.tag}>" for name in ("em", "strong", "s")},
    "text": lambda token: escape(token.content),
    "text_special": lambda token: escape(token.content),
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "<br>\n",
    "code_inline": lambda token: element("code", escape(token.content)),
    "marker": lambda token: marker_html(token.content, token.meta["source"]),
    "footnote_ref": lambda token: element("sup", str(token.meta["id"] + 1), class_="pplx-note"),
    "math_inline": lambda token: formula_html(token.content, display=False),
    "math_display": lambda token: formula_html(token.content, display=True),
}
