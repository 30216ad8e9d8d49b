"""A text that grows, as blocks of HTML: what can no longer change is parsed once, only the end over and over.

The law of this file: a boundary behind which everything is parsed anew is safe where a *complete* line begins
a top-level block behind an empty line, or where that block or the one before is a heading, rule or fence. No
later character can move it: a list, footnote or fence that could take the line in would have done so by now.
In front of it only definitions and footnotes are remembered. Behind it what is written of inline content is,
so that item 30 of a list does not have the first 29 written again.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from pplx_notebook.views.clean import clean
from pplx_notebook.views.highlight import GrowingCode
from pplx_notebook.views.markdown import cut, environment, parser, tick_boxes, without_notes
from pplx_notebook.views.sources import Sources
from pplx_notebook.views.unfinished import held_back, open_fence
from pplx_notebook.views.writer import EMPTY, block_html, inline_html, notes_html

Env = dict[str, Any]
Notes = dict[str, str]
_LINE_END = re.compile(r"\r\n?|\n")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n[ \t]*\Z")
_ALONE = frozenset({"heading_open", "fence", "hr"})  # blocks that begin and end whatever stands around them


class GrowingDocument:
    """The blocks of one growing text. ``stable`` is its beginning that will not be parsed again."""

    def __init__(self, sources: Sources) -> None:
        self.stable = ""
        self._blocks: list[str] = []
        self._notes: Notes = {}
        self._env = environment(sources)
        self._memo: Notes = {}
        self._code = GrowingCode()

    def blocks(self, text: str) -> list[str]:
        """All blocks of ``text``, which begins with ``stable``; footnotes, if any, are the last one."""
        tail = text[len(self.stable) :]
        source, tokens, env = self._parse(clean(tail))
        unfinished = {id(token) for token in unfinished_tokens(tokens, source)}
        _, leaf = last_leaf(tokens)
        if leaf is not None and in_fence(tokens, source):
            leaf.meta["html"] = self._code.html(leaf.content, leaf.info)
        groups = cut(tokens)
        boundary = stable_lines(groups, source)
        blocks: list[str] = []
        notes = dict(self._notes)
        for group in groups:
            first = group[0].map[0] if group[0].map else 0
            if boundary and first >= boundary:
                self._settle(tail, boundary, blocks, notes, env)
                blocks, boundary = [], 0
            self._write(group, unfinished, env, blocks, notes)
        return [*self._blocks, *blocks, *noted(env, notes)]

    def _parse(self, source: str) -> tuple[str, list[Token], Env]:
        """The text without an unclear last line, its block tokens, and what the parser knows."""
        tokens, env = self._block_tokens(source)
        shorter = held_back(source, ends_in_table(tokens, source)) if not in_fence(tokens, source) else source
        if shorter != source:
            tokens, env = self._block_tokens(shorter)
        return shorter, tokens, env

    def _block_tokens(self, source: str) -> tuple[list[Token], Env]:
        env = copied(self._env)
        tokens: list[Token] = []
        parse = parser(growing=True)
        parse.block.parse(source, parse, env, tokens)
        pointed_to = {k: v for k, v in self._env["footnotes"]["refs"].items() if v >= 0}
        env["footnotes"]["refs"].update(pointed_to)  # a definition makes the plugin forget them
        if len(env["references"]) != len(self._env["references"]):
            self._memo.clear()
        tick_boxes(tokens)
        return tokens, env

    def _write(
        self, group: list[Token], unfinished: set[int], env: Env, blocks: list[str], notes: Notes
    ) -> None:
        """Write a group of tokens: its HTML to ``blocks``, footnotes in it to ``notes``."""
        for token in group:
            if token.type == "inline":
                token.content = self._inline(token.content, id(token) in unfinished, env)
                token.type = "written"
        body, defined = without_notes(group)
        html = block_html(body)
        if body and html != EMPTY:
            blocks.append(html)
        notes.update({label: block_html(note) for label, note in defined.items()})

    def _inline(self, content: str, unfinished: bool, env: Env) -> str:
        if not unfinished and content in self._memo:
            return self._memo[content]
        children: list[Token] = []
        env["unfinished"] = unfinished
        parser(growing=True).inline.parse(content, parser(growing=True), env, children)
        html = inline_html(children)
        if not unfinished and "[^" not in content:
            self._memo[content] = html
        return html

    def _settle(self, tail: str, boundary: int, blocks: list[str], notes: Notes, env: Env) -> None:
        """From now on the first ``boundary`` lines of the tail are stable."""
        ends = (found.end() for found in _LINE_END.finditer(tail))
        self.stable += tail[: next(end for line, end in enumerate(ends, 1) if line == boundary)]
        self._blocks += blocks
        self._notes = dict(notes)
        known, found = self._env["references"], env["references"]
        self._env = copied(env)
        self._env["references"] = {
            label: found[label] for label in found if label in known or found[label]["map"][1] <= boundary
        }
        self._memo.clear()


def copied(env: Env) -> Env:
    """The environment, so that what is parsed for a try leaves no trace in it."""
    notes = env["footnotes"]
    listed = {number: dict(note) for number, note in notes["list"].items()}
    footnotes = {"refs": dict(notes["refs"]), "list": listed}
    return {**env, "references": dict(env["references"]), "footnotes": footnotes}


def noted(env: Env, notes: Notes) -> list[str]:
    """The block of footnotes as far as they are written, or nothing."""
    rows = [notes.get(note["label"], "") for note in env["footnotes"]["list"].values()]
    return [notes_html(rows)] if any(rows) else []


def stable_lines(groups: list[list[Token]], source: str) -> int:
    """How many lines at the beginning no later character can change; 0 if none."""
    lines = source.split("\n")
    for group, before in zip(reversed(groups), reversed(groups[:-1]), strict=False):
        first = group[0].map[0] if group[0].map else 0
        if first >= len(lines) - 1:
            continue
        if not lines[first - 1].strip() or stands_alone(group[0]) or stands_alone(before[0]):
            return first
    return 0


def stands_alone(token: Token) -> bool:
    """Whether a block is what it is without an empty line around it; an underlined heading is not."""
    return token.type in _ALONE and token.markup not in ("-", "=")


def last_leaf(tokens: list[Token]) -> tuple[int, Token | None]:
    """The token the text ends in and its place; -1 and None where it ends in an empty list item or quote."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].nesting >= 0:
            return (at, tokens[at]) if tokens[at].nesting == 0 else (-1, None)
    return -1, None


