"""Where a text that is still being written ends: what the next character may still change, and what not.

The law of this file: a boundary is safe where a *complete* line begins a top-level block behind an empty
line, or where that block or the one before is a heading, rule or fence. No later character can move it: a
list, note or fence that could take the line in would have done so by now. All is asked of block tokens.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

_ALONE = frozenset({"heading_open", "fence", "hr"})  # blocks that begin and end whatever stands around them
_CLOSING_FENCE = re.compile(r" {0,3}(?:`+|~+)[ \t]*")


def stable_groups(groups: list[list[Token]], source: str) -> int:
    """How many of the top-level blocks no later character can change."""
    lines = source.split("\n")
    for at in range(len(groups) - 1, 0, -1):
        first = first_line(groups[at])
        is_complete = first < len(lines) - 1
        if is_complete and (
            not lines[first - 1].strip() or stands_alone(groups[at][0]) or stands_alone(groups[at - 1][0])
        ):
            return at
    return 0


def first_line(group: list[Token]) -> int:
    """The number of the line a top-level block begins with."""
    return group[0].map[0] if group[0].map else 0


def stands_alone(token: Token) -> bool:
    """Whether a block is what it is without an empty line around it; an underlined heading is not."""
    return token.type in _ALONE and token.markup not in ("-", "=")


def last_leaf(tokens: list[Token]) -> tuple[int, Token | None]:
    """The token the text ends in and its place; -1 and None where it ends in an empty list item or quote."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].nesting >= 0:
            return (at, tokens[at]) if tokens[at].nesting == 0 else (-1, None)
    return -1, None


def open_fence(tokens: list[Token], source: str) -> Token | None:
    """The fence the text ends in, if its first line is complete and its closing mark is not there yet."""
    _, leaf = last_leaf(tokens)
    lines = source.count("\n") + (not source.endswith("\n"))
    if leaf is None or leaf.type != "fence" or leaf.map is None or leaf.map[1] < lines:
        return None
    lines_inside = leaf.content.count("\n") + (leaf.content[-1:] not in ("", "\n"))
    is_closed = leaf.map[1] - leaf.map[0] > lines_inside + 1
    return leaf if not is_closed and leaf.map[0] < source.count("\n") else None


def without_half_mark(content: str) -> str:
    """The content of an open fence without a last line that may become its closing mark."""
    head, newline, last = content.rstrip("\n").rpartition("\n")
    return head + newline if _CLOSING_FENCE.fullmatch(last) else content


def ends_in_table(tokens: list[Token], source: str) -> bool:
    """Whether the last line is a row of a table."""
    for token in reversed(tokens):
        if token.type == "table_close":
            return not ends_with_empty_line(source)
        if token.nesting >= 0:
            return False
    return False


def ends_with_empty_line(source: str) -> bool:
    """Whether the paragraph, row or item before the end is complete."""
    line = source.rstrip(" \t")
    return line.endswith("\n") and line[:-1].rstrip(" \t").endswith("\n")


def unfinished_tokens(tokens: list[Token], source: str) -> list[Token]:
    """The inline tokens the next character may still belong to."""
    at, leaf = last_leaf(tokens)
    if leaf is None or leaf.type != "inline" or ends_with_empty_line(source):
        return []
    kind = tokens[at - 1].type
    if kind == "paragraph_open" or (kind == "heading_open" and not source.endswith("\n")):
        return [leaf]
    if kind == "heading_open" or source.endswith("\n"):
        return []
    row = next(i for i in range(at, -1, -1) if tokens[i].type == "tr_open")
    return [token for token in tokens[row:] if token.type == "inline"]
