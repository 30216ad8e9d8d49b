"""Citation markers as a parser rule, so that code, links and escapes are what the parser says they are.

What ``protocol.markers`` finds becomes ``marker`` tokens, one a number, if the number is known and nothing
makes it a link of the answer's own: ``[1](url)`` is a link, ``[text][1]`` a reference, ``[^1]`` the mark of a
footnote that stands in the text, or may still come. A definition ``[1]: url`` in the answer never decides
where a known marker goes: the text comes from strangers, the sources from the server. Each is written as if
it stood alone, ``[1, 2]`` as ``[1][2]``.

In an answer that has sources, a link of the text that none of them holds is marked (``meta["unbacked"]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from pplx_notebook.document.source_rows import SourceRow, SourceRows
from pplx_notebook.protocol.markers import Group, Marker, group_at

MOST_MARKERS = 2_000  # of a text; the rest stay text, and a notice says so
_HALF_LENS = re.compile(r"【[^】\n]{0,100}\Z")


def marker_rule(parser: MarkdownIt) -> None:
    """Teach a parser the token ``marker`` (content: "[n]", meta["source"]: what it points to)."""
    parser.inline.ruler.before("link", "marker", _bracket)
    parser.inline.ruler2.push("lens_markers", _lens_markers)
    parser.inline.ruler2.push("unbacked_links", _unbacked_links)


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
    group = group_at(state.src, state.pos, state.posMax)
    if group is None or (group.note and _may_be_note(group.note, state.env)):
        return False
    pieces = _pieces(group, state.env)
    if not pieces:
        return False
    for text, source in pieces:
        if source is None:
            state.pending += text
            continue
        token = state.push("marker", "a", 0)
        token.content = text
        token.meta["source"] = state.env["cited"][source.number] = source
    state.pos = group.markers[0].end
    return True


def _may_be_note(label: str, env: EnvType) -> bool:
    return bool(env.get("notes_may_come")) or f":{label}" in env["footnotes"]["refs"]


def _pieces(group: Group, env: EnvType) -> list[tuple[str, SourceRow | None]]:
    """Each marker of a group as its text and its source, an unknown one as text; [] where none is known."""
    pieces = [(group.text or marker.text, _source(marker, env)) for marker in group.markers]
    return pieces if any(source is not None for _, source in pieces) else []


def _source(marker: Marker, env: EnvType) -> SourceRow | None:
    """What a marker points to; nothing for an unknown number, nor for one after many."""
    source: SourceRow | None = env["sources"].of(marker)
    if source is not None and env["markers"] >= MOST_MARKERS:
        env["left"] = True
        return None
    env["markers"] += source is not None
    return source


def _lens_markers(state: StateInline) -> None:
    """``【1】`` in the text tokens: the parser itself stops at signs of ASCII only."""
    if "【" not in state.src:
        return
    tokens: list[Token] = []
    links = 0
    for token in state.tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        tokens += [token] if links or token.type != "text" else _split_at_lenses(token, state)
    if state.env.get("unfinished") and tokens and tokens[-1].type == "text":
        tokens[-1].content = _HALF_LENS.sub("", tokens[-1].content)
    state.tokens[:] = tokens


def _split_at_lenses(token: Token, state: StateInline) -> Iterator[Token]:
    """A text token as texts and markers."""
    text, done, at = token.content, 0, token.content.find("【")
    while at >= 0:
        group = group_at(text, at)
        pieces = _pieces(group, state.env) if group is not None else []
        if group is not None and pieces:
            yield Token("text", "", 0, content=text[done:at], level=token.level)
            yield from (_token(content, source, state, token.level) for content, source in pieces)
            done = group.markers[0].end
        at = text.find("【", max(at + 1, done))
    yield Token("text", "", 0, content=text[done:], level=token.level)


def _token(content: str, source: SourceRow | None, state: StateInline, level: int) -> Token:
    if source is None:
        return Token("text", "", 0, content=content, level=level)
    state.env["cited"][source.number] = source
    return Token("marker", "a", 0, content=content, level=level, meta={"source": source})


def _unbacked_links(state: StateInline) -> None:
    """Mark the links that no source holds; an answer without sources says nothing of its links."""
    sources: SourceRows = state.env["sources"]
    for token in state.tokens:
        if token.type == "link_open" and not sources.may_hold(str(token.attrs["href"])):
            token.meta["unbacked"] = True
