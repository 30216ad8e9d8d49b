"""Citation markers as a parser rule, so that code, links and escapes are what the parser says they are.

``[n]`` and ``[web:n]`` become a ``marker`` token if the number is known and nothing makes it a link of the
answer's own: ``[1](url)`` is a link, ``[text][1]`` a reference. A definition ``[1]: url`` in the answer never
decides where a known marker goes: the text comes from strangers, the sources from the server.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.protocol.markers import find_markers

MOST_MARKERS = 2_000  # of a text; the rest stay text, and a notice says so
_LONGEST = len("[web:9999](")


def marker_rule(parser: MarkdownIt) -> None:
    """Teach a parser the token ``marker`` (content: "[n]", meta["source"]: what it points to)."""
    parser.inline.ruler.before("link", "marker", _bracket)


_LAST_CLOSING = -1  # no place in a text, so free in the parser's own cache of places


def _bracket(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    return _lone(state, silent) or _marker(state, silent)


def _lone(state: StateInline, silent: bool) -> bool:
    """``[`` after which nothing closes is text: to find that out the link rule would walk 20 levels down at
    each, 0.5 s for 50,000 of them."""
    if _LAST_CLOSING not in state.cache:
        state.cache[_LAST_CLOSING] = state.src.rfind("]")
    if state.cache[_LAST_CLOSING] > state.pos or state.env.get("unfinished"):
        return False
    if not silent:
        state.pending += "["
    state.pos += 1
    return True


def _marker(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel:
        return False  # silent: a link's text is being looked for, and "[see [1]](url)" is one link
    found = find_markers(state.src[state.pos : min(state.pos + _LONGEST, state.posMax)])
    if not found or found[0].start:
        return False
    sources: SourceRows = state.env["sources"]
    source = sources.of(found[0])
    if source is None or state.env["markers"] >= MOST_MARKERS:
        state.env["left"] |= source is not None
        return False
    state.env["markers"] += 1
    token = state.push("marker", "a", 0)
    token.content = state.src[state.pos : state.pos + found[0].end]
    token.meta["source"] = state.env["cited"][source.number] = source
    state.pos += found[0].end
    return True
