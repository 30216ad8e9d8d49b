"""What one side denies and the other says: a negator on one side only, looked for across clauses.

Rewording moves commas, so a clause that is negated is held against the whole sentence of the other side. Two
things make it the other side's: most of its words stand there, and the word that is negated stands there in a
clause that negates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pplx_notebook.evidence.clauses import Clause, clauses
from pplx_notebook.evidence.difference import Difference
from pplx_notebook.evidence.forms.polarity import (
    EAST_MAY_DENY,
    EAST_NEGATORS,
    is_negator,
    may_deny,
    opposed,
    opposed_east,
    scope,
)
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.synonyms import SENSES
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem
from pplx_notebook.evidence.passages import Window, share
from pplx_notebook.evidence.source_text import Segment, SourceText

# of the words of a clause that is negated: with what is negated, without; of the sentence's own
HELD, HELD_WITHOUT, HELD_OF_OURS = 0.5, 0.6, 0.55
ANSWERED = 0.34  # of the words of a clause of the other side that negates, too
HALF_OF_THEM = 50  # per cent: as many are not
_LEANS = re.compile(r"(?i)\W*(?:(?:but|and|pero|y|mais|et|aber|und|sondern) )?(?:not|no|pas|nicht) ")
ALONE = 0.6  # of the whole sentence, where the clause has but one word
ANSWERED_EAST = 0.5  # of the signs of the shorter one
APART = 0.15  # more where it does not stand in the best segment
HELD_EAST, LEAST_EAST = 0.72, 3  # of its signs; how many of them
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_MUST = frozenset(
    ["must", "should", "muss", "mussen", "soll", "sollen", "sollte", "doit", "doivent", "debe", "deben"]
)
_ALL = frozenset([
    "all", "every", "everything", "everyone", "alle", "allen", "jeder", "jede", "jedes", "tous", "toutes",
    "tout", "todos", "todas", "todo", "cada",
])  # fmt: skip
_UNDER = frozenset([
    "under", "over", "below", "above", "before", "after", "until", "than", "unter", "uber", "vor", "nach",
    "bis", "als", "sous", "avant", "apres", "jusque", "bajo", "sobre", "antes", "despues", "hasta",
])  # fmt: skip
_FREE = frozenset(map(stem, [
    "free", "gratuit", "gratuite", "gratuitement", "kostenlos", "gratis", "gratuito", "gratuita", "umsonst",
]))  # fmt: skip
_BEFORE = frozenset(map(stem, ["before", "avant", "bevor", "antes"]))
_NEVER = frozenset(["never", "nie", "niemals", "jamais", "nunca", "no"])
_FIRST = frozenset(["first", "erstmals", "erste", "ersten", "premiere", "premier", "primera", "primer"])
_LONGER = frozenset(["longer", "mehr", "plus", "ya", "anymore"])
_NOW = frozenset(
    ["now", "until", "jetzt", "nun", "bis", "desormais", "jusqu", "maintenant", "ahora", "hasta"]
)
_EMPTY = frozenset("的了是在也这那其为和与或被将会对从到中等们个")  # signs that say little


def denied(claim: Segment, window: Window, page: SourceText) -> Difference | None:
    """What the sentence denies and its passage says, or the other way round; None where neither does."""
    ours = clauses(claim)
    around = tuple(clause for segment in window.segments for clause in clauses(segment))
    for segment in window.segments:
        more = 0.0 if segment is window.best else APART
        theirs = clauses(segment)
        if not ours or not theirs:
            continue
        for negated, against, least in ((theirs, ours, more), (ours, theirs, more + HELD_OF_OURS - HELD)):
            for clause in negated:
                if not clause.denies or clause.compares:
                    continue
                near = (
                    _near_east(clause, against)
                    if clause.is_east
                    else _near(clause, against, least, window.content, page)
                )
                if (
                    near
                    and not any(_is_as_negated(clause, other) for other in near)
                    and not any(
                        _answers(other, clause, page) for other in (ours if negated is theirs else around)
                    )
                ):
                    said = _said(clause)
                    return Difference("negation", *((said, "") if negated is ours else ("", said)))
    return None


def _is_as_negated(one: Clause, other: Clause) -> bool:
    """Whether another clause may say the same: it negates, too, or says it by an opposite."""
    if other.is_east and EAST_MAY_DENY.search(_less(other.said, one.said)):
        return True
    low = _low(one.line)
    if (low & _NEVER and _FIRST & _low(other.segment.line)) or (
        low & _LONGER and _NOW & _low(other.segment.line)
    ):
        return True  # "never before", "for the first time"; "no longer", "was … and is now"
    half = (_half(other) | _FREE & frozenset(other.segment.keys)) - frozenset(one.segment.keys)
    return other.denies or other.compares or bool(half) or _is_made_good(one, other)


def _less(said: str, other: str) -> str:
    """What is said without the signs that are said by the other, too."""
    return "".join(sign for sign in said if sign not in other)


def _half(clause: Clause) -> frozenset[str]:
    """The keys that keep a suspicion away; "before" and "until" may, where they stand with a negator."""
    return (
        (clause.half | may_deny(clause.line)) - {clause.line[place].key for place in clause.deniers} - _BEFORE
    )


def _answers(other: Clause, clause: Clause, page: SourceText) -> bool:
    """Whether a clause that negates, too, may be the same one in other words."""
    if not (other.is_negated or other.denies or (not other.is_east and _half(other))):
        return False
    if clause.is_east:
        ours, theirs = _signs(clause.said), _signs(other.said)
        return len(ours & theirs) >= max(1, ANSWERED_EAST * min(len(ours), len(theirs)))
    return share(tuple(other.keys), clause.keys, page) >= ANSWERED


def _near(
    clause: Clause, against: tuple[Clause, ...], more: float, content: float, page: SourceText
) -> list[Clause]:
    """The clauses that say what a clause negates, in a segment that holds most of its words."""
    plain = against[0].segment
    own = clause.keys - {clause.line[place].key for place in (*clause.negated, *clause.deniers)}
    others = [one for one in clauses(clause.segment) if one.first != clause.first]
    if _LEANS.match(clause.said) and any(one.half or one.deniers or may_deny(one.line) for one in others):
        return []  # "watering is forbidden, but not that of the orchards"
    if not own or (len(own) == 1 and content < ALONE):
        return []
    if not _has_numbers_of(clause, plain):
        return []  # "two thirds are not", "a third are"
    if _MUST & _low(plain.line) - _low(clause.line) or _is_of_some(clause, plain) or _bounds(clause):
        return []  # what must be is not said to be; "not all"; "none under 95"
    akin = {key for key in own if _senses(key) & plain.senses}
    held = share(tuple(own), frozenset(plain.keys), page, akin)
    if held < HELD + more:
        return []
    german = clause.segment.tongue == "de"
    words = {word for place in clause.negated for word in scope(clause.line, place, behind=german)}
    words |= {word for place in clause.deniers for word in scope(clause.line, place, behind=True)}
    found = [other for other in against if any(_stands_in(word, other) for word in words)]
    if found or held < HELD_WITHOUT + more:
        return found
    return [other for other in against if any(_stands_in(key, other) for key in own)]


def _low(line: Sequence[Token]) -> frozenset[str]:
    return frozenset(bare(token.text) for token in line)


def _has_numbers_of(clause: Clause, plain: Segment) -> bool:
    start, end = clause.line[0].start, clause.line[-1].end
    return all(
        any(same(one, other) for other in plain.facts.quantities)
        for one in clause.segment.facts.quantities
        if start <= one.start < end and one.values[0] != 1
    ) and not any(
        one.dimension == "percent" and one.values[0] == HALF_OF_THEM
        for one in clause.segment.facts.quantities
        if start <= one.start < end
    )


def _is_of_some(clause: Clause, plain: Segment) -> bool:
    """Whether it is "not all", which says nothing against some."""
    behind = {bare(clause.line[place + 1].text) for place in clause.negated if place + 1 < len(clause.line)}
    return bool(behind & _ALL) and not _ALL & _low(plain.line)


def _bounds(clause: Clause) -> bool:
    """Whether it says how much there is at least, or at most: "no plate under 95 euros"."""
    low = [bare(token.text) for token in clause.line]
    return bool(clause.negated) and any(
        word in _UNDER and token.text[0].isdigit() for word, token in zip(low, clause.line[1:], strict=False)
    )


def _stands_in(word: str, clause: Clause) -> bool:
    return any(
        word == key or (len(word) > 4 and word[:5] == key[:5]) or _senses(word) & _senses(key)
        for key in clause.keys
    )


def _senses(key: str) -> frozenset[int]:
    return SENSES.get(key, frozenset())


def _is_made_good(one: Clause, other: Clause) -> bool:
    """Whether an opposite takes the negation back: "not open", "closed"."""
    if one.is_east:
        return opposed_east(one.said, other.said)
    tongue = one.segment.tongue
    return any(opposed(a, b, tongue) for a in _words(one) for b in _words(other))


def _words(clause: Clause) -> Iterator[Token]:
    return (token for token in clause.line if not is_negator(token) and not is_small(token))


def _near_east(clause: Clause, against: tuple[Clause, ...]) -> list[Clause]:
    own = _signs(clause.said)
    least = max(LEAST_EAST, HELD_EAST * len(own))
    return [other for other in against if len(own & _signs(other.said)) >= least]


def _signs(said: str) -> frozenset[str]:
    rest = EAST_NEGATORS.sub("", said)
    return frozenset(
        sign for sign in rest if sign.isalnum() and not _HIRAGANA.match(sign) and sign not in _EMPTY
    )


def _said(clause: Clause) -> str:
    if clause.is_east:
        return clause.said
    start = clause.line[min((*clause.negated, *clause.deniers))].start
    return clause.segment.said[start:][:40].rsplit(" ", 1)[0]
