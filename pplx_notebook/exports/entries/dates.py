"""Dates as servers write them, taken apart: ISO, digits, and words in English, German, French, Spanish,
Italian and Portuguese, Chinese and Japanese.

Rules of this file: as much of a date as is certain, never more. 03/02/2024 is a day in March or in February,
hence the year alone; 2.3.2024 is written so only where the day comes first. A day that does not exist leaves
its month. The page's half is ``js/src/finished/references/dates.ts``; ``tests/cases/shared/dates.json`` holds
for both.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MONTHS = (
    "january jan januar janner jaenner janvier janv enero ene gennaio gen janeiro",
    "february feb februar feber fevrier fevr febrero febbraio fevereiro fev",
    "march mar marz maerz mars marzo marco mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)
MONTH = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}
_YEAR = r"([12][0-9]{3})"
_DAY = r"([0-9]{1,2})"
_ENDING = r"(?:st|nd|rd|th|er|\.|º)?"
_WEEKDAY = r"(?:[a-z]+[.,]{0,2} )?"
_BEHIND = r"(?:\b.*)?"
# what is written, and where its year, month and day stand in it
_SHAPES = tuple(
    (re.compile(shape), order)
    for shape, order in (
        (rf"{_YEAR}(?:([-/.]){_DAY}(?:\2{_DAY})?)?(?:[t ].*)?", (1, 3, 4)),
        (rf"{_YEAR}(0[1-9]|1[0-2])([0-3][0-9])", (1, 2, 3)),
        (rf"{_YEAR} ?年 ?{_DAY} ?月(?: ?{_DAY} ?日)?.*", (1, 2, 3)),
        (
            rf"{_WEEKDAY}{_DAY}{_ENDING}[ -](?:of |de )?([a-z]+)\.?,?[ -](?:del? )?{_YEAR}{_BEHIND}",
            (3, 2, 1),
        ),
        (rf"(?:[a-z]+day,? )?([a-z]+)\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}{_BEHIND}", (3, 1, 2)),
        (rf"([a-z]+)\.?,? (?:de |del )?{_YEAR}", (2, 1)),
        (rf"{_DAY}\. ?{_DAY}\. ?{_YEAR}{_BEHIND}", (3, 2, 1)),
    )
)
_EITHER_FIRST = re.compile(rf"([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]{_YEAR}(?:\b.*)?")
_BEGINS_WITH_YEAR = re.compile(rf"{_YEAR}(?![0-9])")


def date_parts(text: str | None) -> tuple[int, ...]:
    """(year,), (year, month) or (year, month, day); () where the text names no date."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text or "") if unicodedata.category(c) != "Mn")
    plain = " ".join(plain.lower().split())
    for shape, order in _SHAPES:
        if found := shape.fullmatch(plain):
            numbers = [_number(found[place]) for place in order if found[place]]
            if all(numbers):
                return _real(numbers)
    if found := _EITHER_FIRST.fullmatch(plain):
        first, second = int(found[1]), int(found[2])
        if first == second or max(first, second) > 12 >= min(first, second):
            return _real([int(found[3]), min(first, second), max(first, second)])
        return (int(found[3]),)
    found = _BEGINS_WITH_YEAR.match(plain)
    return (int(found[1]),) if found else ()


def iso(parts: tuple[int, ...]) -> str:
    """ "2024-03-02", "2024-03", "2024", ""."""
    return "-".join(f"{part:02d}" for part in parts)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else MONTH.get(word, 0)


def _real(numbers: list[int]) -> tuple[int, ...]:
    """As far as it is a date."""
    year, month, day = (*numbers, 1, 1)[:3]
    if not 1 <= month <= 12:
        return (year,)
    try:
        date(year, month, day)
    except ValueError:
        return (year, month)
    return tuple(numbers)
