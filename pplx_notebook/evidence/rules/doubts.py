"""Where what looks like a difference says too little to be called one: the sentence is *unclear* then.

A fact of a kind that is written in many ways may stand there in one that is not read; a number far from the
passage may count something else; a negation needs clauses that speak of the same. Measured on true
and changed sentences written anew: below these shares of content about as many true ones are hit as false ones.
"""

from __future__ import annotations

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.quantities.shares import IN_SHARES, SHARE_PLACE
from pplx_notebook.evidence.passages import Window

A_NUMBER, A_NEGATION = 0.5, 0.6  # content from which they are sure
SAID_OTHERWISE = 0.2  # content from which a missing fact may stand there in another form
SOME_TIME, A_CENTURY = 100, 3.2e9  # of days, weeks, months, years that may be; in seconds


def is_doubtful(one: Difference, window: Window, found: tuple[Partner, ...], *, is_near: bool) -> bool:
    """Whether a difference is no more than a suspicion; ``is_near``: alignment of two near copies shows it."""
    if one.kind in ("number", "unit"):
        is_apart = one.source not in window.best.said
        return not is_near and window.content < A_NUMBER and is_apart and sum(not fact.is_met for fact in found) == 1
    return one.kind == "negation" and window.content < (A_NUMBER if is_near else A_NEGATION)


def may_be_said_otherwise(fact: Partner, own: Facts, content: float) -> bool:
    """Whether a fact without a partner or rival is of a kind that has many forms: "half a year", "in spring"."""
    if content < SAID_OTHERWISE:
        return False
    if fact.kind == "date":
        return any(m.text == fact.text and not (m.year or m.day or m.decade or m.century) for m in own.moments)
    return fact.kind == "number" and any(
        q.text == fact.text
        and (
            (q.dimension == "time" and q.values[0] <= SOME_TIME and q.base < A_CENTURY)
            or (q.dimension == "percent" and (q.place == SHARE_PLACE or round(q.values[0]) in IN_SHARES))
        )
        for q in own.quantities
    )
