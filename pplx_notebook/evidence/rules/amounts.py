"""The same number with more of something on one side and less of it on the other: "added 3,900 jobs" for
"shed 3,900", 増えた for 減った; or two opposites beside it: "14 km south" for "14 km to the north".
"""

from __future__ import annotations

import re
from itertools import pairwise

from pplx_notebook.evidence.clauses import clause_around
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.amounts import AMOUNT, EAST_SIGNS, amounts
from pplx_notebook.evidence.forms.polarity import EAST_NEGATORS, deniers, negators
from pplx_notebook.evidence.forms.quantities.quantity import Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment

REACH = 8  # tokens on each side of a number
BESIDE = 4  # the same for an axis of anything else
EAST_REACH = 10  # characters
_FROM = re.compile(r"(?i)(?:\b(?:from|von|de|desde)\W*|从)\Z")
_TO = re.compile(r"(?i)^.{0,24}(?:\b(?:to|auf|à|a|hasta)\W*|[到至为為])\Z")
_FROM_EAST = re.compile(r"^.{0,6}から")
MOST = 12  # numbers of a sentence that are looked at
FEW = 12  # a number of no more says too little without a unit


def against(claim: Segment, window: Window) -> Difference | None:
    """How a sentence says the opposite of its passage about one number; None where it does not."""
    for quantity in claim.facts.quantities[:MOST]:
        if not (quantity.dimension or quantity.values[0] > FEW):
            continue
        for segment in window.segments:
            for other in segment.facts.quantities[:MOST]:
                is_few = quantity.values[0] <= FEW and quantity.dimension != other.dimension
                if not is_few and same(quantity, other):
                    found = _of(claim, quantity, segment, other)
                    if found is not None:
                        return found
    return None


def _of(claim: Segment, ours: Quantity, source: Segment, theirs: Quantity) -> Difference | None:
    near = _east if claim.tongue in ("ja", "zh") else _west
    one, other = near(claim, ours) | _trend(claim, ours), near(source, theirs) | _trend(source, theirs)
    for axis, end in one:
        turn = (axis, 1 - end)
        if turn in other and turn not in one and (axis, end) not in other:
            return Difference("direction", one[axis, end], other[turn])
    return None


def _west(segment: Segment, quantity: Quantity) -> dict[tuple[int, int], str]:
    """The ends of axes that a clause says beside a number, each with its word; none where it negates."""
    line = segment.line
    inside = [at for at, token in enumerate(line) if quantity.start <= token.start < quantity.end]
    if not inside:
        return {}
    start, end = clause_around(segment, line[inside[0]])
    first, last = max(0, inside[0] - REACH), inside[-1] + 1 + REACH
    denied = (*negators(line, segment.said), *deniers(line, segment.tongue, segment.said))
    if any(first <= at < last for at in denied):
        return {}
    return {
        one: line[at].text
        for at, ends in enumerate(amounts(line, segment.tongue))
        if first <= at < last and start <= line[at].start < end
        for one in ends
        if one[0] == AMOUNT or inside[0] - BESIDE <= at <= inside[-1] + BESIDE
    }


def _east(segment: Segment, quantity: Quantity) -> dict[tuple[int, int], str]:
    said = segment.said
    behind = _clause(said[quantity.end : quantity.end + EAST_REACH])
    before = _clause(said[max(0, quantity.start - EAST_REACH) : quantity.start][::-1])[::-1]
    if EAST_NEGATORS.search(behind):
        return {}
    found = {}
    for axis, *signs in EAST_SIGNS:
        for text in (behind, before):
            hits = [
                (hit.start(), end, hit[0]) for end, sign in enumerate(signs) if (hit := sign.search(text))
            ]
            if hits:
                _, end, word = min(hits)
                found[axis, end] = word
                break
    return found


def _trend(segment: Segment, quantity: Quantity) -> dict[tuple[int, int], str]:
    """More or less by the two numbers themselves: "from 118 to 74"."""
    found = segment.facts.quantities
    for first, then in pairwise(found[:MOST]):
        if quantity not in (first, then) or first.dimension == "clock" or first.base == then.base:
            continue
        said = segment.said[max(0, first.start - 8) : then.end]
        before, between = said[: min(8, first.start)], segment.said[first.end : then.start]
        if (_FROM.search(before) and _TO.search(between)) or _FROM_EAST.match(between):
            return {(AMOUNT, int(then.base < first.base)): segment.said[first.start : then.end]}
    return {}


def _clause(text: str) -> str:
    for sign in "，、。；,;（()":
        text = text.partition(sign)[0]
    return text
