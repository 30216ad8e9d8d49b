"""Two sides of a comparison that changed places: "demand exceeded supply" for "supply exceeded demand"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pplx_notebook.evidence.clauses import clause_around
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.amounts import amounts
from pplx_notebook.evidence.forms.quantities.number_words import word_value
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment

_THAN = frozenset(["than", "als", "que", "quam"])
_BEATS = frozenset(
    map(
        stem,
        [
            "exceed",
            "exceeded",
            "exceeds",
            "surpass",
            "surpassed",
            "outnumber",
            "outnumbered",
            "outpace",
            "overtake",
            "overtook",
            "beat",
            "beats",
            "defeat",
            "defeated",
            "outperform",
            "outperformed",
            "ubertraf",
            "ubertrifft",
            "ubertrafen",
            "schlug",
            "besiegte",
            "uberholte",
            "depasse",
            "depassa",
            "surpasse",
            "battu",
            "supera",
            "supero",
            "superaron",
            "vencio",
            "derroto",
        ],
    )
)
_PASSIVE = frozenset(
    ["by", "von", "par", "por", "was", "were", "is", "are", "been", "wurde", "wurden", "fue", "fueron"]
)
REACH = 9  # words on each side
TURN = 5  # words before "than" in which the one that compares stands


def swapped(claim: Segment, window: Window) -> Difference | None:
    """How the sentence turns a comparison of its passage round, None where it does not: its sides
    changed places, or the word between them is the opposite."""
    for before, behind, turn in _comparisons(claim):
        for segment in window.segments:
            for left, right, other in _comparisons(segment):
                crossed = bool((before & right) - left) and bool((behind & left) - right - before)
                straight = bool(behind & right - left)
                is_opposed = _are_opposed(turn, other, claim.tongue)
                if straight and not (before & left) - behind:
                    continue  # said of something else
                if crossed != straight and crossed != is_opposed:
                    return Difference("direction", _said(claim, turn[-1]), _said(segment, other[-1]))
    return None


def _are_opposed(ours: tuple[Token, ...], theirs: tuple[Token, ...], tongue: str) -> bool:
    """Whether one comparing word is the opposite of the other: "more", "fewer"."""
    one, other = ({end for ends in amounts(line, tongue) for end in ends} for line in (ours, theirs))
    return any((axis, 1 - end) in other for axis, end in one) and not one & other


def _comparisons(segment: Segment) -> Iterator[tuple[frozenset[str], frozenset[str], tuple[Token, ...]]]:
    """(words before, words behind, the comparing words) of each comparison."""
    line = segment.line
    for place, token in enumerate(line):
        low = bare(token.text)
        is_verb = token.key in _BEATS and place > 0
        if not (is_verb or (low in _THAN and place > 1)):
            continue
        following = line[place + 1] if place + 1 < len(line) else None
        if following is None or following.text[0].isdigit() or word_value(bare(following.text)) is not None:
            continue  # "more than 35"
        beside = {bare(t.text) for t in line[max(0, place - 2) : place + 2]}
        if is_verb and beside & _PASSIVE:
            continue
        start, end = clause_around(segment, token)
        before = _words([t for t in line[max(0, place - REACH) : place] if t.start >= start])
        behind = _words([t for t in line[place + 1 : place + 1 + REACH] if t.end <= end])
        if before and behind:
            yield before, behind, (token,) if is_verb else line[max(0, place - TURN) : place]


def _words(line: Sequence[Token]) -> frozenset[str]:
    return frozenset(t.key for t in line if t.text[0].isalpha() and not is_small(t))


def _said(segment: Segment, token: Token) -> str:
    return segment.said[max(0, token.start - 30) : token.end + 30].partition(". ")[0].strip()
