"""The tables of an answer's sources: "Citations" (what the text points to) and "Search results" (all that was
found), one table where both would hold the same rows. A page is one row, with all its numbers, whatever
addresses it came under (``same_page``). A snippet stands once: that of a cited page beside its citation. Each
row knows how often the text points to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from pplx_notebook.document.findings.values import Finding
from pplx_notebook.document.nodes import Document, markers
from pplx_notebook.document.source_rows import SourceRow, SourceRows
from pplx_notebook.protocol.answer import Answer

Lists: TypeAlias = tuple[tuple[SourceRow, ...], tuple[SourceRow, ...]]


class Rows(msgspec.Struct, frozen=True):
    """A table of sources; ``times`` says how often each row is cited, ``found`` what a check found of the
    sentences that cite it, () where there was none."""

    name: str
    heading: str
    rows: tuple[SourceRow, ...]
    times: tuple[int, ...]
    found: tuple[tuple[Finding, ...], ...] = ()


def source_tables(answer: Answer, document: Document, *, once: bool) -> tuple[Rows, ...]:
    """Both tables, those without rows left out. ``once``: a search result that is cited is not listed
    again."""
    citations, results = source_lists(answer, document.cited)
    names, heading = {row.name for row in citations}, "Search results"
    if not once and citations and set(citations) == set(results):
        listed = [("citations", "Citations and search results", citations)]
    else:
        if once:
            others = tuple(row for row in results if not row.url or row.name not in names)
            heading = heading if len(others) == len(results) else "More search results"
        else:
            said = {row.name for row in citations if row.snippet}  # a cited file knows none of its own
            others = tuple(replace(row, snippet="") if row.name in said else row for row in results)
        listed = [("citations", "Citations", citations), ("results", heading, others)]
    times = _times(document)
    found = _found(document)
    return tuple(
        Rows(name, heading, rows, tuple(map(times, rows)), tuple(map(found, rows)) if found else ())
        for name, heading, rows in listed
        if rows
    )


def source_lists(answer: Answer, cited: tuple[SourceRow, ...]) -> Lists:
    """The rows of both tables. A text without markers has no citations of its own: the server's list is
    shown then, unless the search results say the same."""
    sources = SourceRows(answer)
    results = each_once(sources.found())
    if cited:
        return each_once(cited), results
    listed = each_once(sources.listed())
    known = {row.name for row in results}
    return () if all(row.name in known for row in listed) else listed, results


def each_once(rows: Iterable[SourceRow]) -> tuple[SourceRow, ...]:
    """Each page once, where it comes first, with what its other addresses know; files stay apart."""
    found: dict[str | int, SourceRow] = {}
    for place, row in enumerate(rows):
        key = row.name if row.url else place
        found[key] = _merged(found[key], row) if key in found else row
    return tuple(found.values())


def _merged(one: SourceRow, other: SourceRow) -> SourceRow:
    first, *also = sorted({*one.numbers, *other.numbers}) or (None,)
    date, snippet = one.date or other.date, one.snippet or other.snippet
    return replace(one, number=first, also=tuple(also), date=date, snippet=snippet)


def _found(document: Document) -> Callable[[SourceRow], tuple[Finding, ...]] | None:
    """What was found of a row, by what the text points to."""
    if document.findings is None:
        return None
    found: dict[str, dict[Finding, None]] = {}
    for marker in markers(document):
        if marker.finding is not None:
            found.setdefault(marker.source.name, {})[marker.finding] = None
    return lambda row: tuple(found.get(row.name, ()))


def _times(document: Document) -> Callable[[SourceRow], int]:
    """How often the text points to a row; one without a number is known by its page alone."""
    found = [marker.source for marker in markers(document)] if document.cited else []
    by_number = Counter((source.number, source.name) for source in found)
    by_name = Counter(source.name for source in found)

    def times(row: SourceRow) -> int:
        if row.number is None:
            return by_name[row.name]
        return sum(by_number[number, row.name] for number in row.numbers)

    return times
