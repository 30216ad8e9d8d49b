"""The parser's flat tokens as the tree of ``nodes``. Nothing behind this file sees a token.

Every kind of token has one line here; one that is not known raises, so that a new rule of the parser is
noticed. Emphasis deeper than 50 levels is text without its marks: nobody sees it, the parser sets no limit,
and a face may walk the tree by recursion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from markdown_it.token import Token

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.harmless_tex import as_typeset, is_harmless
from pplx_notebook.document.links import gate
from pplx_notebook.document.nodes import (
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Formula,
    Heading,
    ImageSpan,
    Inline,
    Item,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Styled,
    Table,
    Text,
    plain,
)

DEEPEST = 50
MakeInline = Callable[[Token], Inline]
MakeCode = Callable[[Token], Code]


def read_inline(token: Token) -> Inline:
    """An inline whose children the parser has found already."""
    return Inline(token.content, lambda _: spans_of(token.children or []))


def read_code(token: Token) -> Code:
    """A fence or an indented block."""
    return Code(token.content, token.info)


def blocks_of(
    tokens: Sequence[Token], inline: MakeInline = read_inline, code: MakeCode = read_code
) -> tuple[Block, ...]:
    """The blocks of a run of block tokens; ``inline`` and ``code`` make the two kinds that hold text."""
    return _Blocks(tokens, inline, code).until("")


class _Blocks:
    """Reads block tokens from the first to the last."""

    def __init__(self, tokens: Sequence[Token], inline: MakeInline, code: MakeCode) -> None:
        self._tokens, self._inline, self._code = tokens, inline, code
        self._at = 0

    def until(self, closing: str) -> tuple[Block, ...]:
        """The blocks in front of the next token of this type, which is passed over, or of the end."""
        found: list[Block] = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != closing:
            found.append(self._block())
        self._at += 1
        return tuple(found)

    def _block(self) -> Block:
        token = self._next()
        kind = token.type
        if kind == "paragraph_open":
            return Paragraph(self._one_inline(), token.hidden)
        if kind == "heading_open":
            return Heading(int(token.tag[1]), self._one_inline())
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrs.get("start")
            return List(self._items(), kind == "ordered_list_open", None if start is None else int(start))
        if kind == "blockquote_open":
            return Quote(self.until("blockquote_close"))
        if kind == "table_open":
            return self._table()
        if kind in ("fence", "code_block"):
            return self._code(token)
        if kind == "math_display":
            return Display(formula(token.content, display=True))
        if kind == "hr":
            return Rule()
        raise ValueError(f"the tree has no node for a {kind}")

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _one_inline(self) -> Inline:
        """The inline between an opening and a closing token."""
        inline = self._inline(self._next())
        self._at += 1
        return inline

    def _items(self) -> tuple[Item, ...]:
        items: list[Item] = []
        while self._next().type == "list_item_open":
            items.append(Item(self.until("list_item_close")))
        return tuple(items)

    def _table(self) -> Table:
        rows: list[tuple[Inline, ...]] = []
        aligns: list[str] = []
        row: list[Inline] = []
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                row = []
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
                row.append(self._one_inline())
            elif token.type == "tr_close":
                rows.append(tuple(row))
        return Table(tuple(aligns), rows[0], tuple(rows[1:]))


def formula(content: str, *, display: bool) -> Formula:
    """A formula, asked once whether it may be typeset."""
    typeset = as_typeset(content)
    if is_harmless(typeset):
        return Formula(typeset, display, harmless=True)
    return Formula(content, display, harmless=False)


def spans_of(tokens: Sequence[Token]) -> tuple[Span, ...]:
    """The spans of inline tokens."""
    runs: list[list[Span]] = [[]]
    opened: list[Token | None] = []  # None: too deep, what it holds stands where it would
    for token in tokens:
        if token.nesting > 0:
            opened.append(token if token.type == "link_open" or len(runs) <= DEEPEST else None)
            if opened[-1] is not None:
                runs.append([])
        elif token.nesting < 0:
            opening = opened.pop()
            if opening is not None:
                spans = tuple(runs.pop())
                runs[-1].append(_box(opening, spans))
        elif token.type == "text":
            runs[-1].append(Text(token.content))
        else:
            runs[-1].append(_LEAVES[token.type](token))
    return tuple(runs[0])


def _box(token: Token, spans: tuple[Span, ...]) -> Span:
    if token.type == "link_open":
        text = plain(spans)
        target, title = gate(str(token.attrs["href"]), text), str(token.attrs.get("title", ""))
        return Link(spans, text, target, title, bool(target.url) and "unbacked" in token.meta)
    return Styled(_STYLES[token.type], spans, token.markup)


def _image(token: Token) -> ImageSpan:
    """An image is told by its description."""
    text = one_line(plain(spans_of(token.children or []))) or "image"
    return ImageSpan(text, gate(str(token.attrs["src"]), text), str(token.attrs.get("title", "")))


_STYLES: dict[str, Literal["em", "strong", "s", "sub", "sup"]] = {
    "em_open": "em", "strong_open": "strong", "s_open": "s", "sub_open": "sub", "sup_open": "sup",
}  # fmt: skip
_LEAVES: dict[str, Callable[[Token], Span]] = {
    "text_special": lambda token: Text(token.content),
    "softbreak": lambda _: Break(hard=False),
    "hardbreak": lambda _: Break(hard=True),
    "code_inline": lambda token: CodeSpan(token.content),
    "math_inline": lambda token: formula(token.content, display=False),
    "math_display": lambda token: formula(token.content, display=True),
    "marker": lambda token: MarkerSpan(token.content, token.meta["source"]),
    "footnote_ref": lambda token: NoteMark(token.meta["id"] + 1),
    "image": _image,
}
