"""The dates of a text in six languages, with holes: year, month, day, quarter, decade, century."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pplx_notebook.evidence.forms.date_patterns import (
    DECADES,
    ERAS,
    HOLDS,
    LATER,
    MONTHS,
    PATTERNS,
    QUARTERS,
    WEEKDAYS,
    YEAR_AFTER,
    YEAR_BEFORE,
    century_word,
    roman,
)
from pplx_notebook.evidence.forms.quantities.number_words import east_value, word_value
from pplx_notebook.evidence.forms.quantities.shares import ORDINALS
from pplx_notebook.evidence.forms.text import bare

MOST_BESIDE = 40  # dates that others of a segment only lead to


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is said; 0 where it is not. A ``decade`` below 100 is of any century."""

    text: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    quarter: int = 0
    decade: int = 0
    century: int = 0
    weekday: int = 0


def moments(text: str) -> tuple[Moment, ...]:
    """The dates of a normal form, in order."""
    low = bare(text)
    if len(low) != len(text):
        low = text.lower()
        if len(low) != len(text):
            return ()
    taken: list[tuple[int, int]] = []
    found: list[Moment] = []
    held = {kind for kind, sign in HOLDS.items() if sign.search(low)}
    for kind, pattern in PATTERNS:
        if kind not in held:
            continue
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken[-64:]):
                continue
            moment = _moment(text, match)
            if moment is not None:
                taken.append((start, end))
                found.append(moment)
    return tuple(sorted(found, key=lambda moment: moment.start))


def with_years_beside(text: str, said: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """And the years that "a year earlier" and "the following year" mean beside a date with a year."""
    years = [moment.year for moment in said if moment.year]
    if not years:
        return said
    low = bare(text)
    beside = ((YEAR_BEFORE.search(low), -1), (YEAR_AFTER.search(low), 1))
    more = [
        _beside(found[0], text, year, 0)
        for found, step in beside
        if found
        for year in [y + step for y in dict.fromkeys(years)]
    ]
    for found in LATER.finditer(low):
        count = _count(found["n"] or found["n2"])
        step = count if found["later"] or found["later2"] else -count
        is_year = (found["u"] or found["u2"])[0] in "yja年" and not (found["u"] or "").startswith("mo")
        for moment in said:
            if count and is_year and moment.year:
                more.append(_beside(found[0], text, moment.year + step, 0))
            elif count and not is_year and moment.month and moment.year:
                months = moment.year * 12 + moment.month - 1 + step
                more.append(_beside(found[0], text, months // 12, months % 12 + 1))
    return (*said, *more[:MOST_BESIDE])


def _beside(words: str, text: str, year: int, month: int) -> Moment:
    return Moment(words, len(text), len(text), year, month)


def _count(word: str) -> int:
    if word in ("a", "an", "ein", "eine", "un", "une", "uno", "una", "one"):
        return 1
    return int(word) if word.isdecimal() else word_value(word) or int(east_value(word) or 0)


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    said = {name: value for name, value in match.groupdict().items() if value}
    month = _number(said["m"]) if "m" in said else MONTHS.get(said.get("mo", ""), 0)
    day = _number(said.get("d", "0")) or ORDINALS.get(said.get("dw", ""), int("dw" in said))
    year = _number(said.get("y") or said.get("y2") or "0")
    if "era" in said:
        year = ERAS[said["era"]] + (1 if said["ey"] == "元" else _number(said["ey"]))
    if month > 12 >= day and "mo" not in said:
        day, month = month, day
    if month > 12 or day > 31:
        return None
    decade = next(
        (_decade(said[name]) for name in ("dec", "dec2", "dec3", "dec4", "dec5") if name in said), 0
    )
    century = next((_century(said[name]) for name in ("c", "c2", "c3") if name in said), 0)
    century = century or next((roman(said[name]) for name in ("r", "r2") if name in said), 0)
    if decade and century:
        decade, century = 100 * (century - 1) + decade, 0
    return Moment(
        text[match.start() : match.end()].strip(" ,."), match.start(), match.end(), year, month, day,
        QUARTERS.get(said.get("q") or said.get("q2") or said.get("q3") or "", 0), decade, century,
        WEEKDAYS.get(said.get("w", ""), 0),
    )  # fmt: skip


def _number(signs: str) -> int:
    return int(signs) if signs.isdecimal() else int(east_value(signs) or 0)


def _decade(word: str) -> int:
    return DECADES[word] if word in DECADES else _number(word)


def _century(word: str) -> int:
    return century_word(word) or _number(word)


def met(claim: Moment, source: tuple[Moment, ...]) -> bool:
    """Whether every part of the claim is said, parts of one date by dates that agree with each other."""
    years = {moment.year for moment in source if moment.year}
    if claim.weekday:
        return any(m.weekday == claim.weekday for m in source)
    if claim.decade:
        decades = (*(m.decade for m in source if m.decade), *(y // 10 * 10 for y in years))
        return any(_same_decade(claim.decade, other) for other in decades)
    if claim.century:
        return any(m.century == claim.century for m in source) or any(
            (y - 1) // 100 + 1 == claim.century for y in years
        )
    if claim.quarter:
        is_year_met = not claim.year or claim.year in years
        quarters = {
            m.quarter or (m.month and (m.month - 1) // 3 + 1)
            for m in source
            if (m.quarter and (not claim.year or m.year in (0, claim.year)))
            or (m.month and m.year == claim.year)
        }
        return is_year_met and claim.quarter in quarters
    if claim.month:
        partners = [
            m for m in source
            if m.month == claim.month and (not claim.day or m.day == claim.day) and (not claim.year or m.year in (0, claim.year))
        ]  # fmt: skip
        return bool(partners) and (not claim.year or claim.year in years)
    return claim.year in years


def rival(claim: Moment, source: tuple[Moment, ...], said: tuple[Moment, ...]) -> Moment | None:
    """Another date of the same kind that the sentence itself does not say."""
    others = [m for m in source if not any(_alike(m, own) for own in said if own is not claim)]
    for kind in ("weekday", "day", "month", "quarter", "century", "decade", "year"):
        if getattr(claim, kind):
            same_kind = [m for m in others if getattr(m, kind) and not met(claim, (m,))]
            if same_kind:
                return max(
                    same_kind,
                    key=lambda m: (m.year == claim.year, m.month == claim.month, -abs(m.year - claim.year)),
                )
            if kind == "decade":
                others_of_years = [m for m in others if m.year and not met(claim, (m,))]
                return others_of_years[0] if others_of_years else None
            if kind != "day":
                return None
    return None


def _same_decade(one: int, other: int) -> bool:
    return one == other or (min(one, other) < 100 and one % 100 == other % 100)


def _alike(one: Moment, other: Moment) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.month, other.day)
