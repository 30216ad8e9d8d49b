"""What can be checked of a sentence: its dates, quantities and names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pplx_notebook.evidence.forms.dates import Moment, moments, with_years_beside
from pplx_notebook.evidence.forms.names import Name, names
from pplx_notebook.evidence.forms.quantities.numbers import quantities
from pplx_notebook.evidence.forms.quantities.quantity import Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.words import Token

_BRACKET = re.compile(r"\s?[(（]\s?(?:about |around |some |~|≈|rund |etwa |environ )?\Z")


@dataclass(frozen=True, slots=True)
class Facts:
    """Those of one sentence or segment, each in order."""

    quantities: tuple[Quantity, ...] = ()
    moments: tuple[Moment, ...] = ()
    names: tuple[Name, ...] = ()


def facts_of(text: str, line: tuple[Token, ...], tongue: str) -> Facts:
    """The facts of a normal form; a number inside a date is none of its own."""
    dated = with_years_beside(text, moments(text))
    found = quantities(text, tongue) if any(c.isdigit() for c in text) or line else ()
    counted = [q for q in found if not any(m.start <= q.start < m.end for m in dated)]
    spoken = tuple(q for place, q in enumerate(counted) if not _repeats(text, counted, place))
    taken = (*((m.start, m.end) for m in dated), *((q.start, q.end) for q in counted))
    return Facts(spoken, dated, names(line, text, tongue, taken))


def _repeats(text: str, found: list[Quantity], place: int) -> bool:
    """Whether a quantity in brackets only converts the one before: "24 °C (75 °F)"."""
    if not place or not found[place].dimension:
        return False
    before, one = found[place - 1], found[place]
    if not _BRACKET.fullmatch(text[before.end : one.start]):
        return False
    if {before.dimension, one.dimension} == {"celsius", "fahrenheit"}:
        celsius, fahrenheit = (before, one) if before.dimension == "celsius" else (one, before)
        return abs(celsius.values[0] * 1.8 + 32 - fahrenheit.values[0]) < 2
    return (
        before.dimension == one.dimension
        and before.factor != one.factor
        and (same(one, before) or abs(one.base - before.base) <= 0.03 * abs(before.base))
    )
