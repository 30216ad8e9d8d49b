"""What the rules left open of a check, with the passage that a model is to look at; and what it said, put
into rows.

Rules of this file: open is what is *unclear* or *not found*, and what is *not fetched* where the snippet
speaks of the same things; a pair of which no word stands in the source is not asked about, as there is
nothing to look at. "Supported" and "differs" are taken from a model only with words that stand in the
passage, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from pplx_notebook.evidence.forms.text import normal
from pplx_notebook.evidence.forms.words import tokens
from pplx_notebook.evidence.passages import window_of
from pplx_notebook.evidence.results.checked import Checked, Evidence
from pplx_notebook.evidence.source_text import joined
from pplx_notebook.evidence.texts.looked_up import SourceTexts
from pplx_notebook.evidence.verdicts import FOUND, OF_NONE, Verdict, sentence_of

MOST_PASSAGE = 1_500  # characters
LEAST_CONTENT = 0.2  # of the sentence's weighted words stand there
LEAST_QUOTED = 3  # words


class OpenPair(msgspec.Struct, frozen=True):
    """A row of the check that the rules left open, by its place, and where its source comes nearest."""

    place: int
    sentence: str
    passage: str


class Said(msgspec.Struct, frozen=True):
    """What a model says of one pair: ``words`` are those of the passage that show it."""

    pair: int
    verdict: Literal["supported", "differs", "not found", "unclear"]
    words: str = ""


class SaidOfAll(msgspec.Struct, frozen=True):
    """What it says of all it was asked about."""

    pairs: list[Said]


def open_pairs(evidence: Evidence, sources: SourceTexts) -> Iterator[OpenPair]:
    """What is open, in reading order."""
    for place, row in enumerate(evidence.rows):
        if row.verdict not in ("unclear", "not found", "not fetched") or row.together in FOUND:
            continue
        claim = sentence_of(row.sentence)
        window = window_of(claim.said, claim.keys, sources.page(row.url))
        if window is None or (row.verdict == "not fetched" and window.content < LEAST_CONTENT):
            continue
        passage = " … ".join(segment.text for segment in window.segments)[:MOST_PASSAGE]
        yield OpenPair(place, row.sentence, passage)


def with_said(
    rows: Sequence[Checked], pairs: Mapping[int, OpenPair], said: Sequence[Said], by: str
) -> tuple[Checked, ...]:
    """The rows with what a model said of them; ``pairs`` by the number they were asked under."""
    new = list(rows)
    for one in said:
        pair = pairs.get(one.pair)
        if pair is None or (one.verdict in ("supported", "differs") and not _stands(one.words, pair.passage)):
            continue
        row = new[pair.place]
        told = (
            {"passage": one.words, "start": 0, "end": 0} if one.words and one.verdict != "not found" else {}
        )
        differs = f"as the model reads it: {one.words}" if one.verdict == "differs" else ""
        new[pair.place] = replace(row, verdict=one.verdict, by=by, differs=differs, **told)
    return _together(new)


def _stands(words: str, passage: str) -> bool:
    """Whether these words stand in a passage in their order, markup and punctuation aside."""
    quoted, there = (joined(tokens(normal(text))) for text in (words, passage))
    return len(tokens(normal(words))) >= LEAST_QUOTED and quoted in there


def _together(rows: Sequence[Checked]) -> tuple[Checked, ...]:
    """Each sentence's verdict over all its sources, anew where a model spoke."""
    spoken = {row.sentence for row in rows if row.by}
    words: dict[str, set[Verdict]] = {}
    for row in rows:
        words.setdefault(row.sentence, set()).add(row.verdict)
    best = {s: next(w for w in (*FOUND, *OF_NONE) if w in words[s]) for s in spoken}
    return tuple(replace(row, together=best.get(row.sentence, row.together)) for row in rows)
