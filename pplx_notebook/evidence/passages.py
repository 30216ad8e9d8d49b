"""The passages of a source that speak of what a sentence says.

The best segment with a neighbour on each side is the window; for each larger part of the sentence that the
window does not answer, the segment that does is added: answers merge what stands far apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pplx_notebook.evidence.forms.words import content_keys, tokens
from pplx_notebook.evidence.page import LABEL_TOKENS, Page, Segment

_PARTS = re.compile(
    r";|, (?:and|while|but|which|who|where|und|während|aber|et|mais|tandis|y|pero|mientras)\b|[()（）；，、]"
)
ANSWERED = 0.5  # of a part's weight
LEAST_PART = 3  # content words
MOST_LOOKED_AT = 3_000  # segments that hold one word of the sentence


@dataclass(frozen=True)
class Window:
    """``best``: the segment nearest to the sentence; ``segments`` it and its neighbours, in their order;
    ``content``: the share of the sentence's weighted words in them, 0 to 1."""

    best: Segment
    segments: tuple[Segment, ...]
    content: float


def window_of(said: str, keys: tuple[str, ...], page: Page) -> Window | None:
    """Where the source speaks of a sentence in its normal form; None where no word of it stands there."""
    best = _best(keys, page)
    if best is None:
        return None
    places = _around(page, best)
    held = _keys_in(page, places)
    for part in _PARTS.split(said)[:12]:
        own = content_keys(tokens(part))
        if len(own) >= LEAST_PART and share(own, held, page) < ANSWERED:
            other = _best(own, page)
            if other is not None and share(own, set(page.segments[other].keys), page) > share(
                own, held, page
            ):
                places |= {other}
                held |= set(page.segments[other].keys)
    segments = tuple(page.segments[place] for place in sorted(places))
    return Window(page.segments[best], segments, share(keys, held | page.title_keys, page))


def share(keys: tuple[str, ...], held: set[str] | frozenset[str], page: Page) -> float:
    """The weighted share of words that are held; 0.8 of a word of which the first five letters are."""
    total = found = 0.0
    starts = {key[:5] for key in held if len(key) >= 5}
    for key in keys:
        weight = page.weight(key)
        total += weight
        found += weight if key in held else 0.8 * weight if len(key) >= 5 and key[:5] in starts else 0.0
    return found / total if total else 0.0


def _best(keys: tuple[str, ...], page: Page) -> int | None:
    scores: dict[int, float] = {}
    for key in keys:
        weight = page.weight(key)
        for place in page.places.get(key, ())[:MOST_LOOKED_AT]:
            scores[place] = scores.get(place, 0.0) + weight
    if not scores:
        return None
    return max(scores, key=lambda place: (scores[place], -len(page.segments[place].line), -place))


def _around(page: Page, best: int) -> set[int]:
    """The segment, its neighbours, and behind neighbours that are labels the next ones."""
    places = {best}
    for step in (-1, 1):
        at = best + step
        while 0 <= at < len(page.segments) and abs(at - best) <= 3:
            places.add(at)
            if len(page.segments[at].line) > LABEL_TOKENS:
                break
            at += step
    return places


def _keys_in(page: Page, places: set[int]) -> set[str]:
    return {key for place in places for key in page.segments[place].keys}
