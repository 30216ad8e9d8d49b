"""Flat parser tokens as a tree, for the faces that write a block by what is in it (text, Markdown)."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass(slots=True)
class Node:
    """A token with what stands between it and its closing token; ``kind`` is its type without "_open"."""

    kind: str
    token: Token
    children: list[Node] = field(default_factory=list)


def tree(tokens: list[Token]) -> list[Node]:
    """The nodes of a run of block or inline tokens; block nodes hold their inline content as tokens."""
    root: list[Node] = []
    open_lists = [root]
    for token in tokens:
        if token.nesting < 0:
            open_lists.pop()
            continue
        node = Node(token.type.removesuffix("_open"), token)
        open_lists[-1].append(node)
        if token.nesting > 0:
            open_lists.append(node.children)
    return root


def inline_text(tokens: list[Token]) -> str:
    """What a reader sees of inline tokens, without markup."""
    return "".join([_text(token) for token in tokens])


def _text(token: Token) -> str:
    return inline_text(token.children) if token.children else _TEXT.get(token.type, token.content)


_TEXT = {"softbreak": " ", "hardbreak": " ", "footnote_ref": ""}
