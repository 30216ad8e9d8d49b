"""How much of a text is read as Markdown; what an answer holds beyond stays in its JSON.

A sign that may mean something costs the parser up to 50 us, a letter nothing: 2 million brackets would take
minutes. An answer of 200,000 characters has 10,000 such signs, the longest that are written 50,000.
"""

from __future__ import annotations

import re
from itertools import islice

LIMIT_CHARACTERS = 2_000_000
LIMIT_SIGNS = 100_000
SIGNS = "[]*_`~<&\\$!|\n"
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
    if len(text) <= LIMIT_SIGNS or sum(map(text.count, SIGNS)) <= LIMIT_SIGNS:
        return None
    return next(islice((found.start() for found in _SIGN.finditer(text)), LIMIT_SIGNS, None))
