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
    by_id = next((r for r in results if r.id == marker.number), None)
    if by_id is not None:
        return _citation(marker.number, by_id)
    if marker.kind == "web":
        unnumbered = [r for r in results if r.id is None]
        return _citation(marker.number, *unnumbered[marker.number : marker.number + 1])
    listed = list(citations)
    if listed or any(r.id is not None for r in results):
        return next((c for c in listed if c.number == marker.number), None)
    return _citation(marker.number, *results[marker.number - 1 : marker.number] if marker.number else ())


def pointed_to(text: str, results: Sequence[SearchResult]) -> tuple[Citation, ...]:
    """What the markers of a whole Markdown text point to, in the order of their numbers."""
    if not results or "[" not in text:
        return ()
    markers = {("web" if web else "", int(digits)) for web, digits in _MARKER.findall(_without_code(text))}
    found = {number: look_up(Marker(0, 0, kind, number), (), results) for kind, number in sorted(markers)}
    return tuple(citation for _, citation in sorted(found.items()) if citation is not None)


def has_markers(text: str) -> bool:
    """Whether a Markdown text points to sources, whatever they are; ``[2024]`` is a year."""
    return "[" in text and any(len(digits) < 4 for _, digits in _MARKER.findall(_without_code(text)))


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
