"""The same number with more of something on one side and less of it on the other: "added 3,900 jobs" for
"shed 3,900", 増えた for 減った; or any two opposites beside it: "14 km south" for "14 kilometres to the north".
"""

from __future__ import annotations

from pplx_notebook.evidence.clauses import clause_around
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.amounts import AMOUNT, EAST_SIGNS, amounts
from pplx_notebook.evidence.forms.polarity import EAST_NEGATORS, negators
from pplx_notebook.evidence.forms.quantities.quantity import Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment

REACH = 8  # tokens on each side of a number
EAST_REACH = 10  # characters
LEAST = 2  # figures of a number that counts without a unit


def against(claim: Segment, window: Window) -> Difference | None:
    """How a sentence says the opposite of its passage about one number; None where it does not."""
    for quantity in claim.facts.quantities:
        if not (quantity.dimension or quantity.figures >= LEAST or quantity.place < 1):
            continue
        for segment in window.segments:
            for other in segment.facts.quantities:
                if same(quantity, other):
                    found = _of(claim, quantity, segment, other)
                    if found is not None:
                        return found
    return None


def _of(claim: Segment, ours: Quantity, source: Segment, theirs: Quantity) -> Difference | None:
    near = _east if claim.tongue in ("ja", "zh") else _west
    one, other = near(claim, ours), near(source, theirs)
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
    if any(first <= at < last for at in negators(line, segment.said)):
        return {}
    return {
        one: line[at].text
        for at, ends in enumerate(amounts(line, segment.tongue))
        if first <= at < last and start <= line[at].start < end
        for one in ends
    }


def _east(segment: Segment, quantity: Quantity) -> dict[tuple[int, int], str]:
    said = segment.said
    behind = _clause(said[quantity.end : quantity.end + EAST_REACH])
    before = _clause(said[max(0, quantity.start - EAST_REACH) : quantity.start][::-1])[::-1]
    found = EAST_SIGNS.search(behind) or EAST_SIGNS.search(before)
    if found is None or EAST_NEGATORS.search(behind):
        return {}
    return {(AMOUNT, 0 if found["more"] else 1): found[0]}


def _clause(text: str) -> str:
    for sign in "，、。；,;（()":
        text = text.partition(sign)[0]
    return text
