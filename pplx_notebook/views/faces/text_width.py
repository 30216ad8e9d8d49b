"""How wide text is on a terminal, and how to break and pad it. Our own escape sequences count as nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OWN_SEQUENCE = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;;[^\x1b]*\x1b\\\\")
_ZERO = ("Mn", "Me", "Cf")


def width_of(text: str) -> int:
    """Columns the text takes: two for East Asian wide characters and emoji, none for combining marks."""
    if "\x1b" in text:
        text = OWN_SEQUENCE.sub("", text)
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.category(character) in _ZERO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int, align: str = "left") -> str:
    """The text with spaces up to so many columns."""
    missing = max(columns - width_of(text), 0)
    left = {"left": 0, "right": missing, "center": missing // 2}.get(align, 0)
    return " " * left + text + " " * (missing - left)


def raised(text: str, *, low: bool) -> str:
    """Letters that stand high or low: 10^6 is not 106, x_max no word; H2O, 2nd and TM read as they are."""
    if text.isdigit() if low else len(text) > 1 and text.isalpha():
        return text
    sign = "_" if low else "^"
    return f"{sign}{text}" if text.removeprefix("-").isalnum() else f"{sign}({text})"


def wrap(text: str, columns: int | None) -> list[str]:
    """Lines of at most so many columns (None: only the text's own), broken at spaces; long words are cut."""
    if columns is None:
        return text.split("\n")
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, max(columns, 4))]


def _wrapped(paragraph: str, columns: int) -> list[str]:
    lines, line, taken = [], "", 0
    for word in paragraph.split(" "):
        needed = width_of(word)
        if line and taken + 1 + needed > columns:
            lines.append(line)
            line, taken = "", 0
        while needed > columns and "\x1b" not in word:
            head = _fitting(word, columns)
            lines.append(word[:head])
            word = word[head:]
            needed = width_of(word)
        taken = taken + 1 + needed if line else needed  # a line of combining marks takes no column
        line = f"{line} {word}" if line else word
    return [*lines, line]


def _fitting(word: str, columns: int) -> int:
    """How many characters of the word fit; at least one."""
    taken = 0
    for place, character in enumerate(word):
        taken += _columns(character)
        if taken > columns:
            return max(place, 1)
    return len(word)
