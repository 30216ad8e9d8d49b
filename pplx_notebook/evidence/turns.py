"""Reworded sentences that say the opposite: a negator on one side only, or the other end of an axis.

Half of all first false alarms came from negation. Hence: the negated word itself stands unnegated in the
source, in a segment that has 60 % of the clause; half negators ("avoid", "without") cancel a suspicion."""

from __future__ import annotations

from pplx_notebook.evidence.alignment import Difference
from pplx_notebook.evidence.forms.polarity import ends_of, half_negates, negators, opposed, scope
from pplx_notebook.evidence.forms.words import Token, content_keys, is_small
from pplx_notebook.evidence.passages import Window, share
from pplx_notebook.evidence.source_text import Segment, SourceText

CLAUSE = 0.6  # of the clause's weighted words
NEAR = 0.45  # of the sentence's, where no number ties an axis to its end


def turned(claim: Segment, window: Window, page: SourceText) -> Difference | None:
    """How the sentence says the opposite of its passage, None where it does not."""
    best = window.best
    if len(claim.keys) < 3:
        return None
    held = share(claim.keys, frozenset(best.keys), page)
    negated = _negated(claim, best, page) if held >= CLAUSE else None
    return negated or _other_end(claim, window, is_near=held >= NEAR)


def _negated(claim: Segment, source: Segment, page: SourceText) -> Difference | None:
    ours, theirs = negators(claim.line, claim.said), negators(source.line, source.said)
    if bool(ours) == bool(theirs) or half_negates(claim.line) or half_negates(source.line):
        return None
    negated, other = (claim, source) if ours else (source, claim)
    place = (ours or theirs)[0]
    if negated.line[place].text.lower() in ("no", "kein", "keine", "pas") and any(
        opposed(a, b) for a in claim.line for b in source.line
    ):
        return None
    words = scope(negated.line, place)
    if not words or words[0] not in {token.key for token in other.line}:
        return None
    clause = content_keys(_clause(negated, place))
    if len(clause) < 2 or share(clause, frozenset(other.keys), page) < CLAUSE:
        return None
    said = negated.said[negated.line[place].start :][:40].rsplit(" ", 1)[0]
    return Difference("negation", said if ours else "", "" if ours else said)


def _clause(segment: Segment, place: int) -> tuple[Token, ...]:
    """The tokens around a place up to the signs that end a clause."""
    at = segment.line[place].start
    start = max(segment.said.rfind(sign, 0, at) for sign in ",;:")
    ends = [end for sign in ",;:" if (end := segment.said.find(sign, at)) >= 0]
    end = min(ends, default=len(segment.said))
    return tuple(token for token in segment.line if start < token.start < end)


def _other_end(claim: Segment, window: Window, *, is_near: bool) -> Difference | None:
    """A word of the sentence whose axis has only its other end in the passage, beside the same words."""
    everything = [token for segment in window.segments for token in segment.line]
    said = frozenset(end for token in everything for end in ends_of(token))
    own = frozenset(end for token in claim.line for end in ends_of(token))
    if negators(claim.line, claim.said) or negators(window.best.line, window.best.said):
        return None
    for place, token in enumerate(claim.line):
        ends = ends_of(token)
        if not ends or ends & said:
            continue
        for other_place, other in enumerate(window.best.line):
            theirs = ends_of(other)
            if any((axis, 1 - end) in theirs for axis, end in ends) and not theirs & own:
                near = _near(claim.line, place) & _near(window.best.line, other_place)
                if near and (is_near or (window.content >= NEAR and any(key[0].isdigit() for key in near))):
                    return Difference("direction", token.text, other.text)
    return None


def _near(line: tuple[Token, ...], place: int) -> set[str]:
    """Content words and numbers within four words."""
    return {
        t.key
        for t in (*line[max(0, place - 4) : place], *line[place + 1 : place + 5])
        if t.text[0].isalnum() and not is_small(t)
    }
