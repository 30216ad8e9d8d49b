"""A text that grows, as a tree: what can no longer change is read once, only the end over and over.

In front of the boundary (``boundaries.stable_groups``) only definitions and footnotes are remembered. Behind
it the blocks are read again each time, their inlines only when somebody looks. Everything here is linear in
what is new, but for the last block."""

from __future__ import annotations

import re

import msgspec
from markdown_it.token import Token

from pplx_notebook.document.boundaries import (
    first_line,
    open_fence,
    stable_groups,
    unfinished_tokens,
    without_half_mark,
)
from pplx_notebook.document.clean import clean
from pplx_notebook.document.limits import within_limits
from pplx_notebook.document.nodes import Block, Code, Inline, Span
from pplx_notebook.document.parser import (
    Env,
    copied,
    cut,
    environment,
    parser,
    unfinished_blocks,
    without_notes,
)
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.document.tree import blocks_of, read_code, spans_of

_LINE_END = re.compile(r"\r\n?|\n")

Notes = dict[str, tuple[Block, ...]]


class Part(msgspec.Struct, frozen=True):
    """Blocks of a growing text, and the footnotes that stand among them, by label."""

    blocks: tuple[Block, ...]
    notes: Notes


class Growth(msgspec.Struct, frozen=True):
    """What there is behind the stable beginning: ``settled`` has just become stable, the next character may
    change what is ``open``. Look at ``settled`` first, then settle, then look at ``open``: footnotes are
    numbered in the order they are looked at. ``redefined``: a definition has come that may change what was
    written."""

    settled: Part
    open: Part
    redefined: bool
    boundary: int  # lines
    tail: str
    env: Env

    def labels(self) -> list[str]:
        """The footnotes pointed to so far, in order."""
        return [note["label"] for note in self.env["footnotes"]["list"].values()]


class GrowingTree:
    """One growing text. ``stable`` is its beginning that will not be read again."""

    def __init__(self, sources: SourceRows) -> None:
        self.stable = ""
        self._env = environment(sources)

    def grown(self, text: str) -> Growth:
        """What the text, which begins with ``stable``, holds behind it."""
        tail = within_limits(text)[len(self.stable) :]
        source, tokens, env = unfinished_blocks(clean(tail), self._env)
        redefined = len(env["references"]) != len(self._env["references"])
        groups = cut(tokens)
        settled = stable_groups(groups, source)
        boundary = first_line(groups[settled]) if settled else 0
        read = _Reading(tokens, source, env)
        return Growth(
            read.part(groups[:settled]), read.part(groups[settled:]), redefined, boundary, tail, env
        )

    def settle(self, growth: Growth) -> None:
        """From now on what had settled is stable."""
        ends = (found.end() for found in _LINE_END.finditer(growth.tail))
        self.stable += growth.tail[: next(end for line, end in enumerate(ends, 1) if line == growth.boundary)]
        known, found = self._env["references"], growth.env["references"]
        self._env = copied(growth.env)
        self._env["references"] = {
            label: found[label]
            for label in found
            if label in known or found[label]["map"][1] <= growth.boundary
        }


class _Reading:
    """Makes nodes of the tokens of one look at the end of a text."""

    def __init__(self, tokens: list[Token], source: str, env: Env) -> None:
        self._env = env
        self._unfinished = {id(token) for token in unfinished_tokens(tokens, source)}
        self._fence = open_fence(tokens, source)
        self._line_is_complete = source.endswith("\n")

    def part(self, groups: list[list[Token]]) -> Part:
        """The nodes of groups of tokens."""
        body, defined = without_notes([token for group in groups for token in group])
        notes = {label: self._blocks(tokens) for label, tokens in defined.items()}
        return Part(self._blocks(body), notes)

    def _blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        return blocks_of(tokens, self._inline, self._code)

    def _code(self, token: Token) -> Code:
        if token is not self._fence:
            return read_code(token)
        shown = token.content if self._line_is_complete else without_half_mark(token.content)
        return Code(shown, token.info, unfinished=True)

    def _inline(self, token: Token) -> Inline:
        return Inline(token.content, self._spans, unfinished=id(token) in self._unfinished)

    def _spans(self, inline: Inline) -> tuple[Span, ...]:
        children: list[Token] = []
        self._env["unfinished"] = inline.unfinished
        parser(growing=True).inline.parse(inline.source, parser(growing=True), self._env, children)
        return spans_of(children)
