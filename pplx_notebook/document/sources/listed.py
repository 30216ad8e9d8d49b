"""Every page an answer lists, with all that is known of it: its citations first, then what else was found."""

from __future__ import annotations

from collections.abc import Iterator

from pplx_notebook.protocol.answer import Answer, SearchResult


def listed(answer: Answer) -> Iterator[tuple[int | None, SearchResult, str]]:
    """(number, page, title) of every citation, then of every search result."""
    by_url = {result.url: result for result in reversed(answer.search_results) if result.url}
    for citation in answer.citations:
        result = by_url.get(citation.url) or SearchResult(url=citation.url)
        yield citation.number, result, citation.title
    by_place = not answer.citations and all(result.id is None for result in answer.search_results)
    for place, result in enumerate(answer.search_results, 1):
        yield result.id if result.id is not None else place if by_place else None, result, ""
