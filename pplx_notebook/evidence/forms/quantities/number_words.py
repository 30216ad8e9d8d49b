"""Numbers in words: those below a hundred of four languages are made here, scales are listed; "zweihundertfünfzig",
"deux cent quarante" and "ciento veinte" are put together; Chinese and Japanese digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TEENS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_HUNDREDS_ES = (
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
HUNDREDS = ("hundred", "hundert", "cent", "cents", "cien", "ciento")
SCALES = {
    **dict.fromkeys(HUNDREDS, 1e2),
    **dict.fromkeys(["thousand", "thousands", "tausend", "mille", "mil", "tsd", "millier", "milliers"], 1e3),
    **dict.fromkeys(["million", "millions", "millionen", "mio", "millon", "millones", "mn", "mill", "mln"], 1e6),
    **dict.fromkeys(["billion", "billions", "milliarde", "milliarden", "mrd", "milliard", "milliards", "bn", "bln"], 1e9),
    **dict.fromkeys(["trillion", "trillions", "billionen", "billones", "tn"], 1e12),
}  # fmt: skip
EAST_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
EAST_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
ARTICLES = frozenset("un uno una one ein eins zero null son an cent mil once neuf".split())
"""Words that are a number only beside another: articles, pronouns, "once", "neuf" (new)."""
_AND = ("and", "und", "et", "y")
_GERMAN = re.compile(
    r"(?:(?P<t>[a-z]*)tausend)?(?:(?P<h>[a-z]*?)hundert)?(?:und)?(?P<r>[a-z]*)"
)  # on words with "hundert" or "tausend" in them
MOST_WORDS = 9


def _below_hundred(tongue: str) -> Iterator[tuple[str, int]]:
    small, tens = _TEENS[tongue].split(), _TENS[tongue].split()
    yield from ((word, value) for value, word in enumerate(small))
    for place, word in enumerate(tens):
        ten = 20 + 10 * place
        yield word, ten
        rest = 20 if tongue == "fr" and ten in (60, 80) else 10
        for unit in range(1, rest):
            if tongue == "de":
                yield f"{'ein' if unit == 1 else small[unit]}und{word}", ten + unit
            elif tongue == "es":
                if ten == 20:
                    yield f"veinti{small[unit]}", ten + unit
            else:
                yield f"{word}-{small[unit]}", ten + unit
                if tongue == "fr" and unit in (1, 11):
                    yield f"{word}-et-{small[unit]}", ten + unit


WORDS = {word: value for tongue in _TEENS for word, value in _below_hundred(tongue)}
WORDS |= {word: 200 + 100 * place for place, word in enumerate(_HUNDREDS_ES.split())}
WORDS |= {f"{word[:-2]}as": 200 + 100 * place for place, word in enumerate(_HUNDREDS_ES.split())}
WORDS |= {
    "quatre-vingts": 80,
    "zwo": 2,
    "dozen": 12,
    "dutzend": 12,
    "douzaine": 12,
    "docena": 12,
    "veintiun": 21,
}
"""Bare word (small, no accents) to value."""


IN_WORDS: dict[int, tuple[str, ...]] = {}
"""A number below a hundred to its words."""
for _word, _value in WORDS.items():
    if _value < 100:
        IN_WORDS[_value] = (*IN_WORDS.get(_value, ()), _word)


def word_value(low: str) -> int | None:
    """The value of one word, hyphens and German compounds included: "zweihundertfunfzig", "twelve-storey"."""
    if low in WORDS:
        return WORDS[low]
    if ("hundert" in low or "tausend" in low) and len(low) < 60:
        return _german(low)
    first, _, rest = low.partition("-")
    return WORDS[first] if rest and first in WORDS and first not in ARTICLES else None


def _german(low: str) -> int | None:
    found = _GERMAN.fullmatch(low)
    if found is None:
        return None
    total = 0
    for name, times in (("t", 1_000), ("h", 100)):
        part = found[name]
        if part is not None:
            value = (
                1
                if part in ("", "ein")
                else WORDS.get(part) or (_german(part) if "hundert" in part else None)
            )
            if value is None:
                return None
            total += value * times
    if not found["r"]:
        return total or None
    rest = WORDS.get(found["r"])
    return None if rest is None or not total else total + rest


def spoken(words: Sequence[str], place: int) -> tuple[float, int] | None:
    """(value, how many words) of the number that begins at a place of bare words; None for none."""
    first = word_value(words[place])
    if first is None and words[place] not in HUNDREDS:
        return None
    total, part, last = 0.0, 0.0, place - 1
    for at in range(place, min(place + MOST_WORDS, len(words))):
        word = words[at]
        value = word_value(word)
        if word in SCALES and (at > place or word in HUNDREDS):
            if SCALES[word] == 100:
                part = (part % 100 or 1) * 100 + part // 100 * 100 if part < 100 else part
            else:
                total, part = total + (part or 1) * SCALES[word], 0.0
        elif value is not None and (at == place or _goes_on(words, at, part, total, value)):
            part += value
        elif word in _AND and at == last + 1 and last >= place:
            continue
        else:
            break
        last = at
    return (total + part, last - place + 1) if last >= place else None


def _goes_on(words: Sequence[str], at: int, part: float, total: float, value: float) -> bool:
    """Whether a number word belongs to the number before it: "hundred and twenty", "treinta y cinco"."""
    joined = words[at - 1] in _AND
    if part >= 100 and value < 100 and part % 100 == 0:
        return True
    if not part:
        return total > 0 and not (joined and value >= 100)
    if value < 10 and 20 <= part < 100 and part % 10 == 0:
        return not joined or words[at - 1] in ("y", "et", "and")
    return False


def east_value(signs: str) -> float | None:
    """The value of "一百二十" or "三千五百万"; None for what is no number."""
    total = part = digit = 0.0
    plain = [EAST_DIGITS.get(sign) for sign in signs]
    if len(signs) > 1 and all(value is not None for value in plain):
        return float("".join(map(str, plain)))
    for sign in signs:
        if sign in EAST_DIGITS:
            digit = EAST_DIGITS[sign]
        elif sign == "十" or EAST_SCALES.get(sign, 1e9) <= 1e3:
            part += (digit or 1) * (10 if sign == "十" else EAST_SCALES[sign])
            digit = 0
        elif sign in EAST_SCALES:
            total, part, digit = total + (part + digit or 1) * EAST_SCALES[sign], 0, 0
        else:
            return None
    return total + part + digit
