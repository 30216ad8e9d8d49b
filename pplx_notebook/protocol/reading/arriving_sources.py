"""The sources of one answer while they arrive: results and citations from all carriers, in one order."""

from __future__ import annotations

import msgspec

from pplx_notebook.protocol.answer import Citation, SearchResult
from pplx_notebook.protocol.chunks import FoundCitations, FoundResults
from pplx_notebook.protocol.markers import pointed_to

_LONG_TEXT = 20_000  # characters; searching less takes under a millisecond
_Key = tuple[int | None, str, str]


class ArrivingSources:
    """Search results by id or URL, the server's citation list, and citations that came as annotations."""

    def __init__(self) -> None:
        self._results: dict[_Key, SearchResult] = {}
        self._by_url: dict[str, _Key] = {}
        self._ordered: tuple[SearchResult, ...] | None = ()
        self._listed: tuple[Citation, ...] = ()
        self._annotated: dict[str, Citation] = {}
        self._looked: tuple[int, tuple[SearchResult, ...], tuple[Citation, ...]] = (0, (), ())

    def add_results(self, found: FoundResults) -> None:
        """Replace the results by a non-empty list, or merge a batch into them."""
        if found.merge:
            if not self._results:  # a whole list is keyed only when a batch is merged into it
                self._results = {_key(result): result for result in self._ordered or ()}
                self._by_url = {key[1]: key for key in self._results}
            for result in found.results:
                self._merge(result)
            self._ordered = None
        elif found.results:
            self._results, self._by_url = {}, {}
            self._ordered = found.results

    def add_citations(self, found: FoundCitations) -> None:
        """Replace the list by a non-empty one, or add annotations, each URL once."""
        if not found.merge:
            self._listed = found.citations or self._listed
            return
        for citation in found.citations:
            known = self._annotated.get(citation.url)
            if known is None or not known.title:
                self._annotated[citation.url] = citation

    @property
    def search_results(self) -> tuple[SearchResult, ...]:
        """All results: in the server's order, or by id where they have ids (batches arrive out of order)."""
        if self._ordered is None:
            self._ordered = tuple(sorted(self._results.values(), key=_by_id))
        return self._ordered

    def citations(self, text: str, *, ended: bool) -> tuple[Citation, ...]:
        """The server's citations; where it sent none, the results the markers in ``text`` point to."""
        if not self._listed and not self._annotated:
            return self._pointed_to(text, ended=ended)
        titles = {result.url: result.title for result in self.search_results}
        titles.update((url, citation.title) for url, citation in self._annotated.items() if citation.title)
        return tuple(
            c if c.title else Citation(number=c.number, url=c.url, title=titles.get(c.url, ""))
            for c in (*self._listed, *self._numbered_annotations())
        )

    def _pointed_to(self, text: str, *, ended: bool) -> tuple[Citation, ...]:
        """A long text is searched for markers only when it has grown by a tenth, or has ended."""
        looked, results, found = self._looked
        results_now = self.search_results
        if ended or len(text) < _LONG_TEXT or len(text) > 1.1 * looked or results is not results_now:
            found = pointed_to(text, results_now)
            self._looked = (len(text), results_now, found)
        return found

    def _numbered_annotations(self) -> list[Citation]:
        """Annotations the list lacks: numbered by the id of their result, else by the next free number."""
        urls, taken = {c.url for c in self._listed}, {c.number for c in self._listed}
        ids = {r.url: r.id for r in self.search_results if r.id is not None}
        numbered = []
        following = 0
        for citation in self._annotated.values():
            if citation.url in urls:
                continue
            number = ids.get(citation.url)
            while number is None or number in taken:
                following += 1
                number = following
            taken.add(number)
            numbered.append(msgspec.structs.replace(citation, number=number))
        return numbered

    def _merge(self, result: SearchResult) -> None:
        """Fetched pages have no id: the same URL makes them one with the result that was found."""
        key = _key(result)
        if result.id is None and result.url:
            key = self._by_url.get(result.url, key)
        elif result.id is not None and (fetched := self._results.pop((None, result.url, ""), None)):
            result = _filled(fetched, result)
        known = self._results.get(key)
        self._results[key] = result if known is None else _filled(known, result)
        self._by_url[result.url] = key


def _key(result: SearchResult) -> _Key:
    return (result.id, result.url, "" if result.url else result.title)


def _by_id(result: SearchResult) -> float:
    return float("inf") if result.id is None else result.id


def _filled(known: SearchResult, newer: SearchResult) -> SearchResult:
    """``known`` with every field that ``newer`` says more about."""
    told = {name: value for name, value in msgspec.structs.asdict(newer).items() if value not in (None, "")}
    return msgspec.structs.replace(known, **told)
