"""Citation markers in an answer's text: ``[7]``, ``[1][2]``, ``[web:11]``; and what they point to.

Rules: ``[1](url)`` is a link, no marker; nothing in code is a marker; an unknown number stays text.
``[n]`` is the *id* of a search result where results have ids (responses dialect), else the 1-based position
in the citations, else in the search results. ``[web:n]`` is an id, else zero-based among the fetched pages
without id. Markers may be cut between two deltas: look on the accumulated text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

_MARKER = re.compile(r"(?<!\\)\[(web:)?([0-9]{1,4})\](?!\()")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_TICKS = re.compile("`+")


class Marker(msgspec.Struct, frozen=True):
    """A marker at ``start:end`` of the text; ``kind`` is "" for ``[n]`` and "web" for ``[web:n]``."""

    start: int
    end: int
    kind: str
    number: int


def find_markers(text: str) -> list[Marker]:
    """All markers in a run of text without code."""
    if "[" not in text:
        return []
    return [
        Marker(found.start(), found.end(), "web" if found[1] else "", int(found[2]))
        for found in _MARKER.finditer(text)
    ]


def resolve(answer: Answer, marker: Marker) -> Citation | None:
    """The source a marker of this answer points to; None when there is none, so that it stays text."""
    return look_up(marker, answer.citations, answer.search_results)


def look_up(
    marker: Marker, citations: Iterable[Citation], results: Sequence[SearchResult]
) -> Citation | None:
    """``resolve`` without an answer."""
    return Numbers(citations, results).of(marker)


class Numbers:
    """What each number of an answer means; made once, then a look costs the same however many sources."""

    def __init__(self, citations: Iterable[Citation], results: Sequence[SearchResult]) -> None:
        self._results = results
        self._by_id = {r.id: r for r in reversed(results) if r.id is not None}
        self._without_id = [r for r in results if r.id is None]
        self._listed = {c.number: c for c in reversed(list(citations))}

    def of(self, marker: Marker) -> Citation | None:
        """The source a marker points to."""
        number = marker.number
        if number in self._by_id:
            return _citation(number, self._by_id[number])
        if marker.kind == "web":
            return _citation(number, *self._without_id[number : number + 1])
        if self._listed or self._by_id:
            return self._listed.get(number)
        return _citation(number, *self._results[number - 1 : number] if number else ())


def pointed_to(text: str, results: Sequence[SearchResult]) -> tuple[Citation, ...]:
    """What the markers of a whole Markdown text point to, in the order of their numbers."""
    if not results or "[" not in text:
        return ()
    markers = {("web" if web else "", int(digits)) for web, digits in _MARKER.findall(_without_code(text))}
    numbers = Numbers((), results)
    found = {number: numbers.of(Marker(0, 0, kind, number)) for kind, number in sorted(markers)}
    return tuple(citation for _, citation in sorted(found.items()) if citation is not None)


def _without_code(text: str) -> str:
    if "```" in text or "~~~" in text:
        text = _FENCE.sub(" ", text)
    return " ".join(_outside_spans(text)) if "`" in text else text


def _outside_spans(text: str) -> Iterator[str]:
    """The text outside code spans: a run of backticks opens one if a run of equal length follows. Linear."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing: dict[int, int] = {}
    following: dict[int, int] = {}
    for place in reversed(range(len(runs))):
        length = runs[place][1] - runs[place][0]
        if length in following:
            closing[place] = following[length]
        following[length] = place
    start = place = 0
    while place < len(runs):
        if place in closing:
            yield text[start : runs[place][0]]
            place = closing[place]
            start = runs[place][1]
        place += 1
    yield text[start:]


def _citation(number: int, result: SearchResult | None = None) -> Citation | None:
    return Citation(number=number, url=result.url, title=result.title) if result is not None else None
