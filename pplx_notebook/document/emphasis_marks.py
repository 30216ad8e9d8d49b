r"""Marks of emphasis written so that every viewer of Markdown takes them for marks.

We read emphasis beside Chinese, Japanese and Korean as readers mean it (``rules/emphasis_rule``); CommonMark,
and so Jupyter's own Markdown, shows the asterisks of ``**開源：**代碼``: it asks for a space or punctuation
outside a mark that has punctuation inside. So a space of no width stands there, written ``&#8203;``, for to
CommonMark the ``&`` and the ``;`` are the punctuation it asks for.
"""

from __future__ import annotations

import unicodedata

BETWEEN = "&#8203;"
_SPACE, _PUNCTUATION, _LETTER = range(3)


class Opening(str):
    """A mark that begins emphasis."""

    __slots__ = ()


class Closing(str):
    """A mark that ends emphasis."""

    __slots__ = ()


def joined(pieces: list[str]) -> str:
    """The pieces of a line, and between two of them what makes the mark there one."""
    pieces = [piece for piece in pieces if piece]
    out = pieces[:1]
    for at in range(1, len(pieces)):
        before, after = pieces[at - 1], pieces[at]
        if isinstance(before, Closing) and isinstance(after, Opening):
            is_mark = before[0] != after[0]
        elif isinstance(before, Closing) and not isinstance(after, Closing):
            is_mark = _closes(_inside(pieces, at - 1, -1), before, after)
        elif isinstance(after, Opening) and not isinstance(before, Opening):
            is_mark = _opens(before, after, _inside(pieces, at, 1))
        else:
            is_mark = True
        out += [after] if is_mark else [BETWEEN, after]
    return "".join(out)


def _inside(pieces: list[str], at: int, step: int) -> str:
    """What stands on the inner side of the marks here, which may be several."""
    while 0 <= at < len(pieces) and isinstance(pieces[at], Opening | Closing):
        at += step
    return pieces[at] if 0 <= at < len(pieces) else ""


def _opens(before: str, mark: str, after: str) -> bool:
    """Whether CommonMark lets the mark between these begin emphasis."""
    left, right = _kind(before[-1:]), _kind(after[:1])
    is_left = right == _LETTER or (right == _PUNCTUATION and left != _LETTER)
    return is_left and (mark[0] != "_" or left != _LETTER)


def _closes(before: str, mark: str, after: str) -> bool:
    """Whether CommonMark lets the mark between these end emphasis."""
    return _opens(after[:1], mark, before[-1:])


def _kind(character: str) -> int:
    if not character or character.isspace():
        return _SPACE
    return _PUNCTUATION if unicodedata.category(character)[0] in "PS" else _LETTER
