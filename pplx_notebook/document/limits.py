"""How much of a text is read as Markdown; what an answer holds beyond stays in its JSON.

A sign that may mean something costs the parser up to 50 us, a letter nothing: 2 million brackets would take
minutes. A line may be a block of its own, which costs three times as much until it is written out. An answer
of 200,000 characters has 10,000 such signs and 3,000 lines, the longest that are written five times as many.
"""

from __future__ import annotations

import re

LIMIT_CHARACTERS = 2_000_000
LIMIT_SIGNS = 100_000
SIGNS = "[]*_`~<&\\$!|\n"
SIGNS_OF_A_LINE = 3
_SIGN = re.compile(f"[{re.escape(SIGNS)}]")
_TOO_LONG = f"\n\n*(The rest is left out: the answer is longer than {LIMIT_CHARACTERS:,} characters.)*\n"
_TOO_MANY = f"\n\n*(The rest is left out: the answer has more than {LIMIT_SIGNS:,} signs of Markdown.)*\n"


def within_limits(text: str) -> str:
    """As much of the text as is read, and a line where that is not all. What a growing text begins with stays
    its beginning."""
    end = _end_of_signs(text)
    if end is not None and end <= LIMIT_CHARACTERS:
        return text[:end] + _TOO_MANY
    return text[:LIMIT_CHARACTERS] + _TOO_LONG if len(text) > LIMIT_CHARACTERS else text


def _end_of_signs(text: str) -> int | None:
    """Where the first sign stands that is one too many."""
    if SIGNS_OF_A_LINE * len(text) <= LIMIT_SIGNS or signs_in(text) <= LIMIT_SIGNS:
        return None
    left = LIMIT_SIGNS
    for found in _SIGN.finditer(text):
        left -= SIGNS_OF_A_LINE if found[0] == "\n" else 1
        if left < 0:
            return found.start()
    return None


def signs_in(text: str) -> int:
    """How many signs a text costs."""
    return sum(map(text.count, SIGNS)) + (SIGNS_OF_A_LINE - 1) * text.count("\n")