def line_count(source: str) -> int:
    """Lines that hold something or are followed by another one."""
    return source.count("\n") + (not source.endswith("\n"))


def in_fence(tokens: list[Token], source: str) -> bool:
    """Whether the text ends inside a fence whose first line is complete."""
    _, leaf = last_leaf(tokens)
    if leaf is None or leaf.type != "fence" or leaf.map is None or leaf.map[1] < line_count(source):
        return False
    lines_inside = leaf.content.count("\n") + (not leaf.content.endswith("\n") and leaf.content != "")
    is_closed = leaf.map[1] - leaf.map[0] > lines_inside + 1
    return not is_closed and leaf.map[0] < source.count("\n")


def ends_in_table(tokens: list[Token], source: str) -> bool:
    """Whether the last line is a row of a table."""
    for token in reversed(tokens):
        if token.type == "table_close":
            return not _PARAGRAPH_END.search(source)
        if token.nesting >= 0:
            return False
    return False


def unfinished_tokens(tokens: list[Token], source: str) -> list[Token]:
    """The inline tokens the next character may still belong to; a fence loses a half-written closing mark."""
    at, leaf = last_leaf(tokens)
    last_line = source[source.rfind("\n") + 1 :]
    if leaf is None or _PARAGRAPH_END.search(source):
        return []
    if leaf.type == "fence" and last_line and in_fence(tokens, source):
        leaf.content = open_fence(leaf.content)
    if leaf.type != "inline":
        return []
    kind = tokens[at - 1].type
    if kind == "paragraph_open":
        return [leaf]
    if not last_line:
        return []
    if kind == "heading_open":
        return [leaf]
    row = next(i for i in range(at, -1, -1) if tokens[i].type == "tr_open")
    return [token for token in tokens[row:] if token.type == "inline"]
