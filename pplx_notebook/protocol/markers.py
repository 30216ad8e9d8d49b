"""Citation markers in an answer's text, as servers and models write them, and what they point to.

Forms: ``[7]``, ``[1][2]``, ``[web:11]``, ``[citation:2]``; several in one, ``[1, 2]``, ``[1-3]``, where the
text reads like a citation (``citing``); ``【1】``, ``【2†L3-L5】``; ``[^1]`` and ``[^1^]`` without a note.

Rules: ``[1](url)`` is a link, no marker; nothing in code is a marker; an unknown number stays text.
``[n]`` is the *id* of a search result where results have ids (responses dialect), else the 1-based position
in the citations, else in the search results. ``[web:n]`` is an id, else zero-based among the fetched pages
without id; where there are no results, a position in the citations. Markers may be cut between two deltas:
look on the accumulated text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

MOST_IN_ONE = 20  # numbers in one pair of brackets; more is data
# compiled where a text has such a thing: a first answer without sources spares 0.7 ms
_ITEM = r"(?:web:|citation:)?[0-9]{1,4}"
_ITEMS = rf"{_ITEM}(?:(?: ?[,;–‑-] ?|,? (?:and|&) ){_ITEM}){{0,{MOST_IN_ONE}}}"
_PLACE = r"(?:†[^\[\]【】\n]{0,80})?"  # "†L3-L5": the lines a model read
_GROUP = (
    rf"(?:(?<!\\)(?P<square>\[)|【)(?P<items>{_ITEMS}){_PLACE}(?(square)\](?!\()|】)"
    r"|(?<!\\)\[\^(?P<note>[0-9]{1,4})\^?\](?![(:])"
)
_NUMBER = r"([–‑-]?) ?(web:|citation:)?([0-9]{1,4})"
_NOTE = r"(?m)^ {0,3}\[\^([0-9]{1,4})\]:"
_FENCE = r"(?ms)^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)"


class Marker(msgspec.Struct, frozen=True):
    """A marker at ``start:end`` of the text; ``kind`` is "" for ``[n]`` and "web" for ``[web:n]``. Those that
    stand in one pair of brackets have all its place."""

    start: int
    end: int
    kind: str
    number: int

    @property
    def text(self) -> str:
        """How it is written where it stands alone."""
        return f"[web:{self.number}]" if self.kind else f"[{self.number}]"


class Group(msgspec.Struct, frozen=True):
    """Markers in one pair of brackets; ``note``: it is a footnote's, if there is one of that number. ``text``
    is how a single one is written, "" where it is told in the usual form."""

    markers: tuple[Marker, ...]
    note: str = ""
    text: str = ""


def group_at(text: str, at: int, end: int | None = None) -> Group | None:
    """The markers whose bracket opens at ``at``; None where none does."""
    found = _group_pattern().match(text, at, len(text) if end is None else end)
    return _group(text, found) if found is not None else None


@cache
def _group_pattern() -> re.Pattern[str]:
    return re.compile(_GROUP)


def find_markers(text: str) -> list[Marker]:
    """All markers in a run of text without code; of a footnote that stands in it there are none."""
    return [marker for group in _groups(text) for marker in group.markers]


def _groups(text: str) -> Iterator[Group]:
    if "[" not in text and "【" not in text:
        return
    notes = set(re.findall(_NOTE, text)) if "[^" in text else set()
    for found in _group_pattern().finditer(text):
        group = _group(text, found)
        if group is not None and group.note not in notes:
            yield group


def _group(text: str, found: re.Match[str]) -> Group | None:
    """What a match holds; None for numbers that do not read like a citation."""
    start, end = found.span()
    if found["note"] is not None:
        return Group((Marker(start, end, "", int(found["note"])),), found["note"])
    written = found["items"]
    if written.isdigit():
        return Group((Marker(start, end, "", int(written)),), text=found[0] if found[0][0] == "[" else "")
    numbers = _numbers(written)
    if numbers is None:
        return None
    is_plain = found["square"] is not None and ":" not in written and "†" not in found[0]
    if is_plain and (("", 0) in numbers or not _reads_like_a_citation(text, start, end)):
        return None
    return Group(tuple(Marker(start, end, kind, number) for kind, number in numbers))


def _reads_like_a_citation(text: str, start: int, end: int) -> bool:
    from pplx_notebook.protocol.citing import reads_like_a_citation  # its words and rules are for lists only

    return reads_like_a_citation(text, start, end)


def _numbers(written: str) -> list[tuple[str, int]] | None:
    """The numbers of a list, ranges written out; None where one comes twice, falls, or is too long."""
    numbers: list[tuple[str, int]] = []
    kind = ""
    for sign, prefix, digits in re.findall(_NUMBER, written):
        kind = {"web:": "web", "citation:": ""}.get(prefix, kind)
        number = int(digits)
        if not sign:
            numbers.append((kind, number))
            continue
        first = numbers[-1][1]
        if not first < number < first + MOST_IN_ONE:
            return None
        numbers += [(kind, between) for between in range(first + 1, number + 1)]
    return numbers if len(set(numbers)) == len(numbers) <= MOST_IN_ONE else None


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
        if marker.kind == "web" and self._results:
            return _citation(number, *self._without_id[number : number + 1])
        if self._listed or self._by_id:
            return self._listed.get(number)
        return _citation(number, *self._results[number - 1 : number] if number else ())


def pointed_to(text: str, results: Sequence[SearchResult]) -> tuple[Citation, ...]:
    """What the markers of a whole Markdown text point to, in the order of their numbers."""
    if not results or ("[" not in text and "【" not in text):
        return ()
    markers = {(marker.kind, marker.number) for marker in find_markers(_without_code(text))}
    numbers = Numbers((), results)
    found = {number: numbers.of(Marker(0, 0, kind, number)) for kind, number in sorted(markers)}
    return tuple(citation for _, citation in sorted(found.items()) if citation is not None)


def has_markers(text: str) -> bool:
    """Whether a Markdown text points to sources, whatever they are; ``[2024]`` is a year."""
    if "[" not in text and "【" not in text:
        return False
    return any(marker.number < 1000 for marker in find_markers(_without_code(text)))


def _without_code(text: str) -> str:
    if "```" in text or "~~~" in text:
        text = re.sub(_FENCE, " ", text)
    return " ".join(_outside_spans(text)) if "`" in text else text


def _outside_spans(text: str) -> Iterator[str]:
    """The text outside code spans: a run of backticks opens one if a run of equal length follows. Linear."""
    runs = [found.span() for found in re.finditer("`+", text)]
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
