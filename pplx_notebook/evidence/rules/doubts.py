"""Where what looks like a difference says too little to be called one: the sentence is *unclear* then.

A fact of a kind that is written in many ways may stand there in one that is not read; a number far from the
passage may count something else; a negation needs clauses that speak of the same. Measured on true and false
sentences written anew: below these shares of content about as many true ones are hit as false ones.
"""

from __future__ import annotations

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.polarity import negators
from pplx_notebook.evidence.forms.quantities.number_words import ARTICLES, word_value
from pplx_notebook.evidence.forms.quantities.shares import IN_SHARES, SHARE_PLACE
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.rules.quantity_partners import LED_TO
from pplx_notebook.evidence.source_text import Segment

A_NUMBER, A_NEAR_NEGATION = 0.45, 0.5  # content from which they are sure
A_NEGATION, A_NEGATION_EAST = 0.42, 0.48
A_DATE = 0.4  # content from which a date without any other one there may be led to
_RANKS = frozenset(
    ["third", "quarter", "fifth", "sixth", "eighth", "tenth", "quart", "tercera", "cuarta", "quinta"]
)
_MORE_RANKS = frozenset(["quinto", "sexta", "sexto", "octava", "decima"])
SHARE_WORDS = frozenset(word for words in IN_SHARES.values() for word in words) - _RANKS - _MORE_RANKS
SAID_OTHERWISE = 0.2  # content from which a missing fact may stand there in another form
SOME_TIME, A_CENTURY = 100, 3.2e9  # of days, weeks, months, years that may be; in seconds


def is_doubtful(
    one: Difference, claim: Segment, window: Window, found: tuple[Partner, ...], *, is_near: bool
) -> bool:
    """Whether a difference is no more than a suspicion; ``is_near``: two near copies show it."""
    best = window.best
    if one.kind in ("number", "unit"):
        is_only = sum(not fact.is_met for fact in found) == 1
        near = (best,) if one.kind == "number" else window.segments
        is_apart = not any(one.source in segment.said for segment in near) and window.content < A_NUMBER
        return not is_near and is_only and (is_apart or has_unread_number(best))
    if one.kind == "negation":
        least = A_NEGATION_EAST if claim.tongue in ("ja", "zh") else A_NEGATION
        return window.content < (A_NEAR_NEGATION if is_near else least)
    if one.kind == "direction" and not is_near:
        ours, theirs = (len(negators(segment.line, segment.said)) % 2 for segment in (claim, best))
        return ours > theirs  # "did not survive", "died"
    return False


def has_unread_number(segment: Segment) -> bool:
    """Whether a number word or share stands in a segment that was read as no quantity and no date."""
    facts = segment.facts
    read = [(q.start, q.end) for q in facts.quantities] + [(m.start, m.end) for m in facts.moments]
    return any(
        _is_number(bare(token.text)) and not any(start <= token.start < end for start, end in read)
        for token in segment.line
    )


def _is_number(low: str) -> bool:
    return low in SHARE_WORDS or (low not in ARTICLES and word_value(low) is not None)


def may_be_said_otherwise(fact: Partner, own: Facts, content: float) -> bool:
    """Whether a fact without a partner or rival is of a kind with many forms: "half a year", "in spring"."""
    if content < SAID_OTHERWISE:
        return False
    if fact.kind == LED_TO:
        return True
    if fact.kind == "date":
        return content >= A_DATE or any(
            m.text == fact.text and not (m.year or m.day or m.decade or m.century) for m in own.moments
        )
    return fact.kind == "number" and any(
        q.text == fact.text
        and (
            (q.dimension == "time" and q.values[0] <= SOME_TIME and q.base < A_CENTURY)
            or (q.dimension == "percent" and (q.place == SHARE_PLACE or round(q.values[0]) in IN_SHARES))
        )
        for q in own.quantities
    )
