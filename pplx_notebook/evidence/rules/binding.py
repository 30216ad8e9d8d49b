"""A number that stands there, but belongs to something else: "highest in the capital, at 22 %".

Flagged only where a rival's surroundings fit clearly better, and the sentence does not say the rival itself.
"""

from __future__ import annotations

from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.words import Token, content_keys
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment, SourceText

REACH = 6  # words on each side
CLEARLY = 2.0  # times, and at least the weight of one rare word more


def misbound(claim: Segment, window: Window, page: SourceText) -> Difference | None:
    """The first quantity of a sentence that belongs to something else in its passage."""
    pairs = [(segment, q) for segment in window.segments for q in segment.facts.quantities]
    own = claim.facts.quantities
    if len(own) != 1:
        return None
    quantity = own[0]
    partners = [(s, q) for s, q in pairs if same(quantity, q)]
    rivals = [(s, q) for s, q in pairs if _is_like(quantity, q) and not any(same(mine, q) for mine in own)]
    if not partners or not rivals or quantity.is_small_count or quantity.dimension in LOOSE or quantity.vague:
        return None
    word = _word_before(claim, quantity)
    if word and any(_word_before(s, q) == word for s, q in partners if s is window.best):
        return None
    near = _around(claim.line, quantity)
    fits = max(_fit(near, s, q, page) for s, q in partners)
    best, other = max(((_fit(near, s, q, page), q) for s, q in rivals), key=lambda pair: pair[0])
    rare = max(page.weight(key) for key in near) if near else 0.0
    if fits > 0.2 * best or best < CLEARLY * rare:
        return None
    return Difference("number", quantity.text, other.text)


def stands_there(said: str, claim: Segment, best: Segment) -> bool:
    """Whether a number that alignment sets against another one stands in the passage beside the same word
    ("to 4.75 percent"), or is one of several that all stand there, none of them in another's place."""
    theirs = best.facts.quantities
    for one in claim.facts.quantities:
        if said not in one.text and one.text not in said:
            continue
        word = _word_before(claim, one)
        if word and any(same(one, q) and _word_before(best, q) == word for q in theirs):
            return True
    own = claim.facts.quantities
    return len(own) > 1 and all(any(same(one, q) for q in theirs) for one in own) and _in_order(own, theirs)


def _in_order(own: tuple[Quantity, ...], theirs: tuple[Quantity, ...]) -> bool:
    """Whether quantities stand in the same order as their partners: two that are exchanged do not."""
    places = [next(place for place, q in enumerate(theirs) if same(one, q)) for one in own]
    return places == sorted(places)


def _word_before(segment: Segment, quantity: Quantity) -> str:
    return next((t.text.lower() for t in reversed(segment.line) if t.end <= quantity.start), "")


def _is_like(one: Quantity, other: Quantity) -> bool:
    return one.dimension == other.dimension and bool(one.dimension or set(one.nouns) & set(other.nouns))


def _around(line: tuple[Token, ...], quantity: Quantity) -> frozenset[str]:
    inside = [place for place, token in enumerate(line) if quantity.start <= token.start < quantity.end]
    if not inside:
        return frozenset()
    near = (*line[max(0, inside[0] - REACH) : inside[0]], *line[inside[-1] + 1 : inside[-1] + 1 + REACH])
    return frozenset(key for key in content_keys(near) if not key[0].isdigit())


def _fit(near: frozenset[str], segment: Segment, quantity: Quantity, page: SourceText) -> float:
    return sum(page.weight(key) for key in near & _around(segment.line, quantity))
