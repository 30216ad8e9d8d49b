"""The three tags of HTML that say something Markdown cannot: ``<br>``, ``<sub>…</sub>`` and ``<sup>…</sup>``.

Exactly these tokens, without attributes, in either case, are read as nodes of our tree; other HTML is text.
A ``<br>`` where nothing stands before or behind it shows nothing. An opening tag needs its closing one within
``LIMIT_CHARACTERS``; what stands between is Markdown.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

LIMIT_CHARACTERS = 500
DEEPEST = 4
_BREAKS = re.compile(r"(?:<br[ \t]*/?>[ \t]*\n?[ \t]*)+", re.IGNORECASE)
_BREAK = re.compile("<br", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(sub|sup)>", re.IGNORECASE)


def tag_rule(parser: MarkdownIt) -> None:
    """Teach a parser ``hardbreak`` for ``<br>``, and the tokens ``sub_open``, ``sup_open`` and their ends."""
    parser.inline.ruler.before("autolink", "tag", _tag)


def may_still_close(source: str, at: int) -> str:
    """The name of the tag that is opened here and may be closed when the text goes on, else ""."""
    opening = _TAG.match(source, at)
    is_open = opening and not opening[1] and len(source) - opening.end() <= LIMIT_CHARACTERS
    return opening[2].lower() if opening and is_open else ""


def push_box(state: StateInline, name: str, start: int, end: int) -> None:
    """The tokens of a box with the name of a tag, and of what stands in it."""
    last = state.posMax
    state.push(f"{name}_open", name, 1).markup = f"<{name}>"
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = last
    state.push(f"{name}_close", name, -1)


def _tag(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    breaks = _BREAKS.match(state.src, state.pos, state.posMax)
    if breaks:
        return _push_breaks(state, breaks, silent)
    opening = _TAG.match(state.src, state.pos, state.posMax)
    if not opening or opening[1]:
        return False
    closing = _closing(state, opening)
    if closing is None:
        return False
    if not silent:
        push_box(state, opening[2].lower(), opening.end(), closing.start())
    state.pos = closing.end()
    return True


def _push_breaks(state: StateInline, breaks: re.Match[str], silent: bool) -> bool:
    state.pos = breaks.end()
    if not silent:
        state.pending = state.pending.rstrip(" ")
        is_inside = breaks.end() < len(state.src) and bool(state.tokens or state.pending)
        for _ in _BREAK.findall(breaks[0]) if is_inside else ():
            state.push("hardbreak", "br", 0)
    return True


def _closing(state: StateInline, opening: re.Match[str]) -> re.Match[str] | None:
    """The tag that closes this one, behind those that are opened and closed between."""
    opened: list[str] = []
    last = min(opening.end() + LIMIT_CHARACTERS, state.posMax)
    for tag in _TAG.finditer(state.src, opening.start(), last):
        if not tag[1]:
            opened.append(tag[2].lower())
        elif opened.pop() != tag[2].lower():
            return None
        if len(opened) > DEEPEST:
            return None
        if not opened:
            return tag if tag.start() > opening.end() else None
    return None
