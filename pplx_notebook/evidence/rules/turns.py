"""Reworded sentences that say the opposite: a negator on one side only, the same number with more and with
less, or the other end of an axis, which counts where its surroundings fit better than those of the same end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pplx_notebook.evidence.clauses import Clause, clauses
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.axes import EAST_AXES
from pplx_notebook.evidence.forms.polarity import (
    AXES,
    WEAK,
    ends_of,
    half_negators,
    is_denied,
)
from pplx_notebook.evidence.forms.quantities.number_words import word_value
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.rules.amounts import against
from pplx_notebook.evidence.rules.denials import denied
from pplx_notebook.evidence.source_text import Segment, SourceText

NEAR = 0.34  # of the sentence's, from which an axis is looked at
FITS = 0.25  # of what stands around a word of an axis
A_NUMBER = 0.2  # what a number in common adds
HELD = 0.25  # what a word of the same end in the same segment counts for at least
_MEASURES = frozenset(
    [
        "long",
        "high",
        "old",
        "wide",
        "deep",
        "tall",
        "thick",
        "lang",
        "hoch",
        "alt",
        "breit",
        "tief",
        "haut",
        "large",
        "profond",
        "largo",
        "alto",
        "ancho",
        "profundo",
    ]
)
_DECIDES = frozenset(
    axis
    for word in ("reject", "forbid", "exclude", "deny", "discourage", "dispute")
    for axis, _ in AXES[word]
)
REACH = 6  # words on each side of it
EAST_FITS = 0.4  # of a clause's pairs
EAST_REACH = 8  # characters


def turned(claim: Segment, window: Window, page: SourceText) -> Difference | None:
    """How the sentence says the opposite of its passage, None where it does not."""
    ours = clauses(claim)
    theirs = tuple(clause for segment in window.segments for clause in clauses(segment))
    found = denied(claim, window, page) or against(claim, window)
    if found is None and window.content >= NEAR:
        found = _other_end(ours, theirs, window.best, page)
    return found


def _other_end(
    ours: Sequence[Clause], theirs: Sequence[Clause], best: Segment, page: SourceText
) -> Difference | None:
    own = frozenset(end for clause in ours for ends in clause.ends for end in ends)
    for clause in ours:
        found = _east_end(clause, theirs) if clause.is_east else _west_end(clause, own, theirs, best, page)
        if found is not None:
            return found
    return None


def _west_end(
    clause: Clause, own: frozenset[tuple[int, int]], theirs: Sequence[Clause], best: Segment, page: SourceText
) -> Difference | None:
    """A word of a clause whose axis has its other end where the passage says the same; ``own`` are all ends
    of the sentence: one that says both is left alone."""
    for place, token in enumerate(clause.line):
        ends = frozenset(end for end in clause.ends[place] if (end[0], 1 - end[1]) not in own)
        if not ends and (len(token.text) < 5 or is_small(token)):
            continue
        if _is_said(token, clause.ends[place], best, theirs):
            continue  # of what, no rule can tell
        around = _around(clause.line, place)
        total = sum(map(page.weight, around))
        if not total:
            continue
        same, against, word, is_not = 0.0, 0.0, "", False
        if token.text.lower() in _MEASURES and any(
            _is_number(t) for t in clause.line[max(0, place - 3) : place]
        ):
            continue  # "20 letters long"
        is_weak = bool(ends) and all(axis in WEAK for axis, _ in ends)
        for other, there, its in _words_with_ends(theirs):
            fit = _likeness(around, total, other, there, page)
            differ = other.is_negated_at(there) != clause.is_negated_at(place)
            opposite = any((axis, 1 - end) in its for axis, end in ends)
            if ends & its or opposite:
                if _DECIDES & {axis for axis, _ in ends & its} and differ:  # "did not turn down", "rejected"
                    if fit > against:
                        against, word, is_not = fit, other.line[there].text, True
                elif ends & its or differ:
                    same = max(same, fit, HELD if other.segment is best else 0.0)
                elif fit > against:
                    against, word, is_not = fit, other.line[there].text, False
        if len(token.text) >= 5 and not same:
            for other, there, denied in _denied(token, theirs):
                fit = _likeness(around, total, other, there, page)
                is_alike = other.is_negated_at(there) == clause.is_negated_at(place)
                beside = [
                    t for t in (*clause.line, *other.line) if t is not token and t is not other.line[there]
                ]
                if (
                    fit > against
                    and is_alike
                    and not half_negators(beside)
                    and not any(AXES["end"] & ends_of(t) for t in beside)
                ):
                    against, word, is_not = fit, denied, False
        least = 0.5 if is_weak else FITS
        if against >= least and (same == 0 if is_weak else same < 0.6 * against):
            return Difference("negation" if is_not else "direction", token.text, word)
    return None


def _is_said(token: Token, ends: frozenset[tuple[int, int]], best: Segment, theirs: Sequence[Clause]) -> bool:
    """Whether the passage itself has a word, and means the same end by it."""
    if not ends:
        return token.key in best.keys
    return any(
        other.key == token.key and its & ends
        for clause in theirs
        if clause.segment is best
        for other, its in zip(clause.line, clause.ends, strict=True)
    )


def _likeness(around: frozenset[str], total: float, other: Clause, there: int, page: SourceText) -> float:
    """How well what stands around a word fits what stands around another: words of another clause half."""
    inside = _around(other.line, there)
    outside = _around(other.segment.line, other.first + there) - inside
    fit = sum(map(page.weight, around & inside)) + 0.5 * sum(map(page.weight, around & outside))
    fit += 0.2 * sum(map(page.weight, around & other.keys))
    common = around & (inside | outside)
    return fit / total + A_NUMBER * any(key.isdigit() and len(key) > 1 for key in common)


def _denied(token: Token, theirs: Sequence[Clause]) -> list[tuple[Clause, int, str]]:
    """Where a word stands with "un-", or without; [] where it stands itself, too."""
    if any(token.key in clause.keys for clause in theirs):
        return []
    return [
        (clause, place, other.text)
        for clause in theirs
        for place, other in enumerate(clause.line)
        if len(other.text) >= 5 and is_denied(token.text, other.text)
    ]


def _words_with_ends(theirs: Sequence[Clause]) -> Iterator[tuple[Clause, int, frozenset[tuple[int, int]]]]:
    for clause in theirs:
        yield from ((clause, place, ends) for place, ends in enumerate(clause.ends) if ends)


def _is_number(token: Token) -> bool:
    return token.text[0].isdigit() or word_value(bare(token.text)) is not None


def _around(line: tuple[Token, ...], place: int) -> frozenset[str]:
    """Content words and numbers near a word, itself left out."""
    near = (*line[max(0, place - REACH) : place], *line[place + 1 : place + 1 + REACH])
    return frozenset(t.key for t in near if t.text[0].isalnum() and not is_small(t))


def _east_end(clause: Clause, theirs: Sequence[Clause]) -> Difference | None:
    said = clause.said
    for one, other in (pair for a, b in EAST_AXES for pair in ((a, b), (b, a))):
        if one not in said or other in said:
            continue
        at = said.index(one)
        if said[max(0, at - 2) : at].endswith(("最", "最も")):
            continue  # a superlative is of one of them
        around = _pairs(
            said[max(0, at - EAST_REACH) : at] + "。" + said[at + len(one) : at + len(one) + EAST_REACH]
        )
        for clause2 in theirs:
            there = clause2.said
            if other not in there or one in there or clause2.is_negated != clause.is_negated:
                continue
            place = there.index(other)
            near = _pairs(
                there[max(0, place - EAST_REACH) : place]
                + "。"
                + there[place + len(other) : place + len(other) + EAST_REACH]
            )
            is_near = len(clause.keys & clause2.keys) >= EAST_FITS * len(clause.keys)
            if is_near or (around and len(around & near) >= max(2, FITS * len(around))):
                return Difference("direction", one, other)
    return None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if "。" not in text[at : at + 2])
