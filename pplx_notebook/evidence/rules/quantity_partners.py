"""The partner of each quantity of a sentence: the same value in a unit that agrees, or its rival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.polarity import negators
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.rounding import SHARE, same
from pplx_notebook.evidence.forms.quantities.shares import SHARE_PLACE
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.rules.reckoned import MEASURED, is_between, is_led_to, is_reckoned
from pplx_notebook.evidence.source_text import Segment

FAR_TIME = 60  # times: six hours are no other number for two years
POINT = "point"
FEW = 4  # times three
NEAR = 0.55  # content from which a passage says the number itself
REST = "rest"  # the kind of a share that is what the source leaves over
LED_TO = "led to"  # of a number that two of the passage may lead to: it is not called wrong
_LESS = re.compile(
    r"(?i)\b(?:less|lower|sav\w+|reduc\w+|cut|fell|rest|other|remain\w*|without|not?|down|weniger|spar\w+|nicht|kein\w*|ohne|ubrig\w*|übrig\w*"
    r"|leer\w*|frei\w*|moins|sans|reste|pas|vides?|libres?|menos|recort\w+|baj\w+|resto|sin|no|vaci[oa]s?|empty|vacant|unused|unsold|fail\w*)\b|少|减|減|其余|不|没|无|ない|残り|無|空"
)


def quantity_partners(claim: Segment, window: Window, facts: Sequence[Facts]) -> Iterator[Partner]:
    """One for each quantity that can be judged."""
    theirs = [q for one in facts for q in one.quantities]
    best = window.best.facts.quantities
    years = {m.year for one in facts for m in one.moments if m.year}
    own_years = {m.year for m in claim.facts.moments if m.year}
    own = claim.facts.quantities
    is_negated = len(negators(claim.line, claim.said)) == 1
    is_plain = not negators(claim.line, claim.said) and not negators(window.best.line, window.best.said)
    for one in own:
        partner = _partner(one, own, best, theirs, years, is_plain=is_plain)
        if partner is not None and not partner.is_met and one.bound and is_negated:
            other = replace(one, bound="<" if one.bound == ">" else ">")  # "none was older than"
            partner = _partner(other, own, best, theirs, years, is_plain=is_plain)
        if partner is not None and not partner.is_met and is_between(one, years, years | own_years):
            partner = Partner("number", one.text, is_met=True, figures=1)
        if partner is not None and not partner.is_met and _is_the_rest(one, theirs, claim, window):
            partner = Partner(REST, one.text, is_met=True)
        rival = partner.other if partner is not None else None
        is_of_unit = rival is not None and rival.kind == "unit" and rival.source in window.best.said
        if partner is not None and not partner.is_met and not is_of_unit and is_reckoned(one, facts):
            partner = Partner(REST, one.text, is_met=True)
        is_unit = partner is not None and partner.kind == "unit"
        is_near = window.content >= NEAR
        if (
            partner is not None
            and not partner.is_met
            and not is_unit
            and not is_near
            and is_led_to(one, facts)
        ):
            partner = Partner(LED_TO, one.text, is_met=False)
        if partner is not None:
            yield partner


def _partner(
    one: Quantity,
    own: Sequence[Quantity],
    best: Sequence[Quantity],
    theirs: Sequence[Quantity],
    years: set[int],
    *,
    is_plain: bool,
) -> Partner | None:
    if one.vague:
        return _vague(one, theirs)
    carriers = [
        q
        for q in theirs
        if same(one, q) and not (one.is_small_count and one.nouns and q.dimension in MEASURED)
    ]
    swapped = next((q for q in theirs if _only_unit_differs(one, q)), None)
    if (
        swapped is not None
        and swapped in best
        and carriers
        and not any(set(q.values) & set(one.values) or q.base == one.base for q in carriers)
    ):
        return _differs("unit", one, swapped)  # "at most 16 metres": not the twelve of something else
    if carriers or (not one.dimension and one.values[0] in years):
        turned = _against(one, carriers) if is_plain else None
        if turned is not None:
            return Partner("direction", one.text, is_met=False, other=turned)
        return Partner("number", one.text, is_met=True, figures=_figures(one))
    if swapped is not None:
        return _differs("unit", one, swapped)
    if one.is_small_count or one.dimension in LOOSE:
        other = next((q for q in best if _counts_the_same(one, q) and not _is_said(q, own)), None)
        return _differs("number", one, other) if other is not None else None
    rivals = [q for q in (*best, *theirs) if _is_rival(one, q) and not _is_said(q, own)]
    rivals.sort(key=lambda q: (not set(q.nouns) & set(one.nouns), _distance(one, q)))
    if not rivals and one.dimension == "percent" and one.hedged and one.place == SHARE_PLACE:
        return None  # "half of them" may be said without a number
    return _differs("number", one, rivals[0]) if rivals else Partner("number", one.text, is_met=False)


def _figures(one: Quantity) -> int:
    """How many figures it is told by; a unit counts as one more."""
    return 0 if one.dimension in LOOSE else one.figures if not one.dimension else max(one.figures, 2)


def _vague(one: Quantity, theirs: Sequence[Quantity]) -> Partner | None:
    """ "A few metres" has a partner of about that size, a rival among other few; it is never missing."""
    if one.dimension == "time" and one.values[0] == 1:
        return None  # "an hour", "a year"
    like = [
        q for q in theirs if q.dimension == one.dimension and (q.dimension or set(q.nouns) & set(one.nouns))
    ]
    if any(_distance(one, q) <= FEW and (not one.rate or q.rate in ("", one.rate)) for q in like):
        return Partner("number", one.text, is_met=True)
    other = next((q for q in like if q.vague), None)
    return _differs("unit", one, other) if other is not None else None


def _differs(kind: str, one: Quantity, other: Quantity) -> Partner:
    return Partner(kind, one.text, is_met=False, other=Difference(kind, one.text, other.text))


def _against(one: Quantity, carriers: Sequence[Quantity]) -> Difference | None:
    """ "Fewer than 40" where the source says "at least 40"."""
    equal = [q for q in carriers if q.values[0] == one.values[0]]
    if one.bound and equal and all(q.bound and q.bound != one.bound for q in equal):
        signs = {">": "more than", "<": "at most"}
        return Difference(
            "direction", f"{signs[one.bound]} {one.text}", f"{signs[equal[0].bound]} {equal[0].text}"
        )
    return None


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    """Whether a small count or an ordinal is of the same noun, and a multiple a multiple."""
    if one.dimension in ("times", "score"):
        return other.dimension == one.dimension
    is_like = other.dimension == one.dimension and (other.is_small_count or other.dimension in LOOSE)
    return is_like and one.label == other.label and bool(set(other.nouns) & set(one.nouns))


def _is_the_rest(one: Quantity, theirs: Sequence[Quantity], claim: Segment, window: Window) -> bool:
    """ "30 % of the energy" where the source saves 70 %."""
    return (
        one.dimension == "percent"
        and any(
            q.dimension == "percent"
            and abs(100 - q.values[0] - one.values[0])
            <= (SHARE if SHARE_PLACE in (q.place, one.place) else 1e-6)
            for q in theirs
        )
        and bool(_LESS.search(claim.said)) != bool(_LESS.search(window.best.said))
    )


def _only_unit_differs(one: Quantity, other: Quantity) -> bool:
    if abs(one.values[0] - other.values[0]) > 1e-6 * abs(one.values[0]):
        return False
    if {one.dimension, other.dimension} == {"percent", ""}:
        return POINT in (one.nouns[:1] + other.nouns[:1])
    rates_differ = bool(one.rate and other.rate and one.rate != other.rate)
    if not one.dimension or not other.dimension or {one.dimension, other.dimension} & set(LOOSE):
        return rates_differ and one.dimension == other.dimension != "ordinal"
    return (one.dimension, one.factor) != (other.dimension, other.factor) or rates_differ


def _is_rival(one: Quantity, other: Quantity) -> bool:
    if one.dimension or other.dimension:
        if other.vague:
            return False
        if one.dimension == other.dimension == "time" and _distance(one, other) > FAR_TIME:
            return False
        return one.dimension == other.dimension or {one.dimension, other.dimension} == {
            "celsius",
            "fahrenheit",
        }
    return not other.is_small_count


def _is_said(other: Quantity, own: Sequence[Quantity]) -> bool:
    """Whether the sentence says a rival itself: then it is none."""
    return any(same(q, other) for q in own)


def _distance(one: Quantity, other: Quantity) -> float:
    a, b = abs(one.base), abs(other.base)
    return max(a, b) / max(min(a, b), 1e-30)
