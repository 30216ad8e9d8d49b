"""A formula of an answer as MathML, which a browser draws by itself: a page here brings no program for it."""

from __future__ import annotations

import re
from html import unescape

from latex2mathml.converter import convert

FORMULA = re.compile(r'(<span class="pplx-math[^>]*>)\\([(\[])(.*?)\\[)\]](</span>)', re.DOTALL)


def with_formulas(html: str) -> str:
    """The HTML of an answer with its formulas drawn; one that cannot be read stays as it is written."""
    return FORMULA.sub(_drawn, html)


def _drawn(found: re.Match[str]) -> str:
    begin, kind, tex, end = found.groups()
    try:
        drawn = convert(unescape(tex), display="block" if kind == "[" else "inline")
    except Exception:  # the package has no common class of its many
        return found.group()
    return f"{begin}{drawn}{end}"
