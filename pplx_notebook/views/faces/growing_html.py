"""A text that grows, as blocks of HTML: what can no longer change is parsed once, only the end over and over.

In front of the boundary (``ends.stable_groups``) only definitions and footnotes are remembered. Behind it the
blocks are parsed again each time, but inline content that was written before is not: item 30 of a list does
not have the first 29 written again. Everything here is linear in what is new, but for the last block.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

from pplx_notebook.document.boundaries import (
    first_line,
    open_fence,
    stable_groups,
    unfinished_tokens,
    without_half_mark,
)
from pplx_notebook.document.clean import clean
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
from pplx_notebook.views.faces.highlight import GrowingCode
from pplx_notebook.views.faces.html_blocks import EMPTY, block_html, inline_html, notes_html

Written = dict[str, str]
_LINE_END = re.compile(r"\r\n?|\n")


class GrowingDocument:
    """The blocks of one growing text. ``stable`` is its beginning that will not be parsed again."""

    def __init__(self, sources: SourceRows) -> None:
        self.stable = ""
        self._blocks: list[str] = []
        self._notes: Written = {}
        self._env = environment(sources)
        self._memo: Written = {}
        self._code = GrowingCode()

    def blocks(self, text: str) -> list[str]:
        """All blocks of ``text``, which begins with ``stable``; footnotes, if any, are the last one."""
        tail = text[len(self.stable) :]
        source, tokens, env = unfinished_blocks(clean(tail), self._env)
        if len(env["references"]) != len(self._env["references"]):
            self._memo.clear()
        self._colour(tokens, source)
        unfinished = {id(token) for token in unfinished_tokens(tokens, source)}
        groups = cut(tokens)
        settled = stable_groups(groups, source)
        notes = dict(self._notes)
        if settled:
            blocks = self._write(groups[:settled], unfinished, env, notes)
            self._settle(tail, first_line(groups[settled]), blocks, notes, env)
        blocks = self._write(groups[settled:], unfinished, env, notes)
        return [*self._blocks, *blocks, *noted(env, notes)]

    def _colour(self, tokens: list[Token], source: str) -> None:
        """Have the code of an open fence coloured as far as it is worth while."""
        fence = open_fence(tokens, source)
        if fence is not None:
            shown = fence.content if source.endswith("\n") else without_half_mark(fence.content)
            fence.meta["html"] = self._code.html(shown, fence.info)

    def _write(self, groups: list[list[Token]], unfinished: set[int], env: Env, notes: Written) -> list[str]:
        """The HTML of groups of tokens; footnotes in them go to ``notes``."""
        blocks: list[str] = []
        for group in groups:
            for token in group:
                if token.type == "inline":
                    token.content = self._inline(token.content, id(token) in unfinished, env)
                    token.type = "written"
            body, defined = without_notes(group)
            notes.update({label: block_html(note) for label, note in defined.items()})
            blocks.append(block_html(body))
        return [html for html in blocks if html not in ("", EMPTY)]

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

    def _settle(self, tail: str, boundary: int, blocks: list[str], notes: Written, env: Env) -> None:
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


def noted(env: Env, notes: Written) -> list[str]:
    """The block of footnotes as far as they are written, or nothing."""
    rows = [notes.get(note["label"], "") for note in env["footnotes"]["list"].values()]
    return [notes_html(rows)] if any(rows) else []
