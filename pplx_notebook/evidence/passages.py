"""The passages of a source that speak of what a sentence says.

The best segment with a neighbour on each side is the window; for each larger part of the sentence that the
window does not answer, the segment that does is added: answers merge what stands far apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pplx_notebook.evidence.forms.quantities.number_words import IN_WORDS, east_value, word_value
from pplx_notebook.evidence.forms.quantities.rounding import SHARE
from pplx_notebook.evidence.forms.quantities.shares import IN_SHARES, SHARE_PLACE, WORDS_OF_SHARES
from pplx_notebook.evidence.forms.synonyms import SENSES
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import LIGHT, content_keys, stem, tokens
from pplx_notebook.evidence.rewording import said_otherwise
from pplx_notebook.evidence.source_text import LABEL_TOKENS, Segment, SourceText

_PARTS = re.compile(
    r";|, (?:and|while|but|which|who|where|und|während|aber|et|mais|tandis|y|pero|mientras)\b|[()（）；，、]"
)
_SMALL_NUMBER = re.compile(r"(\d{1,2})(?![\d.,])(\s?(?:%|per|proz|pour|por))?")
_EAST_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千两]{1,8}")
ANSWERED = 0.5  # of a part's weight
LEAST_PART = 3  # content words
# share of the sentence's other words beside a fact of it: a year or small number; a name or an exact figure
BESIDE, BESIDE_A_NAME = 0.12, 0.05
# of a word's weight: where its first five letters stand, where a word akin does, where a passage is sought
BEGINS, AKIN, ALIKE = 0.8, 0.7, 0.5
MOST_LOOKED_AT = 3_000  # segments that hold one word of the sentence
MOST_COMPARED = 200  # segments that hold a fact of it


@dataclass(frozen=True)
class Window:
    """``best``: the segment nearest to the sentence; ``segments`` it and its neighbours, in their order;
    ``content``: the share of the sentence's weighted words in them, 0 to 1."""

    best: Segment
    segments: tuple[Segment, ...]
    content: float


def window_of(said: str, keys: tuple[str, ...], page: SourceText) -> Window | None:
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
    return Window(page.segments[best], segments, _content(said, keys, segments, page))


def with_facts(window: Window, missing: tuple[str, ...], claim: Segment, page: SourceText) -> Window:
    """The window with the segments that hold a missing fact beside other words of the sentence."""
    keys = claim.keys
    places = {segment.place for segment in window.segments}
    first = frozenset(places)
    for fact in missing[:12]:
        own = (*content_keys(tokens(fact)), *_written_otherwise(fact), *_in_figures(fact, claim))
        rest = tuple(key for key in keys if key not in own)
        is_count = any(key.isdigit() and (len(key) == 1 or len(key) == 4) for key in own)
        least = BESIDE if is_count else BESIDE_A_NAME
        for _ in range(2):  # "24 July 1969" may stand in two places
            own = tuple(
                key for key in own if not any(key in page.segments[place].keys for place in places - first)
            )
            held = dict.fromkeys(place for key in own for place in page.places.get(key, [])[:MOST_LOOKED_AT])
            found = [place for place in held if place not in places][:MOST_COMPARED]
            if not found:
                break
            best = max(found, key=lambda place: _of_fact(place, own, rest, page))
            if share(rest, frozenset(page.segments[best].keys), page) < least and (
                is_count or _beside(rest, best, page) < BESIDE
            ):
                break
            places.add(best)
    if places == first:
        return window
    segments = tuple(page.segments[place] for place in sorted(places))
    return Window(window.best, segments, _content(claim.said, keys, segments, page))


def _beside(keys: tuple[str, ...], place: int, page: SourceText) -> float:
    """The share of words in a segment and its neighbours, in other words, too."""
    segments = page.segments[max(0, place - 1) : place + 2]
    senses = frozenset(sense for segment in segments for sense in segment.senses)
    akin = {key for key in keys if key in SENSES and SENSES[key] & senses}
    return share(keys, {key for segment in segments for key in segment.keys}, page, akin)


def _content(said: str, keys: tuple[str, ...], segments: tuple[Segment, ...], page: SourceText) -> float:
    """The share of a sentence's words in segments; "rose" and "climbed", of one end, say the same."""
    held = {key for segment in segments for key in segment.keys} | page.title_keys
    if not held.issuperset(keys):
        same, akin = said_otherwise(tokens(said), keys, segments)
        if not any(key in held or key in same or key in akin for key in keys if key not in LIGHT):
            return 0.0  # "part" and "year" alone tell nothing
        return share(keys, held | same, page, akin)
    return share(keys, held, page)


def _written_otherwise(fact: str) -> tuple[str, ...]:
    """The words of a number in figures, and of a share: 14 and "fourteen", 25 % and "quarter"."""
    found = _SMALL_NUMBER.match(fact)
    if found is None:
        east = _EAST_NUMBER.match(fact)
        value = east_value(east[0]) if east is not None else word_value(bare(fact.split(" ")[0]))
        return (f"{value:.0f}",) if value and value >= 2 else ()
    words = IN_WORDS.get(int(found[1]), ())
    percent = int(found[1]) if found[2] else 0
    shares = (*IN_SHARES.get(percent, ()), *WORDS_OF_SHARES.get(percent, ()))
    return tuple(dict.fromkeys(stem(word) for word in (*words, *shares) if word.isalpha()))


def _in_figures(fact: str, claim: Segment) -> tuple[str, ...]:
    """Figures and words that may say a share: 31 or 35 for "a third"."""
    shares = (q.values[0] for q in claim.facts.quantities if q.text == fact and q.place == SHARE_PLACE)
    return tuple(
        key
        for value in shares
        for near in range(round(value) - SHARE, round(value) + SHARE + 1)
        for key in (str(near), *map(stem, IN_SHARES.get(near, ())))
    )


def _of_fact(place: int, own: tuple[str, ...], rest: tuple[str, ...], page: SourceText) -> tuple[int, float]:
    held = frozenset(page.segments[place].keys)
    return sum(key in held for key in own), share(rest, held, page)


def share(
    keys: tuple[str, ...],
    held: set[str] | frozenset[str],
    page: SourceText,
    akin: set[str] | frozenset[str] = frozenset(),
) -> float:
    """The weighted share of words that are held; 0.8 of a word of which the first five letters are, 0.7
    of one that is ``akin`` to a word there."""
    total = found = 0.0
    starts = {key[:5] for key in held if len(key) >= 5}
    for key in keys:
        weight = page.weight(key)
        total += weight
        if key in held:
            found += weight
        elif len(key) >= 5 and key[:5] in starts:
            found += BEGINS * weight
        elif key in akin:
            found += AKIN * weight
    return found / total if total else 0.0


def _best(keys: tuple[str, ...], page: SourceText) -> int | None:
    scores: dict[int, float] = {}
    for key in keys:
        weight = page.weight(key)
        for place in page.places.get(key, ())[:MOST_LOOKED_AT]:
            scores[place] = scores.get(place, 0.0) + weight
        if key in SENSES:
            akin = {place for sense in SENSES[key] for place in page.meanings.get(sense, ())[:MOST_LOOKED_AT]}
            for place in akin.difference(page.places.get(key, ())):
                scores[place] = scores.get(place, 0.0) + ALIKE * weight
    if not scores:
        return None
    return max(scores, key=lambda place: (scores[place], -len(page.segments[place].line), -place))


def _around(page: SourceText, best: int) -> set[int]:
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


def _keys_in(page: SourceText, places: set[int]) -> set[str]:
    return {key for place in places for key in page.segments[place].keys}
