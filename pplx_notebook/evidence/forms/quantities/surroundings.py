"""What stands around a number: what hedges or bounds it, what is counted, and whether it only tells apart."""

from __future__ import annotations

import re

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import SMALL, stem

_HEDGE = re.compile(
    r"(?:about|around|nearly|almost|roughly|approximately|some|close to|an estimated|estimated|circa|ca\.?|~|≈|rund|etwa|fast|ungefahr|knapp|gut|annahernd|um die|uber den daumen|just (?:over|under)|environ|pres d(?:e|')|quelque|"
    r"presque|pas loin de|unos|unas|alrededor de|casi|mas o menos|en torno a|aproximadamente|cerca de|约|大约|近|大概|左右|約|およそ|ほぼ|おおよそ)\s?[$€£¥]?\s?\Z"
)
_OVER = re.compile(
    r"(?:(?<!not )(?<!no )(?:more|higher|larger|longer|bigger|greater|taller|heavier|older|deeper) than|(?<!spread )(?<!stretches )(?<!extends )over|at least|no (?:fewer|less) than|not (?:fewer|less) than|above|exceed\w*|upwards of|(?:mehr|hoher|grosser|langer|alter|schwerer) als|uber|mindestens|wenigstens|plus d(?:e|')|superieure?s? a|au moins|mas de|superior(?:es)? a|al menos|por lo menos|超过|超過|至少|少なくとも)\s?(?:a |an |one )?[$€£¥]?\s?\Z"
)
_UNDER = re.compile(
    r"(?:(?<!no )(?<!not )(?:less|fewer|lower|smaller|shorter|lighter|younger) than|(?:no|not) (?:more|longer|higher) than|(?<!just )under|below|up to|at most|as many as|as much as|(?:weniger|niedriger|kleiner|kurzer|junger|leichter) als|nicht mehr als|unter|hochstens|maximal|bis zu|moins d(?:e|')|inferieure?s? a|pas plus de|au plus|jusqu'a|menos de|inferior(?:es)? a|no mas de|como maximo|hasta|不到|未満|最多|至多|不超过|多くても)\s?(?:a |an |one )?[$€£¥]?\s?\Z"
)
_BEHIND_OVER = re.compile(r"\s?(?:%\s?)?(?:\w+ )?(?:or more|or above|oder mehr|ou plus|o mas|以上|を超え)")
_BEHIND_UNDER = re.compile(
    r"\s?(?:%\s?)?(?:\w+ )?(?:or fewer|or less|oder weniger|ou moins|o menos|以下|以内|未満)"
)
_MINUS = re.compile(r"(?:\A|[\s(])-\s?\Z|\b(?:minus|moins|menos) \Z|(?:零下|マイナス|氷点下)\Z")
_BELOW_ZERO = re.compile(r"\s?(?:below (?:zero|freezing)|unter null|sous zero|bajo cero)")
_BEHIND_WORD = re.compile(r"[^\W\d_]+(?:'s)?|[,;.:()]|\d+")
_OF = re.compile(r"\A (?:(?:out )?of|von|de|sur|der|des)\b(?: \w+)? \Z")
_LABEL = re.compile(r"(?:\A|[\s(\"'])([^\W\d_]{2,})[ -]\Z")
_LABELS = frozenset(
    "line chapter article section version type phase level class group grade category page table figure step stage round room gate linie kapitel artikel ligne chapitre article linea capitulo articulo".split()
)
EAST_HEDGES = tuple("弱強多余餘")
NEAR = 28  # characters on each side that are looked at


def is_hedged(text: str, start: int, end: int) -> bool:
    """Whether "about" or its like stands before a number, or 弱 or 多 behind it."""
    return _HEDGE.search(_before(text, start)) is not None or text[end : end + 1] in EAST_HEDGES


def bound_of(text: str, start: int, end: int) -> str:
    """ ">" for "more than" and "or more", "<" for "at most" and "up to", else ""."""
    before, behind = _before(text, start), bare(text[end : end + NEAR])
    if _UNDER.search(before) or _BEHIND_UNDER.match(behind):
        return "<"
    return ">" if _OVER.search(before) or _BEHIND_OVER.match(behind) else ""


def is_below_zero(text: str, start: int, end: int) -> bool:
    """Whether a temperature is one below zero."""
    return bool(_MINUS.search(_before(text, start)) or _BELOW_ZERO.match(bare(text[end : end + NEAR])))


def _before(text: str, start: int) -> str:
    return bare(text[max(0, start - NEAR) : start])


def nouns_behind(text: str, end: int) -> tuple[str, ...]:
    """The next words of the clause that are not small, three at most: one of them is what is counted."""
    found: list[str] = []
    for match in _BEHIND_WORD.finditer(text, end, end + 48):
        if match[0][0].isdigit() and not found and _OF.search(bare(text[end : match.start()])):
            continue  # "seven of its 19 turboprops"
        if match[0][0] in ",;.:()" or match[0][0].isdigit():
            break
        low = bare(match[0])
        if low not in SMALL:
            found.append(stem(match[0]))
        if len(found) == 3:
            break
    return tuple(found)


def label_before(text: str, start: int) -> str:
    """The word that a number only tells apart: "PEP" of "PEP 8", "Line" of "Line 7"."""
    before = _LABEL.search(text[max(0, start - 24) : start])
    if before is None:
        return ""
    word = before[1]
    is_first = not text[: start - len(before[0])].rstrip()
    named = bare(word) in _LABELS or (word[0].isupper() and not (is_first and not word.isupper()))
    return stem(word) if named and bare(word) not in SMALL else ""
