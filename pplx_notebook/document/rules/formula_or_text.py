r"""Whether what stands between marks of formulas is one: money, tickers, shell paths and words are text.

``$``: none opens a formula behind a letter or digit (``US$5``; scripts without spaces aside), and none closes
one in front of a digit, or of a letter if it then looks like the next opening (``$EUR/$USD``,
``$HOME/bin:$PATH``). What begins with a digit and reads on in words (or ends in a slash, ``$1.50/$``), and
two words side by side without any sign of TeX, are text.

``\[…\]`` and ``\(…\)`` are Markdown's escaped brackets too: words and names in them are text
(``\[Smith & Jones, 2019\]``), unless a sign of TeX stands among them. Numbers and single letters are
formulas in ``\(3\)`` and ``$$3$$``; in square brackets, which mark sources, boxes and left-out words, only
where a formula is displayed: on lines of its own, or ``\[ 3.14 \]`` with room at both ends.
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
_FUNCTION = re.compile(r"(?<![^\W\d_])(?:sin|cos|tan|log|ln|exp|max|min|sup|inf|lim|det|dim|gcd)(?![^\W\d_])")
_NUMBERS = re.compile(r"[\d\s.,;:%…'’?!–—-]+")
_ABBREVIATION = re.compile(r"\b[^\W\d_]\.(?!\d)")
_SURE = re.compile(r"\\[A-Za-z]|\^")
_NAME = re.compile(r"[A-Za-z_]\w+")


def may_open(source: str, at: int) -> bool:
    """Whether the ``$`` here can open a formula: no letter or digit before it, no space or ``$`` after it."""
    before = source[at - 1 : at]
    if before.isalnum() and not _OPENS_WITHOUT_SPACE.match(before):
        return False
    if before == "$" and (at < 2 or source[at - 2] in " \t\n($"):
        return False  # the last of several that open nothing: "from $$/$$$"
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


def is_escape(content: str, mark: str, before: str, after: str) -> bool:
    r"""Whether what stands between a mark of a formula (``$$``, ``\[``, ``\(``, an environment) and its
    closing one are words, numbers or names; ``before`` and ``after``: the characters around it all.
    """
    if "://" in content:
        return True
    if _TEX.search(content):
        return False
    if mark == "$$":
        return _is_price_level(content, before, after) or _is_phrase(content, content[0] == " ")
    if mark == "\\(":
        return _is_phrase(content, not _FUNCTION.search(content))
    if mark == "\\b":
        return _is_phrase(content, True)
    is_display = content[0].isspace() and content[-1].isspace()
    signs = _MORE_SIGNS if is_display else _SIGN
    return _is_bracketed(content, before, after) or _is_phrase(content, True, signs)


def _is_phrase(content: str, one_word: bool, signs: re.Pattern[str] = _MORE_SIGNS) -> bool:
    """Words side by side; with ``one_word`` also a word without any sign of mathematics."""
    return bool(_PHRASE.search(content) or (one_word and _WORD.search(content) and not signs.search(content)))


def _is_price_level(content: str, before: str, after: str) -> bool:
    """``$$–$$$``: a run of another length than two is no mark, and between marks stands more than a dash."""
    return "$" in (before, after, content[0]) or not any(map(str.isalnum, content))


def _is_bracketed(content: str, before: str, after: str) -> bool:
    r"""``\[2024–2025\]``, ``\[…\]``, ``\[x\]``, ``\[p. 5\]``, ``\["key"\]`` and ``names\[i\]``.

    A formula that is displayed has room: its lines for itself, or a space at both ends of numbers.
    """
    if content[0] == "\n":
        return False
    if (before.isascii() and before.isalnum()) or '"' in content or _ABBREVIATION.search(content):
        return True
    if len(content) == 1 and not content.isdigit():
        return before != "\n" or after not in ("", "\n")
    return bool(_NUMBERS.fullmatch(content)) and not content[0] == content[-1] == " "
