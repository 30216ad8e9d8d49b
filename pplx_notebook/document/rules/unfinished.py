"""Markdown that is still being written, made presentable: what has only begun never shows as raw marks.

Two laws. A last line that may still become anything (``#``, ``-``, ``1.``, ``|``, ``[1]:``) is *held back*
until it is clear what it is. In the paragraph being written, what is open is *closed virtually* (``**bold``
is bold, an open code span is code), a link shows its text until its address is complete, and what would show
as a mark only (``[1``, ``$x``, ``&am``, a last ``*``) is held back. This is done by parser rules, so that it
never disagrees with the parser, and at the end of the text only, so that what a reader has seen stays.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from pplx_notebook.document.rules.formula_or_text import may_become_text
from pplx_notebook.document.rules.formula_rule import formula_end, may_still_end
from pplx_notebook.document.rules.tag_rule import may_still_close, push_box

_CONTAINER = re.compile(r"[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))*[ \t]*")
_UNCLEAR = re.compile(
    r"#{1,6}[ \t]*|[-*_+=~`:|<>!\\$][-*_+=~`:| \t]*|\d{1,9}[.)]?|(`{3,}|~{3,})[^`]*"
    r"|\[[^\[\]]{0,60}|\[\^?[^\[\]]{0,200}\](?::?[ \t]*|:[ \t]*\S+(?:[ \t]+[\"'(][^\"')]*)?)"
)
_RULE_OF_TABLE = re.compile(r"[ \t]*[|:-][|: \t-]*")


def held_back(source: str, in_table: bool) -> str:
    """The text without a last line of which nobody knows yet what it will be; not for text inside a fence.

    ``in_table``: the last line belongs to a table whose head is complete.
    """
    lines = source[source.rfind("\n\n") + 1 :].split("\n")
    count = _unclear_lines(lines, in_table)
    return source[: len(source) - len("\n".join(lines[-count:]))] if count else source


def _unclear_lines(lines: list[str], in_table: bool) -> int:
    """How many lines at the end are unclear: the last one, or a row that waits for the rule below it."""
    last = _inner(lines[-1])
    if in_table:
        return int(bool(last) and not last.strip("| \t"))
    rows = lines if lines[-1].strip() else lines[:-1]
    waiting = _waiting_rows(rows)
    if waiting:
        return waiting + len(lines) - len(rows)
    return int(bool(_UNCLEAR.fullmatch(last) if last else lines[-1].strip()))


def _waiting_rows(rows: list[str]) -> int:
    """1 for the first row of what may be a table, 2 with the rule below it half written, else 0."""
    is_row = [_inner(line).startswith("|") for line in rows[-3:]]
    if is_row[-1:] == [True] and is_row[-2:-1] != [True]:
        return 1
    if len(is_row) > 1 and is_row[-2] and is_row[-3:-2] != [True] and _RULE_OF_TABLE.fullmatch(rows[-1]):
        return 2
    return 0


def _inner(line: str) -> str:
    """The line without the marks of the quotes and lists it stands in."""
    found = _CONTAINER.match(line)
    return line[found.end() :] if found else line


_WAITING = 240  # characters after an open "[" or "`" until it is taken for an ordinary character
_HALF = re.compile(
    r"(?:!|&[#\w]{0,32}|[*_~]+|</(?:s(?:u[bp]?)?)?|<br[ \t]*/?"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]*(?::[^\s<>]*)?)?|\$(?:\d[^\s$]*)?"
    r"|\\(?:b|be|beg|begi|begin(?:\{[A-Za-z]*\*?)?)?"
    r"|!?\[(?:[0-9]{0,4}|w(?:e(?:b(?::[0-9]{0,4})?)?)?|\^[^\s\]]{0,40})"
    r"|\[(?:(?:web:|citation:)?[0-9]{1,4} ?[,;–‑-] ?){1,20}(?:[0-9]{0,4}|[a-z]{1,8}:?[0-9]{0,4}) ?"
    r"|\[c(?:i(?:t(?:a(?:t(?:i(?:o(?:n(?::[0-9]{0,4})?)?)?)?)?)?)?)?|\[[0-9]{1,4}†[^\[\]\n]{0,80})\Z"
)
_NUMBERED = re.compile(r"\[(?:web:)?\d{1,4}\]|\[\^[^\s\]]+\]")
_DESTINATION = re.compile(r"\\.|[()]|<[^<>\n]*>|\"[^\"]*\"")


def unfinished_rules(parser: MarkdownIt) -> None:
    """Teach a parser to close what is open, in texts parsed with ``env["unfinished"]`` true."""
    parser.inline.ruler.before("text", "unfinished", _unfinished)
    parser.inline.ruler2.after("balance_pairs", "unfinished", _close_emphasis)


def _unfinished(state: StateInline, silent: bool) -> bool:
    if not state.env.get("unfinished") or state.posMax != len(state.src):
        return False
    sign = state.src[state.pos]
    if sign not in "!&*_~<\\$[`":
        return False
    if _HALF.match(state.src, state.pos) or _open_formula(state):
        state.pos = state.posMax
        return True
    if sign in "`<":
        return _open_code(state, silent) if sign == "`" else _open_tag(state, silent)
    opening = 1 if sign == "[" else 2 if state.src.startswith("![", state.pos) else 0
    return bool(opening) and not silent and _open_bracket(state, opening)


def _open_formula(state: StateInline) -> bool:
    """A formula without its end, as long as it can still be one; or whose last "$" may open the next."""
    if state.src[state.pos] not in "$\\":
        return False
    end = formula_end(state.src, state.pos)
    if end < 0:
        return may_still_end(state.src, state.pos)
    is_last = end == state.posMax and state.src[state.pos] == "$"
    return is_last and state.src[end - 2] != "$" and may_become_text(state.src[state.pos + 1 : end - 1])


def _open_code(state: StateInline, silent: bool) -> bool:
    """A code span without its end: what there is of it is code."""
    run = re.compile("`+").match(state.src, state.pos)
    mark = run[0] if run else "`"
    inside = state.src[state.pos + len(mark) :]
    if len(inside) > _WAITING or re.search(f"(?<!`){mark}(?!`)", inside):
        return False
    inside = inside.rstrip("`").replace("\n", " ").strip()
    if inside and not silent:
        state.push("code_inline", "code", 0).content = inside
    state.pos = state.posMax
    return True


def _open_tag(state: StateInline, silent: bool) -> bool:
    """A ``<sub>`` without its end: what there is of it stands low already."""
    name = may_still_close(state.src, state.pos)
    begin = state.pos + len(f"<{name}>")
    if not name or re.search(f"</{name}>", state.src[begin:], re.IGNORECASE):
        return False
    if begin < state.posMax and not silent:
        push_box(state, name, begin, state.posMax)
    state.pos = state.posMax
    return True


def _open_bracket(state: StateInline, opening: int) -> bool:
    """A link or image without its end: its text, without brackets."""
    begin = state.pos + opening
    is_closed = "]" in state.src[begin:]
    end = state.md.helpers.parseLinkLabel(state, begin - 1) if is_closed else -1
    if end < 0:
        if state.posMax - begin > _WAITING:
            return False
        state.pos = begin
        return True
    if _NUMBERED.fullmatch(state.src, begin - 1, end + 1) or not _is_open_target(state.src, end + 1):
        return False
    state.pos, state.posMax = begin, end
    state.md.inline.tokenize(state)
    state.pos = state.posMax = len(state.src)
    return True


def _is_open_target(source: str, at: int) -> bool:
    """Whether what stands behind the text of a link is missing or begun and not complete."""
    if len(source) - at > 10 * _WAITING:
        return False
    if source.startswith("(", at):
        depth = 0
        for found in _DESTINATION.finditer(source, at):
            depth += {"(": 1, ")": -1}.get(found[0], 0)
            if depth == 0:
                return False
        return True
    return at == len(source) or (source[at] == "[" and "]" not in source[at:])


def _close_emphasis(state: StateInline) -> None:
    """Close open emphasis behind the last token, the innermost first."""
    if not state.env.get("unfinished"):
        return
    place, still_open = 0, []
    closers = {delimiter.end for delimiter in state.delimiters}
    while place < len(state.delimiters):
        delimiter = state.delimiters[place]
        if delimiter.end < 0 and delimiter.open and place not in closers:
            still_open.append(delimiter)
        place = max(delimiter.end, place) + 1
    for opener in reversed(still_open):
        mark = state.tokens[opener.token].content
        state.push("text", "", 0).content = mark
        opener.end = len(state.delimiters)
        at = len(state.tokens) - 1
        state.delimiters.append(Delimiter(opener.marker, opener.length, at, -1, open=False, close=True))
