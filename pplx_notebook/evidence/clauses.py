"""A sentence or segment in its clauses, each with its content words and whether it is negated.

Two statements are compared clause by clause: "approved for adults but not tested on children" negates one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pplx_notebook.evidence.forms.phrasal import line_ends
from pplx_notebook.evidence.forms.polarity import (
    EAST_DENIERS,
    EAST_NEGATORS,
    deniers,
    half_negators,
    negators,
)
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, content_keys
from pplx_notebook.evidence.source_text import Segment

_END = re.compile(
    r"[;()，；：（）。、]|(?<!\d)[,:](?!\d)|(?<=\d)[,;:](?= )| - "
    r"|\s(?:but|while|whereas|although|though|because|aber(?! (?:auch |noch )?(?:nicht|kein))|sondern|während"
    r"|obwohl|weil|mais|tandis|alors|pero|mientras|sino|aunque)\b"
)


_AND = re.compile(
    r"\s(?:and|und|et|y)\s(?=(?:has|have|had|was|were|is|are|will|can|cannot|did|does|do|could|would|may|must|hat|haben|ist|sind|wurde|wird|kann|war|a|ont|est|sont|n'|ne|es|son|fue|ha|han|no)\b)"
)
_NONE = frozenset(
    ["no", "none", "nobody", "never", "nie", "niemals", "niemand", "jamais", "nunca", "jamás", "nadie"]
)
_NONE_OF = ("kein", "aucun", "ning")  # as others begin
_MORE = frozenset(
    ["more", "less", "weniger", "plus", "moins", "mas", "menos", "mayor", "menor", "mejor", "peor"]
)
_NO_COMPARISON = frozenset(
    ["never", "winter", "summer", "sommer", "later", "over", "under", "after", "enter", "fewer"]
)

_WITHOUT = frozenset(["without", "ohne", "sans", "sin"])
_JOINS = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o"])
TWICE = 4  # tokens from a negator to a word that denies, which it turns round


@dataclass(frozen=True)
class Clause:
    """``line``: its tokens; ``first``: the place of the first in its segment's."""

    segment: Segment
    line: tuple[Token, ...]
    first: int
    keys: frozenset[str]
    negated: tuple[int, ...]  # places of negators in ``line``
    half: frozenset[str]  # its half negators
    is_east: bool
    ends: tuple[frozenset[tuple[int, int]], ...]  # of axes, for each token

    @property
    def said(self) -> str:
        return self.segment.said[self.line[0].start : self.line[-1].end]

    @property
    def is_negated(self) -> bool:
        """Whether an odd number of words negate; French "ne … pas" is one, and none for "no one … never"."""
        if self.is_east:
            return len(EAST_NEGATORS.findall(self.said)) % 2 == 1
        return bool(self.negated)

    @cached_property
    def deniers(self) -> tuple[int, ...]:
        """Places of words that deny without a negator."""
        return () if self.is_east else deniers(self.line, self.segment.tongue, self.segment.said)

    @property
    def denies(self) -> bool:
        """Whether negators or words that deny stand in it; "not refused" is none of both."""
        if self.is_east:
            return self.is_negated ^ (len(EAST_DENIERS.findall(self.said)) % 2 == 1)
        if not (self.is_negated and self.deniers):
            return self.is_negated or bool(self.deniers)
        if any(bare(self.line[denier].text) in _WITHOUT for denier in self.deniers):
            return False  # "without a card nobody enters"
        return not any(
            0 < denier - negator <= TWICE
            and not any(bare(token.text) in _JOINS for token in self.line[negator:denier])
            for denier in self.deniers
            for negator in self.negated
        )

    @property
    def compares(self) -> bool:
        """Whether it is "no comet had a longer tail": a superlative, said as a negation."""
        if not self.negated:
            return False
        first = self.line[self.negated[0]].text.lower()
        return (first in _NONE or first.startswith(_NONE_OF)) and any(
            ends
            and not (token.text == "longer" and place and self.line[place - 1].text.lower() == "no")
            and place > self.negated[0]
            and bare(token.text) not in _NO_COMPARISON
            and (token.text.endswith(("er", "ere", "eren")) or bare(token.text) in _MORE)
            for place, (token, ends) in enumerate(zip(self.line, self.ends, strict=False))
            if not (behind := self.line[place + 1 : place + 2])
            or bare(behind[0].text) not in ("de", "than", "als", "que")
        )

    def is_negated_at(self, place: int) -> bool:
        """Whether a negator stands near a word: six tokens before it, or three behind."""
        if self.segment.tongue == "de":
            return bool(self.negated)  # "nicht" stands at the end
        return any(
            -3 <= place - negator <= 6 for negator in (*self.negated, *self.deniers) if negator != place
        )


def _cuts(segment: Segment) -> list[int]:
    """Where clauses end; "and" does where it begins another statement: "and has not been changed"."""
    found = (*_END.finditer(segment.said), *_AND.finditer(segment.said))
    return sorted({match.start() for match in found})


def clause_around(segment: Segment, token: Token) -> tuple[int, int]:
    """From where to where the clause of a token goes, in its segment's normal form."""
    cuts = _cuts(segment)
    return max((cut for cut in cuts if cut < token.start), default=0), min(
        (cut for cut in cuts if cut >= token.end), default=len(segment.said)
    )


def clauses(segment: Segment) -> tuple[Clause, ...]:
    """Those of a segment, in order."""
    is_east = segment.tongue in ("ja", "zh")
    cuts = [*_cuts(segment), len(segment.said) + 1]
    found, first = [], 0
    places = negators(segment.line, segment.said)
    for cut in cuts:
        behind = first
        while behind < len(segment.line) and segment.line[behind].start < cut:
            behind += 1
        line = segment.line[first:behind]
        if line:
            negated = tuple(place - first for place in places if first <= place < behind)
            found.append(
                Clause(
                    segment,
                    line,
                    first,
                    frozenset(content_keys(line)),
                    negated,
                    half_negators(line),
                    is_east,
                    () if is_east else line_ends(line, segment.tongue),
                )
            )
        first = behind
    return tuple(found)
