"""The quantities of a text: value, unit, rate, and how exactly it is said.

"3.410" has two readings: both are kept, the one usual in the language first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pplx_notebook.evidence.forms.number_words import EAST_SCALES, FRACTIONS, SCALES, WORDS, east_value
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.units import MONEY, rate_at, unit_at
from pplx_notebook.evidence.forms.words import stem

_FIGURES = re.compile(r"(?<![\d.,])(?<![^\W\d_])\d{1,3}(?: \d{3})+(?![\d])|\d+(?:[.,']\d+)*")
_SCALE = re.compile(r"\s?([^\W\d_]+)\.?")
_EAST_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万萬亿億两兩]+")
_EAST_AFTER = re.compile(
    r"\s?(?:[年月日个個人岁歳回次倍度%成公米克吨分秒天周メキ]|ヶ|か月|億|万|传|世纪|世紀)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEDGE = re.compile(
    r"(?:about|around|nearly|almost|roughly|approximately|some|circa|ca\.?|~|≈|rund|etwa|fast|ungefahr|knapp|environ|pres de|quelque|"
    r"presque|unos|unas|alrededor de|casi|aproximadamente|cerca de|约|大约|近|約|およそ|ほぼ)\s?[$€£¥]?\s?\Z"
)
_OVER = re.compile(
    r"(?:more than|over|at least|above|exceed\w*|mehr als|uber|mindestens|plus de|au moins|mas de|al menos|超过|超過|至少|以上)\s?(?:a |an |one )?[$€£¥]?\s?\Z"
)
_UNDER = re.compile(
    r"(?:less than|fewer than|under|below|up to|at most|weniger als|unter|hochstens|bis zu|moins de|menos de|不到|未満|最多)\s?(?:a |an |one )?[$€£¥]?\s?\Z"
)
_ONES = frozenset(
    """
    un uno one ein eins zero null son an cent mil once neuf
    """.split()
)
MONEY_FROM = 1e6  # pounds: nobody weighs a million of them
NEAR = 24  # characters before a number that may hedge it


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text: ``values`` its readings, the usual one first; ``place`` that of its last figure."""

    values: tuple[float, ...]
    text: str
    start: int
    end: int
    dimension: str = ""
    factor: float = 1.0
    rate: str = ""
    place: float = 1.0
    figures: int = 1
    hedged: bool = False
    bound: str = ""
    noun: str = ""

    @property
    def base(self) -> float:
        return self.values[0] * self.factor

    @property
    def is_small_count(self) -> bool:
        return not self.dimension and self.values[0] <= 12 and self.values[0] == int(self.values[0])


