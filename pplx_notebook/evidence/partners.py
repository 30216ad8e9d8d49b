"""Every fact of a sentence must find its partner among those of the window: dates, quantities, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pplx_notebook.evidence.alignment import Difference
from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.dates import Moment, met, rival
from pplx_notebook.evidence.forms.names import Name, is_title, known
from pplx_notebook.evidence.forms.numbers import Quantity
from pplx_notebook.evidence.forms.rounding import same
from pplx_notebook.evidence.forms.words import Token, is_small, stem
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment, SourceText

GERMAN_NAME = 0.5  # content from which a noun behind a preposition may be a name


@dataclass(frozen=True, slots=True)
class Partner:
    """What became of one fact: ``text`` as the sentence has it; ``other`` says what stands there instead."""

    kind: str
    text: str
    is_met: bool
    other: Difference | None = None
    figures: int = 0


def partners(claim: Segment, window: Window, page: SourceText) -> tuple[Partner, ...]:
    """One for each fact of the sentence that can be judged."""
    facts = [segment.facts for segment in window.segments]
    return (
        *_dates(claim.facts, facts, page),
        *_quantities(claim, window, facts),
        *_names(claim, window, page),
    )


def _dates(own: Facts, facts: list[Facts], page: SourceText) -> Iterator[Partner]:
    theirs = tuple(moment for one in facts for moment in one.moments)
    bare_numbers = {q.values[0] for one in facts for q in one.quantities if not q.dimension}
    for moment in own.moments:
        if met(moment, theirs) or _is_bare_year(moment, bare_numbers) or _year_apart(moment, theirs, page):
            yield Partner("date", moment.text, is_met=True, figures=4 if moment.year else 1)
            continue
        other = rival(moment, theirs, own.moments)
        said = Difference("date", moment.text, other.text) if other is not None else None
        yield Partner("date", moment.text, is_met=False, other=said)


def _year_apart(moment: Moment, theirs: tuple[Moment, ...], page: SourceText) -> bool:
    """Whether the day stands here without a year, and the year elsewhere, as above a table."""
    open_days = tuple(other for other in theirs if not other.year)
    return (
        bool(moment.day and moment.year)
        and str(moment.year) in page.places
        and met(replace(moment, year=0), open_days)
    )


def _is_bare_year(moment: Moment, numbers: set[float]) -> bool:
    return bool(moment.year) and not moment.month and not moment.quarter and float(moment.year) in numbers


def _quantities(claim: Segment, window: Window, facts: list[Facts]) -> Iterator[Partner]:
    theirs = [q for one in facts for q in one.quantities]
    best = window.best.facts.quantities
    years = {m.year for one in facts for m in one.moments}
    own = claim.facts.quantities
    for quantity in own:
        if any(same(quantity, other) for other in theirs) or (
            not quantity.dimension and quantity.values[0] in years
        ):
            yield Partner("number", quantity.text, is_met=True, figures=quantity.figures)
            continue
        swapped = next((q for q in theirs if _only_unit_differs(quantity, q)), None)
        if swapped is not None:
            yield Partner(
                "unit", quantity.text, is_met=False, other=Difference("unit", quantity.text, swapped.text)
            )
            continue
        if quantity.is_small_count:
            other = next(
                (
                    q
                    for q in best
                    if q.is_small_count and q.noun and q.noun == quantity.noun and not _is_said(q, own)
                ),
                None,
            )
            if other is not None:
                yield Partner(
                    "number",
                    quantity.text,
                    is_met=False,
                    other=Difference("number", quantity.text, other.text),
                )
            continue
        rivals = [q for q in (*best, *theirs) if _is_rival(quantity, q) and not _is_said(q, own)]
        rivals.sort(key=lambda q: (q.noun != quantity.noun or not q.noun, _distance(quantity, q)))
        said = Difference("number", quantity.text, rivals[0].text) if rivals else None
        yield Partner("number", quantity.text, is_met=False, other=said)


def _only_unit_differs(one: Quantity, other: Quantity) -> bool:
    if (
        not one.dimension
        or not other.dimension
        or abs(one.values[0] - other.values[0]) > 1e-6 * abs(one.values[0])
    ):
        return False
    return (one.dimension, one.factor) != (other.dimension, other.factor) or bool(
        one.rate and other.rate and one.rate != other.rate
    )


def _is_rival(one: Quantity, other: Quantity) -> bool:
    if one.dimension or other.dimension:
        return one.dimension == other.dimension
    return not other.is_small_count


def _is_said(other: Quantity, own: tuple[Quantity, ...]) -> bool:
    """Whether the sentence says a rival itself: then it is none."""
    return any(same(q, other) for q in own)


def _distance(one: Quantity, other: Quantity) -> float:
    a, b = abs(one.base), abs(other.base)
    return max(a, b) / max(min(a, b), 1e-30)


def _names(claim: Segment, window: Window, page: SourceText) -> Iterator[Partner]:
    if not claim.facts.names:
        return
    lines = [segment.line for segment in window.segments]
    stems = frozenset(token.key for line in lines for token in line) | page.title_keys
    capitals = frozenset(t.key for line in lines for t in line if t.is_capital) | page.title_keys
    initials = _initials(lines)
    for name in claim.facts.names:
        held = [
            known(key, claim.line[p].text, stems, capitals, initials)
            for key, p in zip(name.keys, name.places, strict=True)
        ]
        acronym = "".join(claim.line[p].text[0] for p in name.places).lower()
        is_short = len(name.places) > 1 and any(
            t.text.isupper() and t.text.lower() == acronym for line in lines for t in line
        )
        part = any(is_held and not is_title(key) for is_held, key in zip(held, name.keys, strict=True))
        if part and not all(held) and (other := _with_another_part(name, held, claim, window.best)):
            yield Partner("name", name.text, is_met=False, other=Difference("name", name.text, other))
            continue
        if all(held) or part or is_short:
            yield Partner("name", name.text, is_met=True)
            continue
        other = _in_its_slot(claim, name, window) or _of_its_kind(claim, name, window.best)
        if claim.tongue == "de" and (not other or (window.content < GERMAN_NAME and len(name.places) < 2)):
            continue  # every noun is a capital
        yield Partner(
            "name", name.text, is_met=False, other=Difference("name", name.text, other) if other else None
        )


def _initials(lines: list[tuple[Token, ...]]) -> frozenset[str]:
    """The first letters of runs of two to five words that are not small."""
    found: set[str] = set()
    for line in lines:
        letters = [t.text[0].lower() for t in line if t.text[0].isalpha() and not is_small(t)]
        for size in (2, 3, 4, 5):
            found |= {"".join(letters[at : at + size]) for at in range(len(letters) - size + 1)}
    return frozenset(found)


def _with_another_part(name: Name, held: list[bool], claim: Segment, best: Segment) -> str:
    """A name that shares a word with this one, and has another where this has its own: "Kyoto Agreement" for
    "Paris Agreement"; "Armand Duplantis" for "Duplantis" only says more."""
    shared = {key for key, is_held in zip(name.keys, held, strict=True) if is_held and not is_title(key)}
    own = {token.key for token in claim.line}
    for other in best.facts.names:
        if shared & set(other.keys) and not (set(other.keys) - shared) & own and set(other.keys) - shared:
            return other.text
    return ""


def _of_its_kind(claim: Segment, name: Name, best: Segment) -> str:
    """The only other name of two words or more in the passage, for one of two words or more."""
    own = {token.key for token in claim.line}
    others = [other.text for other in best.facts.names if len(other.places) > 1 and not set(other.keys) & own]
    return others[0] if len(name.places) > 1 and len(others) == 1 else ""


def _in_its_slot(claim: Segment, name: Name, window: Window) -> str:
    """Another name that stands between the same words, "" for none: one that the sentence does not say."""
    own = {token.key for token in claim.line}
    before = claim.line[name.places[0] - 1].key if name.places[0] else ""
    behind = claim.line[name.places[-1] + 1].key if name.places[-1] + 1 < len(claim.line) else ""
    for segment in (window.best, *window.segments):
        for other in segment.facts.names:
            if set(other.keys) & own or stem(other.text) in own:
                continue
            left = segment.line[other.places[0] - 1].key if other.places[0] else ""
            right = segment.line[other.places[-1] + 1].key if other.places[-1] + 1 < len(segment.line) else ""
            if (left and left == before) or (right and right == behind):
                return other.text
    return ""
