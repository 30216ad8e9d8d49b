r"""Whether what stands between marks of formulas is one: money, tickers, shell paths and words are text.

``$``: none opens a formula behind a letter or digit (``US$5``; scripts without spaces aside), and none closes
one in front of a digit, or of a letter if it then looks like the next opening (``$EUR/$USD``,
``$HOME/bin:$PATH``). What begins with a digit and reads on in words (or ends in a slash, ``$1.50/$``), and
two words side by side without any sign of TeX, are text.

``\[…\]`` and ``\(…\)`` are Markdown's escaped brackets too: words, numbers and names in them are text
(``\[Smith & Jones, 2019\]``), unless a sign of TeX stands among them.
"""

from __future__ import annotations

import re

_OPENS_WITHOUT_SPACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f\u3005]")
_LETTERS = r"(?:[^\W\d_]{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
_WORD = re.compile(rf"(?<![^\W\d_]){_LETTERS}")
# "Smith & Jones" is a phrase, "speed / time" is none
_PHRASE = re.compile(rf"(?<![^\W\d_]){_LETTERS}[,;:.&'’–-]*\s[\s,;:.&'’–-]*{_LETTERS}")
_SENTENCE = re.compile(rf"(?<![^\W\d_]){_LETTERS}\s+{_LETTERS}")
_TEX = re.compile(r"\\[A-Za-z,;:!{}|\\]|[\^{}=]|(?<![^\W\d_]{2})_|_(?![^\W\d_]{2})")  # "my_name" is a name
_SIGN = re.compile(r"[+<>*|]")
_MORE_SIGNS = re.compile(r"[+<>*|&/]")
_NUMBERS = re.compile(r"[\d\s.,;:%…'’?!–—-]+")
_ABBREVIATION = re.compile(r"\b[^\W\d_]\.(?!\d)")
_SURE = re.compile(r"\\[A-Za-z]|\^")
_NAME = re.compile(r"[A-Za-z_]\w+")


def may_open(source: str, at: int) -> bool:
    """Whether the ``$`` here can open a formula: no letter or digit before it, no space or ``$`` after it."""
    before = source[at - 1 : at]
    if before.isalnum() and not _OPENS_WITHOUT_SPACE.match(before):
        return False
    after = source[at + 1 : at + 2]
    return not after.isspace() and after != "$"


def is_text(content: str, after: str) -> bool:
    """Whether what stands between two ``$`` is text; ``after``: the character behind the second."""
    if after.isdigit():
        return True
    if content[0].isdigit() and "\\" not in content and (_WORD.search(content) or content[-1] == "/"):
        return True
    if not _TEX.search(content) and _SENTENCE.search(content):
        return True
    return after.isascii() and (after.isalpha() or after in ("{", "(")) and _is_next_opening(content, after)


def may_become_text(content: str) -> bool:
    """Whether the character behind the second ``$``, which is not there yet, may make it text."""
    return not _ends_like_formula(content)


def _is_next_opening(content: str, after: str) -> bool:
    if after == "{" or (after == "(" and content[0] == "("):
        return True
    if _SURE.search(content):
        return False
    return not _ends_like_formula(content) or (after != "(" and bool(_NAME.fullmatch(content)))


def _ends_like_formula(content: str) -> bool:
    return content[-1].isalnum() or content[-1] in ")]}'!"


def is_escape(content: str, mark: str, before: str) -> bool:
    r"""Whether what stands between ``\[`` or ``\(`` and its closing mark are words or numbers in brackets.

    ``before``: the character in front of the opening mark.
    """
    if content.strip().isdigit() or "://" in content:
        return True
    if _TEX.search(content):
        return False
    if mark == "\\[" and _is_bracketed(content, before):
        return True
    signs = _SIGN if mark == "\\[" else _MORE_SIGNS
    return bool(_PHRASE.search(content) or (_WORD.search(content) and not signs.search(content)))


def _is_bracketed(content: str, before: str) -> bool:
    r"""``\[2024–2025\]``, ``\[…\]``, ``\[x\]``, ``\[p. 5\]``, ``\["key"\]`` and ``names\[i\]``."""
    if content[0] == "\n":
        return False  # on lines of its own it is meant as a formula
    is_index = before.isascii() and before.isalnum()
    return (
        is_index
        or len(content) == 1
        or bool('"' in content or _NUMBERS.fullmatch(content) or _ABBREVIATION.search(content))
    )