def quantities(text: str, tongue: str) -> tuple[Quantity, ...]:
    """Those of a normal form, in order; years and days of dates are among them."""
    found = sorted((*_figures(text, tongue), *_in_words(text, tongue)), key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            continue
        kept.append(_told(text, one))
    return tuple(_shared_units(text, kept))


def _figures(text: str, tongue: str) -> Iterator[Quantity]:
    for match in _FIGURES.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if (before.isalpha() and before.isascii()) or (
            before == "." and text[match.start() - 2 : match.start() - 1].isdigit()
        ):
            continue
        values, place, figures = _readings(match[0], tongue)
        end, scale = match.end(), 1.0
        while end < len(text) and text[end] in EAST_SCALES:
            scale, end = scale * EAST_SCALES[text[end]], end + 1
        rest = re.compile(r"\d+").match(text, end) if scale > 1 else None
        if rest is not None:  # 72万7277
            values, end, scale = tuple(v * scale + float(rest[0]) for v in values), rest.end(), 1.0
            place, figures = 1.0, figures + len(rest[0])
        while (word := _SCALE.match(text, end)) is not None and bare(word[1]) in SCALES:
            scale, end = scale * SCALES[bare(word[1])], end + len(word[0].rstrip("."))
        sign = text[end : end + 1]
        if (
            scale == 1
            and sign in ("M", "B", "K", "m", "k")
            and before in MONEY
            and not text[end + 1 : end + 2].isalpha()
        ):
            scale, end = {"M": 1e6, "m": 1e6, "B": 1e9, "K": 1e3, "k": 1e3}[sign], end + 1
        yield Quantity(
            tuple(v * scale for v in values),
            text[match.start() : end],
            match.start(),
            end,
            place=place * scale,
            figures=figures,
        )


def _readings(written: str, tongue: str) -> tuple[tuple[float, ...], float, int]:
    """(values, place of the last figure, figures) of "1,234", "3.410", "1 234" or "0.05"."""
    plain = written.replace(" ", "").replace("'", "")
    marks = re.findall(r"[.,]", plain)
    figures = len(re.sub(r"\D", "", plain).lstrip("0").rstrip("0") or "0")
    if not marks:
        zeros = len(plain) - len(plain.rstrip("0")) if int(plain[:300]) else 0
        return (float(plain[:300]),), 10.0 ** min(zeros, 300), figures
    head, _, tail = plain.rpartition(marks[-1])
    whole = float(re.sub(r"\D", "", plain)[:300])
    decimal = float(f"{re.sub(chr(92) + 'D', '', head)[:200] or 0}.{tail[:60]}")
    if len(marks) > 1 and len(set(marks)) == 1:
        return (whole,), 1.0, figures
    decimals = 10.0 ** -min(len(tail), 60)
    if len(marks) == 1 and len(tail) == 3 and head.lstrip("0"):
        is_whole = (marks[0] == ".") == (tongue in ("de", "es", "fr"))
        values = (whole, decimal) if is_whole else (decimal, whole)
        return values, _place_of(plain) if is_whole else decimals, figures
    return (decimal,), decimals, len(re.sub(r"\D", "", plain).lstrip("0"))


def _place_of(plain: str) -> float:
    figures = re.sub(r"\D", "", plain)
    return 10.0 ** (len(figures) - len(figures.rstrip("0")))


def _in_words(text: str, tongue: str) -> Iterator[Quantity]:
    if tongue in ("zh", "ja"):
        for match in _EAST_NUMBER.finditer(text):
            value = east_value(match[0][:40])
            if (
                value is not None
                and (len(match[0]) > 1 or _EAST_AFTER.match(text, match.end()))
                and not text[match.start() - 1 : match.start()].isdigit()
            ):
                yield Quantity((value,), match[0], *match.span(), figures=1)
        return
    words = [(m, bare(m[0])) for m in _WORDS.finditer(text)]
    place = 0
    while place < len(words):
        first, low = words[place]
        if low in FRACTIONS and _is_share(words, place):
            yield _fraction(words, place)
        value = _word_value(low)
        if value is None:
            place += 1
            continue
        total, last = float(value), place
        for further in range(place + 1, min(place + 6, len(words))):
            low = words[further][1]
            if low in SCALES and low not in ("cent", "mil"):
                total, last = total * SCALES[low], further
            elif low == "and" and total >= 100:
                continue
            elif (
                low in WORDS
                and WORDS[low] < 100 <= total
                and further == last + 1 + (words[further - 1][1] == "and")
            ):
                total, last = total + WORDS[low], further
            else:
                break
        end = words[last][0].end()
        if [word for _, word in words[last + 1 : last + 4]] == ["and", "a", "half"]:
            total, last = total + 0.5, last + 3
            end = words[last][0].end()
        if last > place or low not in _ONES:
            yield Quantity(
                (total,),
                text[first.start() : end],
                first.start(),
                end,
                figures=len(f"{total:.0f}".rstrip("0")),
            )
        place = last + 1


def _word_value(low: str) -> int | None:
    if low in WORDS:
        return WORDS[low]
    parts = low.split("-")
    return WORDS[parts[0]] if parts[0] in WORDS and len(parts) > 1 and parts[0] not in _ONES else None


def _is_share(words: list[tuple[re.Match[str], str]], place: int) -> bool:
    """A third of something is a share, the third is none."""
    before = words[place - 1][1] if place else ""
    behind = words[place + 1][1] if place + 1 < len(words) else ""
    if before in ("first", "second", "latter", "other", "erste", "zweite", "ersten", "zweiten"):
        return False
    counted = before in ("a", "an", "une", "la", "die") or before in WORDS
    return behind in ("of", "der", "des", "de", "aller") and (
        counted or words[place][1] in ("half", "halfte", "mitad", "moitie")
    )


def _fraction(words: list[tuple[re.Match[str], str]], place: int) -> Quantity:
    """Half, a third, three quarters, as per cent that need not be exact."""
    match, low = words[place]
    share, _ = FRACTIONS[low]
    times = WORDS.get(words[place - 1][1], 1) if place else 1
    return Quantity(
        (share * max(times, 1),), match[0], *match.span(), dimension="percent", hedged=True, place=5.0
    )


def _told(text: str, one: Quantity) -> Quantity:
    """With its unit, its noun and what hedges it."""
    before = bare(text[max(0, one.start - NEAR) : one.start])
    dimension, factor, end = one.dimension, one.factor, one.end
    if not dimension:
        sign = text[max(0, one.start - 2) : one.start].strip()[-1:]
        if sign in MONEY:
            dimension = MONEY[sign]
        else:
            dimension, factor, end = unit_at(text, one.end)
    if dimension == "people":
        dimension = ""
    if (
        dimension == "mass"
        and one.values[0] >= MONEY_FROM
        and text[one.end : end].strip().startswith("pound")
    ):
        dimension, factor = "gbp", 1.0
    after = _WORDS.match(text, end + 1) if end < len(text) else None
    rate = rate_at(text, end) or (rate_at(text, after.end()) if after and not dimension else "")
    bound = ">" if _OVER.search(before) else "<" if _UNDER.search(before) else ""
    shown = text[one.start : end] if dimension and one.dimension == "" else one.text
    if dimension in MONEY.values() and end == one.end:
        shown = text[max(0, one.start - 1) : one.end].strip()
    return replace(
        one, text=shown, dimension=dimension, factor=factor, end=max(end, one.end), rate=rate, bound=bound,
        hedged=one.hedged or _HEDGE.search(before) is not None, noun=stem(after[0]) if after and not dimension else "",
    )  # fmt: skip


_RANGE = re.compile(r"\s?(?:-|to|and|bis|und|a|et|y|~|至|から|or|by|x|×)\s?\Z")


def _shared_units(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """In "75 to 100 mg" the first number takes the unit of the second."""
    for place, one in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if (
            following
            and not one.dimension
            and following.dimension
            and _RANGE.fullmatch(text[one.end : following.start])
        ):
            one = replace(one, dimension=following.dimension, factor=following.factor, rate=following.rate)
        yield one
