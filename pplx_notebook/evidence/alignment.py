"""Near copies: the sentence and a segment word by word; a short gap between matching runs is what differs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TypeAlias

from pplx_notebook.evidence.clauses import clauses
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.names import is_title, is_written_short, sounds_alike
from pplx_notebook.evidence.forms.polarity import (
    EAST_MAY_DENY,
    EAST_NEGATORS,
    deniers,
    half_negators,
    is_negator,
    may_deny,
    negators,
    opposed,
    opposed_east,
)
from pplx_notebook.evidence.forms.quantities.quantity import LOOSE, Quantity
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_east_asian, is_small
from pplx_notebook.evidence.source_text import Segment

NEAR_COPY = 0.55  # of the sentence's tokens stand in runs that match
LONG_WORD = 5  # letters
LONGEST_GAP = 5  # tokens
EAST_GAP, EAST_WORDS = 8, 6  # characters
NEAR_BY = 3  # tokens behind a gap in which a half negator answers a negator
LONGEST_CELL = 160_000  # tokens of one side times those of the other


_SIGN = re.compile(r"[,;:，；、]")
Gap: TypeAlias = tuple[int, int, int, int]  # from, to in the sentence; from, to in the segment


def differences(claim: Segment, source: Segment) -> tuple[Difference, ...]:
    """What differs between two near copies; () for two that are none."""
    ours, theirs = claim.line, source.line
    if not ours or len(ours) * len(theirs) > LONGEST_CELL:
        return ()
    matcher = SequenceMatcher(None, [t.key for t in ours], [t.key for t in theirs], autojunk=False)
    blocks = matcher.get_matching_blocks()
    if sum(block.size for block in blocks) < NEAR_COPY * len(ours):
        return ()
    found: list[Difference] = []
    before = (0, 0, 0)
    for block in blocks:
        gap = (before[0] + before[2], block.a, before[1] + before[2], block.b)
        if _is_enclosed(before[2], block.size, gap, len(ours), len(theirs)):
            found += _of_gap(claim, source, gap)
        if block.size:
            before = (block.a, block.b, block.size)
    if sum(one.kind == "negation" for one in found) > 1:  # in another place
        found = [one for one in found if one.kind != "negation"]
    return tuple(found)


def _is_enclosed(before: int, behind: int, gap: Gap, ours: int, theirs: int) -> bool:
    """Whether both sides of a gap match; at an end of the sentence, one side with three words."""
    a1, a2, b1, b2 = gap
    if a1 == a2 and b1 == b2:
        return False
    if a2 - a1 > EAST_GAP or b2 - b1 > EAST_GAP:
        return False
    if a1 == 0:
        return behind >= 3 and b1 == 0
    if a2 == ours:
        return before >= 3 and (b2 == theirs or a2 > a1)
    return before >= 1 and behind >= 1 and before + behind >= 3


def _of_gap(claim: Segment, source: Segment, gap: Gap) -> list[Difference]:
    a1, a2, b1, b2 = gap
    ours, theirs = claim.line[a1:a2], source.line[b1:b2]
    our_words, their_words = _words(claim, ours), _words(source, theirs)
    is_east = any(map(is_east_asian, (*ours, *theirs)))
    if not is_east and (len(ours) > LONGEST_GAP or len(theirs) > LONGEST_GAP):
        return []
    turned = _east(claim, source, gap) if is_east else _west(claim, source, gap)
    if turned is not None:
        return [turned]
    return _numbers(claim, source, ours, theirs) or (
        _names(ours, theirs, our_words, their_words) if _may_be_names(claim, ours) else []
    )


def _east(claim: Segment, source: Segment, gap: Gap) -> Difference | None:
    """Negation and direction in a gap of Chinese or Japanese."""
    a1, a2, b1, b2 = gap
    ours, theirs = _words(claim, claim.line[a1:a2]), _words(source, source.line[b1:b2])
    ours_not = EAST_NEGATORS.search(_widened(claim, a1, a2)) is not None
    counts = [len(EAST_NEGATORS.findall(segment.said)) for segment in (claim, source)]
    if (
        counts[0] != counts[1]
        and not _is_a_clause(claim, source, gap)
        and not EAST_MAY_DENY.search(theirs if ours_not else ours)
        and ours_not != (EAST_NEGATORS.search(_widened(source, b1, b2)) is not None)
    ):
        return Difference("negation", ours, theirs)
    is_short = 0 < len(ours) <= EAST_WORDS and 0 < len(theirs) <= EAST_WORDS
    return Difference("direction", ours, theirs) if is_short and opposed_east(ours, theirs) else None


def _west(claim: Segment, source: Segment, gap: Gap) -> Difference | None:
    """Negation and direction in a gap of words."""
    a1, a2, b1, b2 = gap
    ours, theirs = claim.line[a1:a2], source.line[b1:b2]
    ours_not = any(a1 <= place < a2 for place in negators(claim.line, claim.said))
    theirs_not = any(b1 <= place < b2 for place in negators(source.line, source.said))
    counts = [
        sum(
            segment.line[place].text.lower() != "ne" and segment.line[place].text[:2].lower() != "n'"
            for place in negators(segment.line, segment.said)
        )
        for segment in (claim, source)
    ]
    is_turned = ours_not != theirs_not and counts[0] != counts[1] and not _is_a_clause(claim, source, gap)
    if is_turned and any(clause.compares for side in (claim, source) for clause in clauses(side)):
        is_turned = False
    if is_turned and not (len(ours) > 3 and len(theirs) > 3) and not _is_made_good(claim, source, gap):
        near, there = (
            (source.line[b1 : b2 + NEAR_BY], claim.line)
            if ours_not
            else (claim.line[a1 : a2 + NEAR_BY], source.line)
        )
        said = {token.key for token in there}  # "failed" answers no "never failed"
        rest = tuple(token for token in near if token.key not in said)
        may_be = half_negators(rest) or may_deny(rest) or deniers(rest, claim.tongue, "")
        if not may_be:
            return Difference("negation", _words(claim, ours), _words(source, theirs))
    if counts[0] != counts[1]:
        return None
    return next(
        (
            Difference("direction", a.text, b.text)
            for a in ours
            for b in theirs
            if opposed(a, b, claim.tongue) and not _is_part_of(a, source)
        ),
        None,
    )


def _is_part_of(token: Token, source: Segment) -> bool:
    """Whether the source has a word in another word: "ouvert" in "rouvert"."""
    low = bare(token.text)
    return len(low) >= LONG_WORD and any(low in bare(other.text) for other in source.line)


def _is_a_clause(claim: Segment, source: Segment, gap: Gap) -> bool:
    """Whether one side only says more: a clause of its own at the beginning."""
    for segment, start, end in ((claim, gap[0], gap[1]), (source, gap[2], gap[3])):
        is_inside = start == 0 and 0 < end < len(segment.line)
        if is_inside and _SIGN.search(segment.said, segment.line[end - 1].end, segment.line[end].start):
            return True
    return False


def _is_made_good(claim: Segment, source: Segment, gap: Gap) -> bool:
    """Whether an opposite takes the negation back, in the gap or close behind: "is not open", "is closed"."""
    ours, theirs = claim.line[gap[0] : gap[1] + NEAR_BY], source.line[gap[2] : gap[3] + NEAR_BY]
    return any(
        opposed(a, b, claim.tongue) for a in ours for b in theirs if not is_negator(a) and not is_negator(b)
    )


def _numbers(
    claim: Segment, source: Segment, ours: tuple[Token, ...], theirs: tuple[Token, ...]
) -> list[Difference]:
    one, other = _quantity_in(claim, ours), _quantity_in(source, theirs)
    if one is None or other is None or same(one, other) or {one.dimension, other.dimension} & set(LOOSE):
        return []
    return [Difference("number" if one.values != other.values else "unit", one.text, other.text)]


def _quantity_in(segment: Segment, line: tuple[Token, ...]) -> Quantity | None:
    if not line:
        return None
    inside = [q for q in segment.facts.quantities if q.start < line[-1].end and q.end > line[0].start]
    return inside[0] if len(inside) == 1 else None


def _may_be_names(claim: Segment, ours: tuple[Token, ...]) -> bool:
    """Whether capitals tell names there: in German each noun has one, and one noun may say another."""
    if claim.tongue != "de":
        return True
    return any(claim.line[place] in ours for name in claim.facts.names for place in name.places)


def _names(
    ours: tuple[Token, ...], theirs: tuple[Token, ...], our_words: str, their_words: str
) -> list[Difference]:
    one, other = (
        [t for t in side if t.is_capital and t.text[0].isalpha() and not is_small(t)]
        for side in (ours, theirs)
    )
    one, other = ([t for t in side if not is_title(t.key) and len(t.text) > 1] for side in (one, other))
    if is_written_short(our_words, their_words) or any(
        sounds_alike(a.text, b.text) for a in one for b in other
    ):
        return []
    if not one or not other or any(a.key[:4] == b.key[:4] for a in one for b in other):
        return []
    is_plain = all(t.is_capital or is_small(t) for t in (*ours, *theirs))
    return [Difference("name", our_words, their_words)] if is_plain else []


def _words(segment: Segment, line: tuple[Token, ...]) -> str:
    return segment.said[line[0].start : line[-1].end] if line else ""


def _widened(segment: Segment, start: int, end: int) -> str:
    """A gap with the next character, so that a negator of two is seen whole."""
    line = segment.line[start : end + 2]
    return segment.said[line[0].start : line[-1].end] if line and end > start else ""
