"""The quantities of a text: value, unit, rate, and how exactly it is said.

"3.410" has two readings: both are kept, the one usual in the language first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pplx_notebook.evidence.forms.quantities.number_words import (
    ARTICLES,
    EAST_SCALES,
    HUNDREDS,
    SCALES,
    WORDS,
    east_value,
    spoken,
)
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.shares import east_shares, shares
from pplx_notebook.evidence.forms.quantities.sums import added_up
from pplx_notebook.evidence.forms.quantities.surroundings import (
    bound_of,
    is_below_zero,
    is_hedged,
    label_before,
    nouns_behind,
)
from pplx_notebook.evidence.forms.quantities.units import MONEY, rate_at, rate_before, unit_at
from pplx_notebook.evidence.forms.quantities.whole_numbers import whole_numbers
from pplx_notebook.evidence.forms.text import bare

_FIGURES = re.compile(r"(?<![\d.,])(?<![^\W\d_])\d{1,3}(?: \d{3})+(?![\d])|\d+(?:[.,']\d+)*")
_REST = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_SCALE = re.compile(r"\s?([^\W\d_]+)\.?")
_LETTER_SCALE = re.compile(r"(?:\s(?=M[$€£]))?(?P<l>[MBKmk])(?:n\b)?(?=\W|\Z)")
_SHORT = ("mio", "mrd", "tsd", "mill", "mln", "bln")
_PLURAL = re.compile(
    r" (?!across|less|towards|always|besides|sometimes)[a-z]{4,}s\b(?! (?:thick|long|high|wide|deep|tall))"
)  # "6.4m passports"
_COUNTED = re.compile(r" [a-z]{4,}")  # "1.3M bicycles": a thing behind the letter
_EAST_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万萬亿億两兩]+")
_EAST_AFTER = re.compile(
    r"\s?(?:[年月日个個人岁歳回次倍度%成公米克吨分秒天周座名家所校本冊册头頭匹只隻台艘辆輛枚层層階ヶ条種种位票社国村町島県省市区间間軒棟国]|メ|キ|か月|世纪|世紀|カ国|つ)"
)
_EAST_TIME = re.compile(r"[天日年月周週]|小时|時間|个月")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HALF = re.compile(r"(?:and a half|eineinhalb|et demie?|y medi[oa])\b")
_HALF_MORE = re.compile(r" (?:and a half|et demie?|y medi[oa])\b")
_SIGNED = ("celsius", "fahrenheit")
MOST_TIMES = 3  # "from 410 to 362 million"
MONEY_FROM = 1e6  # pounds: nobody weighs a million of them


def quantities(text: str, tongue: str) -> tuple[Quantity, ...]:
    """Those of a normal form, in order; years and days of dates are among them."""
    low = bare(text)
    low = low if len(low) == len(text) else ""
    found = sorted(
        (*whole_numbers(text, low), *_figures(text, tongue), *_in_words(text, low, tongue)),
        key=lambda q: (q.start, -q.end),
    )
    kept: list[Quantity] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            continue
        kept.append(one if one.vague or one.dimension in (*LOOSE, "clock") else _told(text, one))
    return tuple(_shared_units(text, added_up(text, kept)))


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
        rest = _REST.match(text, end) if scale > 1 else None
        lower = EAST_SCALES.get(text[rest.end() : rest.end() + 1], 1.0) if rest is not None else 1.0
        if rest is not None:  # 72万7277, 1億8,000万
            end = rest.end() + (lower > 1)
            below = rest[0].replace(",", "")
            values, scale = tuple(v * scale + float(below[:60]) * lower for v in values), 1.0
            place, figures = lower, figures + len(below)
        while (
            (word := _SCALE.match(text, end)) is not None
            and (low := bare(word[1])) in SCALES
            and low not in HUNDREDS[2:]
        ):
            is_short = word[0].endswith(".") and low in _SHORT and text[word.end() : word.end() + 1] == " "
            scale, end = scale * SCALES[low], end + len(word[0] if is_short else word[0].rstrip("."))
        letter = _LETTER_SCALE.match(text, end) if scale == 1 else None
        if letter is not None and (
            before in MONEY
            or text[letter.end() : letter.end() + 1] in MONEY
            or (letter["l"] in "MBkK" and _COUNTED.match(text, letter.end()))
            or (letter["l"] == "m" and tongue == "en" and _PLURAL.match(text, letter.end()))
        ):
            scale, end = {"m": 1e6, "b": 1e9, "k": 1e3}[letter["l"].lower()], letter.end()
        yield Quantity(
            tuple(v * scale for v in values), text[match.start() : end], match.start(), end,
            place=place * scale, figures=figures,
        )  # fmt: skip


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


def _in_words(text: str, low: str, tongue: str) -> Iterator[Quantity]:
    if tongue in ("zh", "ja"):
        yield from east_shares(text)
        for match in _EAST_NUMBER.finditer(text):
            if match[0] == "一" and (
                _EAST_TIME.match(text, match.end()) or text.startswith("度", match.end())
            ):
                continue  # "一天", a day; 一度, once
            value = east_value(match[0][:40])
            if (
                value is not None
                and (len(match[0]) > 1 or _EAST_AFTER.match(text, match.end()))
                and not text[match.start() - 1 : match.start()].isdigit()
            ):
                yield Quantity((value,), match[0], *match.span(), figures=1)
        return
    words = [(m, bare(m[0])) for m in _WORDS.finditer(text)]
    yield from shares(text, low, words)
    plain = [word for _, word in words]
    place = 0
    while place < len(words):
        said = _and_a_half(plain[place]) or spoken(plain, place)
        if said is None:
            place += 1
            continue
        total, count = said
        last = place + count - 1
        end = words[last][0].end()
        half = _HALF.match(low, end + 1)
        scale = max((SCALES[word] for word in plain[place : last + 1] if word in SCALES), default=1.0)
        if half is not None:
            total, end = total + 0.5 * (scale if scale >= 1e6 else 1.0), half.end()
        elif plain[last + 1 : last + 2] == ["point"] and spoken(plain, last + 2) is not None:
            place = last + 3
            continue
        if count == 1 and "-" in plain[place] and plain[place] not in WORDS:  # "nine-week"
            end = words[place][0].start() + plain[place].index("-")
        if count > 1 or plain[place] not in ARTICLES:
            start = words[place][0].start()
            exact = max(1, len(f"{total:.0f}".rstrip("0")))
            yield Quantity(
                (total,),
                text[start:end],
                start,
                end,
                figures=exact,
                place=0.1 * scale if half else _zeros(total),
            )
        place = last + 1


def _and_a_half(word: str) -> tuple[float, int] | None:
    """The value of "dreieinhalb"."""
    whole = WORDS.get(word.removesuffix("einhalb"), 0) if word.endswith("einhalb") else 0
    return (whole + 0.5, 1) if whole else None


def _zeros(total: float) -> float:
    plain = f"{total:.0f}"
    return 10.0 ** (len(plain) - len(plain.rstrip("0"))) if total else 1.0


def _told(text: str, one: Quantity) -> Quantity:
    """With its unit, its noun and what hedges it."""
    dimension, factor, end = one.dimension, one.factor, one.end
    if not dimension:
        sign = text[max(0, one.start - 2) : one.start].strip()[-1:]
        if sign in MONEY:
            dimension = MONEY[sign]
        else:
            dimension, factor, end = unit_at(text, one.end)
    if dimension == "people":
        dimension = ""
    values = one.values
    if dimension and (half := _HALF_MORE.match(bare(text[end : end + 14]))) is not None:
        values, end = tuple(value + 0.5 for value in values), end + half.end()  # "quatre heures et demie"
    is_of_pounds = text[one.end : end].strip().startswith("pound")
    if dimension == "mass" and one.values[0] >= MONEY_FROM and is_of_pounds:
        dimension, factor = "gbp", 1.0
    if dimension == "angle" and is_below_zero(text, one.start, end):
        dimension = "celsius"
    if dimension in _SIGNED and is_below_zero(text, one.start, end):
        values = tuple(-value for value in values)
    shown = text[one.start : end] if dimension and one.dimension == "" else one.text
    if dimension in MONEY.values() and end == one.end:
        shown = text[max(0, one.start - 1) : one.end].strip()
    return replace(
        one, values=values, text=f"-{shown}" if values[0] == -one.values[0] != 0 else shown, dimension=dimension, factor=factor,
        end=max(end, one.end), rate=rate_at(text, end) or rate_before(text, one.start), bound=bound_of(text, one.start, end),
        hedged=one.hedged or is_hedged(text, one.start, max(end, one.end)), nouns=() if dimension else nouns_behind(text, end),
        label="" if dimension else label_before(text, one.start),
    )  # fmt: skip


_RANGE = re.compile(r"\s?(?:-|to|and|bis|und|a|et|y|~|至|から|or|by|x|×)\s?\Z")


def _shared_units(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """In "75 to 100 mg" the first number takes the unit of the second, in "€3-4 million" the scale."""
    for place, one in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following and _RANGE.fullmatch(text[one.end : following.start]):
            if one.dimension in MONEY.values() and not following.dimension:
                following = replace(following, dimension=one.dimension)
                found[place + 1] = following
            elif not one.dimension and following.dimension and following.dimension not in LOOSE:
                one = replace(
                    one, dimension=following.dimension, factor=following.factor, rate=following.rate
                )
            scale = _scale_of(following) if one.dimension in ("", following.dimension) else 1.0
            if (
                scale > 1
                and one.values[0] < 1_000
                and one.values[0] < MOST_TIMES * following.values[0] / scale
            ):
                one = replace(one, values=tuple(v * scale for v in one.values), place=one.place * scale)
        yield one


def _scale_of(one: Quantity) -> float:
    """1,000,000 for a number that is said with "million"."""
    return next(
        (SCALES[word] for word in map(bare, _WORDS.findall(one.text)) if SCALES.get(word, 0) > 1e3), 1.0
    )
