"""Markdown to a ``Document``, the one form every face (HTML, Markdown, text) is written from.

CommonMark with GFM tables, strikethrough, footnotes, formulas and citation markers; where it is read in
another way than the specifications say, ``rules`` says why. Raw HTML but for three tags and automatic links
are off; whether a URL may be a link is not decided here but where it is written (``links.safe_url``), on the
final URL of the token. How much of a text is read says ``limits``; of nesting 20 levels.

What an answer that was broken off leaves open is closed as it is while it is being written (``unfinished``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from pplx_notebook.document.boundaries import ends_in_table, open_fence, unfinished_tokens, without_half_mark
from pplx_notebook.document.clean import clean
from pplx_notebook.document.limits import within_limits
from pplx_notebook.document.nodes import Document
from pplx_notebook.document.rules.emphasis_rule import emphasis_rule
from pplx_notebook.document.rules.formula_rule import formula_rules
from pplx_notebook.document.rules.marker_rule import MOST_MARKERS, marker_rule
from pplx_notebook.document.rules.table_rule import table_rule
from pplx_notebook.document.rules.tag_rule import tag_rule
from pplx_notebook.document.rules.unfinished import held_back, unfinished_rules
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.document.tree import blocks_of
from pplx_notebook.protocol.answer import Answer

Env = dict[str, Any]
TOO_MANY_MARKERS = f"the citation markers after the {MOST_MARKERS:,}th are shown as text"
_BROKEN_OFF = ("streaming", "interrupted", "cut off", "failed")
_SHOW_NOTHING = ("definition", "held")  # a formula that is not closed yet is held back
_AT_LIMIT = ("length", "max_tokens", "max_output_tokens")


def read_markdown(text: str, answer: Answer | None = None, *, to_end: bool = True) -> Document:
    """Parse the text; the markers in it point to the sources of ``answer``.

    ``to_end``: the text ends where the answer does, and so may have been broken off there.
    """
    text = clean(within_limits(text))
    answer = answer or Answer()
    env = environment(SourceRows(answer))
    if to_end and (answer.status in _BROKEN_OFF or answer.finish_reason in _AT_LIMIT):
        return document(*broken_off(text, env))
    return document(parser().parse(text, env), env)


def broken_off(text: str, env: Env) -> tuple[list[Token], Env]:
    """The tokens of a text that does not go on, and what the parser knows then."""
    parse = parser(growing=True)
    source, tokens, env = unfinished_blocks(text, env)
    fence = open_fence(tokens, source)
    if fence is not None and not source.endswith("\n"):
        fence.content = without_half_mark(fence.content)
    open_to_the_end = {id(token) for token in unfinished_tokens(tokens, source)}
    for token in tokens:
        if token.type == "inline" and token.children is not None:
            env["unfinished"] = id(token) in open_to_the_end
            parse.inline.parse(token.content, parse, env, token.children)
    return tokens, env


def unfinished_blocks(source: str, env: Env) -> tuple[str, list[Token], Env]:
    """The text without an unclear last line, its block tokens, and what the parser then knows."""
    tokens, found = _block_tokens(source, env)
    if open_fence(tokens, source) is None:
        shorter = held_back(source, ends_in_table(tokens, source))
        if shorter != source:
            return shorter, *_block_tokens(shorter, env)
    return source, tokens, found


def _block_tokens(source: str, env: Env) -> tuple[list[Token], Env]:
    found = copied(env) | {"notes_may_come": True}
    tokens: list[Token] = []
    parse = parser(growing=True)
    parse.block.parse(source, parse, found, tokens)
    pointed_to = {k: v for k, v in env["footnotes"]["refs"].items() if v >= 0}
    found["footnotes"]["refs"].update(pointed_to)  # a definition makes the plugin forget them
    tick_boxes(tokens)
    return tokens, found


def copied(env: Env) -> Env:
    """The environment, so that what is parsed for a try leaves no trace in it."""
    notes = env["footnotes"]
    listed = {number: dict(note) for number, note in notes["list"].items()}
    footnotes = {"refs": dict(notes["refs"]), "list": listed}
    return {**env, "references": dict(env["references"]), "footnotes": footnotes}


def environment(sources: SourceRows) -> Env:
    """What the parser's rules share while they read one text."""
    return {
        "sources": sources,
        "cited": {},
        "markers": 0,
        "left": False,
        "references": {},
        "footnotes": {"refs": {}, "list": {}},
    }


def document(tokens: list[Token], env: Env) -> Document:
    """The tree of tokens in reading order; footnotes go into ``notes``."""
    body, defined = without_notes(tokens)
    notes = [blocks_of(defined.get(note["label"], [])) for note in env["footnotes"]["list"].values()]
    cited = tuple(row for _, row in sorted(env["cited"].items()))
    blocks = blocks_of(body)
    return Document(
        blocks, tuple(notes) if any(notes) else (), cited, (TOO_MANY_MARKERS,) if env["left"] else ()
    )


def without_notes(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens without definitions, which show nothing where they stand, and the footnotes by label."""
    body: list[Token] = []
    defined: dict[str, list[Token]] = {}
    stack = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            stack.append([])
            defined[token.meta["label"]] = stack[-1]
        elif token.type == "footnote_reference_close":
            stack.pop()
        elif token.type not in _SHOW_NOTHING:
            stack[-1].append(token)
    return body, defined


def cut(tokens: list[Token]) -> list[list[Token]]:
    """The tokens grouped by top-level block."""
    groups: list[list[Token]] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            groups.append([])
        groups[-1].append(token)
    return groups


@cache
def parser(*, growing: bool = False) -> MarkdownIt:
    """The parser: made once, holds no state of a text. ``growing``: the one for texts still being written,
    in which what is open is closed and every footnote mark is taken for one, as its note may follow."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20, "inline_definitions": True})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=growing)
    emphasis_rule(parser)
    formula_rules(parser, growing=growing)
    table_rule(parser, growing=growing)
    tag_rule(parser)
    marker_rule(parser)
    parser.core.ruler.before("inline", "task_list", lambda state: tick_boxes(state.tokens))
    parser.normalizeLink = parser.normalizeLinkText = _as_written  # type: ignore[method-assign, assignment]  # its documented hook
    parser.validateLink = _always  # type: ignore[method-assign, assignment]
    if growing:
        unfinished_rules(parser)
    return parser


def _as_written(url: str) -> str:
    return url


def _always(_url: str) -> bool:
    return True


def tick_boxes(tokens: list[Token]) -> None:
    """``- [ ] buy milk``: the box becomes a character, for an input element may not stand in an output."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            box = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}.get(inline.content[:4])
            inline.content = box + inline.content[4:] if box else inline.content
