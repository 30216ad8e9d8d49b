"""The dates of a text in six languages, with holes: year, month, day, quarter, decade, century."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pplx_notebook.evidence.forms.text import bare

_MONTHS = """
january januar janvier enero jan janner ene
february februar fevrier febrero feb
march marz mars marzo mar
april avril abril apr abr
may mai mayo
june juni juin junio jun
july juli juillet julio jul
august aout agosto aug
september septembre septiembre sep sept
october oktober octobre octubre oct okt
november novembre noviembre nov
december dezember decembre diciembre dec dez
"""
MONTHS = {word: place for place, line in enumerate(_MONTHS.split("\n"), 0) if line for word in line.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:1\d{3}|20\d{2})"
_DE = r"\s?(?:de |del |of |den )?"
_PATTERNS = [
    rf"(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?!\d)",
    r"(?P<y>\d{3,4})\s?年(?:\s?(?P<m>\d{1,2})\s?月)?(?:\s?(?P<d>\d{1,2})\s?日)?(?!間|间|前|后|後)",
    r"(?<!\d)(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?",
    rf"(?<![\d.])(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>{_YEAR})(?!\d)",
    rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er)?{_DE}(?P<mo>{_MONTH})\b\.?,?(?:{_DE}(?P<y>{_YEAR})(?!\d))?",
    rf"\b(?P<mo>{_MONTH})\b\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:, ?(?P<y>{_YEAR})(?!\d))?",
    rf"\b(?P<mo>{_MONTH})\b\.?,?{_DE}(?P<y>{_YEAR})(?!\d)",
    rf"\bq(?P<q>[1-4]) (?P<y>{_YEAR})|(?P<q2>[1-4])\. ?quartal (?P<y2>{_YEAR})|(?P<q3>first|second|third|fourth) quarter of (?P<y3>{_YEAR})",
    r"(?<![\d.,])(?P<dec>1\d{2}0|20\d0)(?:s|er|er jahre)\b",
    r"(?<![\d.,])(?P<c>\d{1,2})(?:st|nd|rd|th|\.|e)? ?(?:century|jahrhunderts?|siecle)\b|(?<!\d)(?P<c2>\d{1,2})\s?(?:世纪|世紀)",
    rf"(?<![\d.,$€£¥/])(?<![a-z]-)(?P<y>{_YEAR})(?:-\d\d(?!\d))?(?![\d%]|[.,]\d|\s?(?:km|m|kg|million|%))",
    r"\b(?:in|since|until|by|during|im|seit|bis|en|depuis|desde|ab) (?P<mo>" + _MONTH + r")\b",
]
_DATES = [re.compile(pattern) for pattern in _PATTERNS]
_YEAR_BEFORE = re.compile(
    r"(?:a|one) year (?:earlier|before)|(?:previous|preceding|prior) year|vorjahr\w*|annee precedente|ano anterior|前年|上年|同比"
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is said; 0 where it is not."""

    text: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    quarter: int = 0
    decade: int = 0
    century: int = 0


def moments(text: str) -> tuple[Moment, ...]:
    """The dates of a normal form, in order."""
    low = bare(text)
    if len(low) != len(text):
        low = text.lower()
        if len(low) != len(text):
            return ()
    taken: list[tuple[int, int]] = []
    found: list[Moment] = []
    for pattern in _DATES:
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken[-64:]):
                continue
            moment = _moment(text, match)
            if moment is not None:
                taken.append((start, end))
                found.append(moment)
    return tuple(sorted(found, key=lambda moment: moment.start))


def with_year_before(text: str, said: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """And the year that "a year earlier" means beside a date with a year."""
    years = [moment.year for moment in said if moment.year]
    found = _YEAR_BEFORE.search(bare(text)) if years else None
    if found is None:
        return said
    return (*said, Moment(found[0], len(text), len(text), years[-1] - 1))


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    said = {name: value for name, value in match.groupdict().items() if value}
    month = int(said["m"]) if "m" in said else MONTHS.get(said.get("mo", ""), 0)
    day, year = int(said.get("d", 0)), int(said.get("y") or said.get("y2") or said.get("y3") or 0)
    if month > 12 or day > 31:
        return None
    quarter = said.get("q") or said.get("q2") or said.get("q3") or "0"
    return Moment(
        text[match.start() : match.end()].strip(" ,."), match.start(), match.end(), year, month, day,
        _QUARTERS.get(quarter) or int(quarter), int(said.get("dec", 0)), int(said.get("c") or said.get("c2") or 0),
    )  # fmt: skip


def met(claim: Moment, source: tuple[Moment, ...]) -> bool:
    """Whether every part of the claim is said, parts of one date by dates that agree with each other."""
    years = {moment.year for moment in source if moment.year}
    if claim.decade:
        return any(m.decade == claim.decade for m in source) or any(
            y // 10 * 10 == claim.decade for y in years
        )
    if claim.century:
        return any(m.century == claim.century for m in source) or any(
            (y - 1) // 100 + 1 == claim.century for y in years
        )
    if claim.quarter:
        return any(m.quarter == claim.quarter and m.year == claim.year for m in source) or any(
            m.year == claim.year and m.month and (m.month - 1) // 3 + 1 == claim.quarter for m in source
        )
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
    for kind in ("day", "month", "quarter", "century", "decade", "year"):
        if getattr(claim, kind):
            same_kind = [m for m in others if getattr(m, kind) and not met(claim, (m,))]
            if same_kind:
                return max(
                    same_kind,
                    key=lambda m: (m.year == claim.year, m.month == claim.month, -abs(m.year - claim.year)),
                )
            if kind != "day":
                return None
    return None


def _alike(one: Moment, other: Moment) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.month, other.day)
