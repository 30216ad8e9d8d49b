"""More of something, or less: the axes of amount as one, "a third more" and "fell by a third" apart by it.

Beside a number in common any of them tells; "more than 35" says how exact the number is, and is none.
"""

from __future__ import annotations

import re

from pplx_notebook.evidence.forms.phrasal import line_ends
from pplx_notebook.evidence.forms.polarity import AXES
from pplx_notebook.evidence.forms.quantities.number_words import word_value
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small

AMOUNT, EARLY = -1, -2  # the axis of them all: its ends are more and less; that of early and late in the east
_MORE_IS = {
    end
    for word in ("rise", "more", "up", "plus", "mas", "gained", "stronger", "expand", "dearer")
    for end in AXES[word]
}
_LESS_IS = {(axis, 1 - end) for axis, end in _MORE_IS}
_THAN = frozenset(["than", "als", "de", "que"])
_BOUNDS = frozenset(
    ["over", "above", "under", "below", "uber", "unter", "up", "sobre", "bajo", "dessus", "dessous"]
)
EAST_SIGNS = tuple(
    (axis, re.compile(more), re.compile(less))
    for axis, more, less in (
        (
            AMOUNT,
            r"[增増升涨昇拡扩添]|上(?:涨|调|昇|升|が|げ|回)|提高|多[了出い]|多かっ|多く(?!の)|高[いまめ了出かく](?!の)|伸び|伸ば|追加|延[长長]|更?[长長][了いかく]",
            r"[减減降跌缩縮削]|下(?:跌|调|降|が|げ|回|滑)|(?<![至不多])少[了な](?!くと)|低[下了いまめか]|落[ちと]|失[わっい去]|短[了いかくク缩縮]",
        ),
        (EARLY, r"早[いくまめ了]|提前|提早|前倒|繰り上", r"遅[いくられ]|推迟|延[后期]|晚了|延迟|繰り下"),
    )
)


def amounts(line: tuple[Token, ...], tongue: str) -> tuple[frozenset[tuple[int, int]], ...]:
    """For each token of a clause the ends of axes that it says, with that of ``AMOUNT``."""
    return tuple(
        frozenset() if not ends or _is_bound(line, place) else ends | _of_amount(ends)
        for place, ends in enumerate(line_ends(line, tongue))
    )


def _of_amount(ends: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    found = {end for end, those in enumerate((_MORE_IS, _LESS_IS)) if ends & those}
    return frozenset((AMOUNT, end) for end in found) if len(found) == 1 else frozenset()


def _is_bound(line: tuple[Token, ...], place: int) -> bool:
    """Whether it only says how exact a number is, or counts on: "more than 35", "plus de 70", "640 more records"."""
    if (
        place
        and line[place - 1].text[0].isdigit()
        and place + 1 < len(line)
        and not is_small(line[place + 1])
    ):
        return True
    if bare(line[place].text) == "up" and place + 1 < len(line) and line[place + 1].text == "to":
        return True
    behind = place + 1
    if behind < len(line) and bare(line[behind].text) in _THAN:
        behind += 1
    elif bare(line[place].text) not in _BOUNDS:
        return False
    return behind < len(line) and is_number(line[behind])


def is_number(token: Token) -> bool:
    """Whether a token is one, in figures or in words."""
    return token.text[0].isdigit() or (not is_small(token) and word_value(bare(token.text)) is not None)
