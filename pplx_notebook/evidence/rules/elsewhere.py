"""Facts that stand on the page, but in no passage near to the sentence: they leave it open.

A page that says a number or a name at all may say the rest in words that nobody can match.
"""

from __future__ import annotations

from pplx_notebook.evidence.difference import Partner
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.rules.reckoned import is_between
from pplx_notebook.evidence.source_text import Segment, SourceText

MOST_LOOKED_AT, LONGEST = 60, 80  # segments of a page; tokens of one


def stands_elsewhere(fact: Partner, claim: Segment, page: SourceText) -> bool:
    """Whether a fact that has neither partner nor rival in its passage stands on the page."""
    if fact.kind == "name":
        names = (name for name in claim.facts.names if name.text == fact.text)
        return any(all(key in page.places for key in name.keys) for name in names)
    own = [q for q in claim.facts.quantities if q.text == fact.text and _is_telling(q)]
    if not own or fact.kind not in ("number", "unit"):
        return False
    years = {int(key) for key in page.places if len(key) == 4 and key.isdecimal() and key[0] in "12"}
    segments = [one for one in page.segments[:MOST_LOOKED_AT] if len(one.line) <= LONGEST]
    return any(
        is_between(one, years, years)
        or any(same(one, q) for segment in segments for q in segment.facts.quantities)
        for one in own
    )


def _is_telling(one: Quantity) -> bool:
    """Whether it is more than a small count, which any page may have of something."""
    return not one.vague and one.dimension not in LOOSE and (bool(one.dimension) or one.figures >= 2)
