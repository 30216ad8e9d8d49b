"""A source read once: its segments, each with its place in the source, and which words stand in which.

What a segment's facts are is found when somebody looks at it, which keeps long pages linear."""

from __future__ import annotations

import math
from functools import cached_property

from pplx_notebook.evidence.facts import Facts, facts_of
from pplx_notebook.evidence.forms.polarity import ends_of
from pplx_notebook.evidence.forms.synonyms import SENSES
from pplx_notebook.evidence.forms.text import normal
from pplx_notebook.evidence.forms.tongue import tongue_of
from pplx_notebook.evidence.forms.words import LIGHT, Token, content_keys, tokens
from pplx_notebook.evidence.splitting import split_text

MOST_CHARACTERS = 1_000_000  # of a source are read
LABEL_TOKENS = 3  # a shorter segment is a label


class Segment:
    """A sentence of a source: ``text`` as it stands from ``start`` to ``end``; ``said`` its normal form.

    ``place`` is its number among the source's."""

    def __init__(self, text: str, start: int = 0, place: int = 0) -> None:
        self.text, self.start, self.end, self.place = text, start, start + len(text), place
        self.said = normal(text)
        self.line: tuple[Token, ...] = tokens(self.said)
        self.keys = content_keys(self.line)

    @cached_property
    def tongue(self) -> str:
        return tongue_of(self.said)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.said, self.line, self.tongue)

    @cached_property
    def ends(self) -> frozenset[tuple[int, int]]:
        """The ends of axes that its words are."""
        return frozenset(end for token in self.line for end in ends_of(token, self.tongue))

    @cached_property
    def senses(self) -> frozenset[int]:
        """The numbers of what its words mean."""
        return frozenset(sense for key in self.keys if key in SENSES for sense in SENSES[key])

    @cached_property
    def run(self) -> str:
        """Its tokens in a row, as *quoted* looks for them."""
        return joined(self.line)


class SourceText:
    """One source: ``whole`` where it is the text of the page, else a snippet of it; ``title``."""

    def __init__(self, text: str, *, whole: bool, title: str = "") -> None:
        self.whole, self.text = whole, text[:MOST_CHARACTERS]
        self.title_keys = frozenset(content_keys(tokens(normal(title[:400]))))
        self.segments: list[Segment] = []
        self.places: dict[str, list[int]] = {}
        at = 0
        for piece in split_text(self.text):
            start = self.text.find(piece, at)
            start = at if start < 0 else start
            at = start + len(piece)
            segment = Segment(piece, start, len(self.segments))
            for key in segment.keys:
                self.places.setdefault(key, []).append(len(self.segments))
            self.segments.append(segment)

    @cached_property
    def tongue(self) -> str:
        """The language it begins in."""
        return tongue_of(" ".join(segment.said for segment in self.segments[:20])[:2_000])

    @cached_property
    def run(self) -> str:
        """The tokens of all of it in a row: a quotation may go over a sentence's end."""
        return "\x1f" + "".join(segment.run[1:] for segment in self.segments if segment.line)

    @cached_property
    def meanings(self) -> dict[int, list[int]]:
        """The numbers of what its words mean, each with the segments that say it."""
        found: dict[int, list[int]] = {}
        for key, places in self.places.items():
            for sense in SENSES.get(key, ()):
                found.setdefault(sense, []).extend(places)
        return found

    def weight(self, key: str) -> float:
        """How much a word tells: the rarer here, the more; light words half."""
        held = len(self.places.get(key, ()))
        rare = math.log(1 + (len(self.segments) + 4) / (held + 1))
        return rare * (0.5 if key in LIGHT else 1.0)


def joined(line: tuple[Token, ...]) -> str:
    """Tokens in a row with one sign between them: a piece of it is words in the same order without gaps."""
    return "\x1f" + "\x1f".join(token.text.casefold() for token in line) + "\x1f"
