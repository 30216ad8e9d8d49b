"""Markdown to top-level blocks of tokens, the one form every face (HTML, Markdown, text) is written from.

CommonMark with GFM tables, strikethrough, footnotes, formulas and citation markers. Raw HTML and automatic
links are off; whether a URL may be a link is not decided here but where it is written (``links.safe_url``),
on the final URL of the token. At most 2,000,000 characters are read and 20 levels of nesting.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.clean import clean
from pplx_notebook.views.markers import marker_rule
from pplx_notebook.views.math import formula_rules
from pplx_notebook.views.sources import Source, Sources
from pplx_notebook.views.unfinished import unfinished_rules

LIMIT_CHARACTERS = 2_000_000
_TOO_LONG = "\n\n*(The rest is left out: the answer is longer than 2,000,000 characters.)*\n"


class Document(msgspec.Struct):
    """A parsed text.

    ``blocks``: tokens of each top-level block; ``notes``: tokens of each footnote in the order they are
    pointed to, empty for one that is not written yet; ``cited``: what the markers point to, by number.
    """

    blocks: list[list[Token]]
    notes: list[list[Token]]
    cited: list[Source]


def read(text: str, answer: Answer | None = None) -> Document:
    """Parse the text; the markers in it point to the sources of ``answer``."""
    text = clean(text)
    if len(text) > LIMIT_CHARACTERS:
        text = text[:LIMIT_CHARACTERS] + _TOO_LONG
    env = environment(Sources(answer or Answer()))
    return document(parser().parse(text, env), env)


def environment(sources: Sources) -> dict[str, Any]:
    """What the parser's rules share while they read one text."""
    return {"sources": sources, "cited": {}, "references": {}, "footnotes": {"refs": {}, "list": {}}}


def document(tokens: list[Token], env: dict[str, Any]) -> Document:
    """Tokens in reading order, cut into blocks; footnotes go into ``notes``."""
    body, defined = without_notes(tokens)
    notes = [defined.get(note["label"], []) for note in env["footnotes"]["list"].values()]
    cited = env["cited"]
    return Document(cut(body), notes if any(notes) else [], [cited[number] for number in sorted(cited)])


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
        elif token.type != "definition":
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
    formula_rules(parser)
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
