"""Numbers that stand in no passage, but follow from two of one in one step.

A sum, what two are apart, a share or a multiple of one is met; what only may be meant leaves a sentence open.
"""

from __future__ import annotations

from collections.abc import Sequence

from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.rounding import POUND, YEAR
from pplx_notebook.evidence.forms.quantities.units import MONEY

MUCH = 1_000  # of a money whose name is said beside another sum only
EXACTLY, SLACK = 0.002, 0.06  # how far a number may be from what is reckoned, and a hedged one
MORE = 1.08  # times what "more than" may leave out
PART = 0.6  # points of per cent that a reckoned one may be rounded by
MOST_RECKONED = 12  # quantities of a kind in a segment
MEASURED = ("time", "length", "mass", "area", "volume", "power", "energy", "data", "clock", *MONEY.values())


def is_between(one: Quantity, theirs: set[int], years: set[int]) -> bool:
    """Whether a year of the source and another lie so far apart: "five years earlier"."""
    if one.dimension != "time" or one.factor not in (YEAR, 10 * YEAR, 100 * YEAR):
        return False
    said, step = one.base / YEAR, one.factor / YEAR
    spans = {abs(year - other) for year in theirs for other in years}
    return said in spans or any(
        said <= span < said * MORE + step
        if one.bound == ">"
        else said / MORE - step < span <= said
        if one.bound == "<"
        else abs(span - said) <= (max(SLACK * said, step / 2) if one.hedged or step > 1 else 0)
        for span in spans
    )


def is_reckoned(one: Quantity, facts: Sequence[Facts]) -> bool:
    """Whether a number is a step from two of a segment: "from 140 to 198 million", a quarter of 48."""
    if one.dimension in (*LOOSE, "percent") or (one.is_small_count and one.dimension != "time"):
        return False
    near = SLACK if one.hedged or one.bound else EXACTLY
    for of in facts:
        like = [q for q in of.quantities if _is_of_a_kind(one, q)][:MOST_RECKONED]
        shares = [q for q in of.quantities if q.dimension == "percent"][:MOST_RECKONED]
        bases = [_in_money(q, one) for q in like]
        results = [abs(a - b) for a in bases for b in bases if a > b]
        parts = [_in_money(q, one) for q in like if not q.is_small_count]
        results += [a + b for place, a in enumerate(parts) for b in parts[:place] if a != b]
        if one.dimension == "clock":
            hours = [q.base / 60 for q in of.quantities if q.dimension == "time"][:MOST_RECKONED]
            results = [a.base + step for a in like for hour in hours for step in (hour, -hour)]
        results += [a.base * share.values[0] / 100 for a in like for share in shares]
        times = [q.values[0] for q in of.quantities if q.dimension == "times"][:MOST_RECKONED]
        results += [a.base * factor for a in like for factor in times]
        if any(value and abs(value - one.base) <= near * value for value in results):
            return True
    return False


def is_led_to(one: Quantity, facts: Sequence[Facts]) -> bool:
    """Whether two numbers of the passage are so far apart, or one so many per cent of the other."""
    if one.dimension in LOOSE or one.vague:
        return False
    theirs = [q for of in facts for q in of.quantities if not q.vague and q.dimension not in LOOSE]
    like = [q for q in theirs if q.dimension in ("", one.dimension) or not one.dimension][: 2 * MOST_RECKONED]
    values = sorted({q.values[0] * (q.factor if q.dimension else one.factor) for q in like})
    if one.dimension == "percent":
        if one.figures < 2:
            return False
        parts = {value for q in theirs if not q.dimension or q.dimension in MEASURED for value in (q.base,)}
        few = sorted(parts)[: 2 * MOST_RECKONED]
        pairs = [(a, b) for a in few for b in few if 0 < a < b < 20 * a]
        return any(
            abs(one.values[0] - share) <= PART
            for a, b in pairs
            for share in (100 * a / b, 100 - 100 * a / b, 100 * b / a - 100)
        )
    if one.is_small_count or one.figures < 2:
        return False
    return any(
        abs(one.base - value) <= EXACTLY * one.base
        for place, a in enumerate(values)
        for b in values[:place]
        for value in (a - b, a + b)
    )


def _is_of_a_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two can be reckoned with: of one unit, or money that is said with its name and without."""
    is_money = one.dimension in MONEY.values() and not other.dimension and other.values[0] >= MUCH
    is_pounds = {one.dimension, other.dimension} == {"mass", "gbp"} and POUND in (
        one.text + other.text
    ).lower()
    return one.dimension == other.dimension or is_money or is_pounds


def _in_money(quantity: Quantity, one: Quantity) -> float:
    """The base of a quantity, of "pounds" as many as there are where the other one is money."""
    return quantity.values[0] if one.dimension in MONEY.values() else quantity.base
