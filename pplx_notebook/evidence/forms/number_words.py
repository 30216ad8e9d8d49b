"""Numbers in words: 0 to 99 of four languages are made here, scales are listed; Chinese and Japanese digits."""

from __future__ import annotations

from collections.abc import Iterator

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
SCALES = {
    **dict.fromkeys(["hundred", "hundert", "cent", "cents", "cien", "ciento"], 1e2),
    **dict.fromkeys(["thousand", "thousands", "tausend", "mille", "mil"], 1e3),
    **dict.fromkeys(["million", "millions", "millionen", "mio", "millon", "millones", "mn"], 1e6),
    **dict.fromkeys(
        """
    billion billions milliarde milliarden mrd milliard milliards bn
    """.split(),
        1e9,
    ),
    **dict.fromkeys(["trillion", "trillions", "billionen", "billones"], 1e12),
}
EAST_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
EAST_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}


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
                yield (f"veinti{small[unit]}" if ten == 20 else f"{word} y {small[unit]}"), ten + unit
            else:
                yield f"{word}-{small[unit]}", ten + unit
                if tongue == "fr" and unit in (1, 11):
                    yield f"{word}-et-{small[unit]}", ten + unit


def _german_hundreds() -> Iterator[tuple[str, int]]:
    small = _TEENS["de"].split()
    for value in range(1, 13):
        word = "ein" if value == 1 else small[value]
        yield f"{word}tausend", value * 1_000
        if value < 10:
            yield f"{word}hundert", value * 100


WORDS = {word: value for tongue in _TEENS for word, value in _below_hundred(tongue)} | dict(
    _german_hundreds()
)
"""Bare word (small, no accents) to value. "un", "uno" and "one" are articles and pronouns, too: ``numbers`` knows."""
FRACTIONS = {
    "half": (50, 1), "halfte": (50, 1), "moitie": (50, 1), "mitad": (50, 1), "quarter": (25, 1), "viertel": (25, 1),
    "quart": (25, 1), "third": (100 / 3, 1), "drittel": (100 / 3, 1), "tiers": (100 / 3, 1), "tercio": (100 / 3, 1),
    "fifth": (20, 1), "fifths": (20, 1), "thirds": (100 / 3, 1), "quarters": (25, 1), "tenths": (10, 1), "funftel": (20, 1), "tenth": (10, 1), "zehntel": (10, 1), "半数": (50, 1), "一半": (50, 1),
}  # fmt: skip


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
