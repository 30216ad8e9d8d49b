"""References as a numbered list, below it the same in the formats other programs import: in three faces."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from pplx_notebook.document.links import safe_url
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import element, link
from pplx_notebook.views.faces.markdown_blocks import escaped

MOST_SHOWN = 200  # as many as in a table of sources; the formats hold all
FENCE = "~" * 12


class ReferenceLine(msgspec.Struct, frozen=True):
    """One reference: its title leads to ``url`` ("": to nothing), ``behind`` is what is known besides,
    ``copy`` the address of its copy in an archive, "" without one, and ``archived`` what that link says."""

    title: str
    url: str
    behind: str
    copy: str = ""
    archived: str = ""


def references_bundle(
    lines: Sequence[ReferenceLine], formats: Sequence[tuple[str, str]], text: str
) -> dict[str, Any]:
    """The list as HTML and Markdown, with ``text`` for where neither is shown; ``formats``: (name, text) of
    each that is folded below the list."""
    rest = f"{len(lines) - MOST_SHOWN:,} more are not shown" if len(lines) > MOST_SHOWN else ""
    shown = lines[:MOST_SHOWN]
    items = "".join(element("li", _html(line)) for line in shown)
    folded = "".join(
        element("details", element("summary", escape(name)) + _code(said)) for name, said in formats
    )
    html = element("ol", items) + (element("p", escape(rest)) if rest else "") + folded
    markdown = [f"{n}. {_markdown(line)}" for n, line in enumerate(shown, 1)]
    return {
        "text/html": element("div", html, class_=CONTAINER),
        "text/markdown": "\n".join(markdown) + (f"\n\n{rest}" if rest else ""),
        "text/plain": text,
    }


def format_bundle(text: str) -> dict[str, Any]:
    """One format alone, to be copied."""
    return {
        "text/html": element("div", _code(text), class_=CONTAINER),
        "text/markdown": f"{FENCE}\n{text}\n{FENCE}",
        "text/plain": text,
    }


def _html(line: ReferenceLine) -> str:
    title = escape(line.title)
    url = safe_url(line.url) or ""
    behind = f". {escape(line.behind)}." if line.behind else ""
    copy = safe_url(line.copy)
    shown = f" {link(copy, escape(line.archived))}." if copy else ""
    return (link(url, title) if url else title) + (behind or ("." if shown else "")) + shown


def _markdown(line: ReferenceLine) -> str:
    url = safe_url(line.url) or ""
    title = f"[{escaped(line.title)}](<{url}>)" if url else escaped(line.title)
    copy = safe_url(line.copy)
    shown = f" [{escaped(line.archived)}](<{copy}>)." if copy else ""
    return title + (f". {escaped(line.behind)}." if line.behind else "." if shown else "") + shown


def _code(text: str) -> str:
    return element("pre", element("code", escape(text)))
