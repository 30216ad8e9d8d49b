"""Whether two quantities say the same.

Rules of this file: either reading of "3.410" may match, but units are converted with the usual one; a source's
number may be rounded to the claim's last place, a hedged claim of one figure may be 13 % off; "more than
75,000" holds for a number that is said more exactly.
"""

from __future__ import annotations

from pplx_notebook.evidence.forms.quantities.quantity import Quantity

SMALL_LABEL = 12  # "PEP 8" is no eight spaces
MANY = 1_000  # from which a number bounds one whose unit stands elsewhere
POUND, YEAR = "pound", 31_557_600.0  # a year in seconds
_YEARS = frozenset(["year", "jahr", "an", "anne", "annee", "ano", "年"])
SHARE = 3  # points that "a third" may be away from what is counted


def same(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's quantity carries the claim's."""
    if claim.rate and source.rate and claim.rate != source.rate:
        return False
    if claim.dimension and source.dimension and claim.dimension != source.dimension:
        return _converts(claim, source)
    if {"times", "score"} & {claim.dimension, source.dimension} and claim.dimension != source.dimension:
        return False
    if claim.label != source.label and claim.is_small_count and claim.values[0] <= SMALL_LABEL:
        return False
    if "percent" in (claim.dimension, source.dimension) and "point" in claim.nouns[:1] + source.nouns[:1]:
        return False
    converts = bool(claim.dimension and source.dimension) and not _close(claim.factor, source.factor)
    if converts:
        near = (
            (0.13 if claim.dimension == "time" else 0.05)
            if claim.hedged and claim.figures <= 2
            else 0.005
            if claim.figures >= 2
            else 0.0
        )
        return abs(claim.base - source.base) <= near * abs(source.base) or _value_holds(
            claim.base,
            source.base,
            claim,
            max(claim.place * claim.factor, source.place * source.factor),
            bounded=bool(source.bound),
        )
    if source.dimension == claim.dimension == "percent" and _is_share(source):
        return abs(claim.values[0] - source.values[0]) <= SHARE
    if any(_close(c, s) for c in claim.values for s in source.values):
        return True
    is_alike = claim.dimension == source.dimension or claim.values[0] >= MANY
    return _value_holds(
        claim.values[0], source.values[0], claim, claim.place, bounded=bool(source.bound) or not is_alike
    )


def _converts(claim: Quantity, source: Quantity) -> bool:
    """Celsius and Fahrenheit, cents and their money, half and halved."""
    kinds = {claim.dimension, source.dimension}
    if kinds == {"celsius", "fahrenheit"}:
        celsius, other = (claim, source) if claim.dimension == "celsius" else (source, claim)
        return abs(celsius.values[0] * 1.8 + 32 - other.values[0]) <= (3 if claim.hedged else 1)
    if "angle" in kinds and kinds & {"celsius", "fahrenheit"}:
        return _close(claim.values[0], source.values[0])  # "24 degrees"
    if "cent" in kinds and kinds & {"usd", "eur", "gbp", "people"}:
        return _close(claim.base, source.base)
    if kinds == {"mass", "gbp"} and POUND in (claim.text + source.text).lower():
        return _close(claim.values[0], source.values[0])  # "1,860 pounds" may be money
    if kinds == {"time", "year-ago"}:
        return _close(claim.base, source.base * YEAR if source.dimension == "year-ago" else source.base)
    if kinds == {"time", "ordinal"}:
        rank, span = (claim, source) if claim.dimension == "ordinal" else (source, claim)
        return bool(set(rank.nouns) & _YEARS) and _close(rank.values[0] * YEAR, span.base)
    return kinds == {"percent", "times"} and _close(
        *(q.values[0] if q.dimension == "percent" else 100 * q.values[0] for q in (claim, source))
    )


def _is_share(quantity: Quantity) -> bool:
    """Whether it is "a quarter of", which covers 24 %."""
    return quantity.dimension == "percent" and quantity.hedged and quantity.place == 5.0


def _value_holds(c: float, s: float, claim: Quantity, place: float, *, bounded: bool) -> bool:
    if _close(c, s):
        return True
    if _is_share(claim):
        return abs(c - s) <= SHARE
    if claim.bound == ">" and s > c and not bounded:
        return s <= c * 1.3 and claim.figures <= 2
    if claim.bound == "<" and s < c and not bounded:
        return s >= c * 0.7 and claim.figures <= 2
    rounds = claim.figures >= 2 and (claim.hedged or bool(claim.dimension) or c >= 1_000)
    if rounds and claim.place * 0.999 <= place and abs(c - s) <= place * 0.5 * 1.0001 and _finer(s, claim):
        return True
    return claim.hedged and claim.figures == 1 and abs(c - s) <= 0.13 * abs(s)


def _finer(s: float, claim: Quantity) -> bool:
    """Whether the source's value has figures behind the claim's last place."""
    steps = s / claim.place if claim.place else 0.0
    return abs(steps - round(steps)) > 1e-6 or claim.factor != 1.0


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))
