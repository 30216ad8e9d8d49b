"""What an answer's sources look like to a reader: rows of clean fields, and what each marker points to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import Target, host, safe_url
from pplx_notebook.document.sources.snippet import words_of
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.markers import Marker, Numbers

MOST_ROWS = 2_000  # of a table; a reader goes through no more, and a page of 100,000 does not open
TITLE_CHARACTERS = 120
WHOLE_TITLE_CHARACTERS = 300  # where nobody looks at it in a table: in a bibliography
_AD_TAGS = re.compile(r"(?<=[?&])(?:utm_\w+|gclid|fbclid|ref|source)=[^&]*&?")
SNIPPET_CHARACTERS = 400  # the whole snippet stays in the JSON face; agent searches send kilobytes each


class SourceRow(msgspec.Struct, frozen=True):
    """One source, every field clean and one line. ``number`` is None where no marker can point to it,
    ``also`` are the numbers of the page's other addresses; ``url`` is "" where there is none to click (an
    attachment, a refused URL); ``title`` is never empty."""

    number: int | None
    title: str
    url: str = ""
    host: str = ""
    date: str = ""
    snippet: str = ""
    also: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from others: its page; several attachments have none."""
        return page_of(self.url) if self.url else self.title

    @property
    def numbers(self) -> tuple[int, ...]:
        """All that markers call it, in order."""
        return () if self.number is None else (self.number, *self.also)

    @property
    def shown_numbers(self) -> str:
        """ "1, 3"; "" without a number."""
        return ", ".join(map(str, self.numbers))

    @property
    def target(self) -> Target:
        """Where its title leads."""
        return Target(self.url)

    @property
    def label(self) -> str:
        """Title and host in one line, for a tooltip."""
        return f"{self.title} — {self.host}" if self.host and self.host not in self.title else self.title


class SourceRows:
    """The sources of one answer; looks a marker up once."""

    def __init__(self, answer: Answer) -> None:
        self._citations = answer.citations
        self._results = answer.search_results
        self._by_url = {result.url: result for result in reversed(answer.search_results) if result.url}
        self._by_page: dict[str, SearchResult] | None = None  # most citations have a result's own address
        self._numbers: Numbers | None = None  # most answers have no marker
        known = [c.url for c in answer.citations] + [r.url for r in answer.search_results]
        self._addresses = {_bare(url) for url in known if url}
        self._addresses.update(_bare(url) for url in _media(answer) if self._addresses)
        self._seen: dict[tuple[str, int], SourceRow | None] = {}

    def of(self, marker: Marker) -> SourceRow | None:
        """The source a marker points to, None when its number is unknown."""
        key = (marker.kind, marker.number)
        if key not in self._seen:
            if self._numbers is None:
                self._numbers = Numbers(self._citations, self._results)
            found = self._numbers.of(marker)
            self._seen[key] = self._cited(found) if found else None
        return self._seen[key]

    def may_hold(self, url: str) -> bool:
        """False for an address that is none of the sources' and stands in none of their snippets; True for
        all where there are no sources."""
        if not self._addresses:
            return True
        address = _bare(url)
        return address in self._addresses or any(address in result.snippet for result in self._results)

    def listed(self) -> list[SourceRow]:
        """The server's own citation list, the first ``MOST_ROWS`` of it."""
        return [self._cited(citation) for citation in self._citations[:MOST_ROWS]]

    def found(self) -> list[SourceRow]:
        """The search results, the first ``MOST_ROWS`` of them, numbered as markers name them."""
        listed: dict[str, set[int]] = {}
        for citation in self._citations:
            listed.setdefault(page_of(citation.url), set()).add(citation.number)
        by_position = not listed and all(result.id is None for result in self._results)
        rows = []
        for place, result in enumerate(self._results[:MOST_ROWS], 1):
            number = result.id if result.id is not None else place if by_position else None
            row = source_of(number, result)
            if number is None and listed:
                first, *also = sorted(listed.get(page_of(result.url), ())) or (None,)
                row = replace(row, number=first, also=tuple(also))
            rows.append(row)
        return rows

    def _cited(self, citation: Citation) -> SourceRow:
        """A citation with what the search result of the same URL, else of the same page, knows about it."""
        result = self._by_url.get(citation.url)
        if result is None and self._by_url and citation.url:
            result = self._of_page(page_of(citation.url))
        known = SearchResult(url=citation.url) if result is None else replace(result, url=citation.url)
        return source_of(citation.number, known, citation.title)

    def _of_page(self, page: str) -> SearchResult | None:
        if self._by_page is None:
            self._by_page = {page_of(url): result for url, result in self._by_url.items()}
        return self._by_page.get(page)


def page_of(url: str) -> str:
    """The page an address leads to, whatever spelling it has; one that is no link is its own."""
    from pplx_notebook.document.sources.same_page import same_page  # its tables are for answers with sources

    safe = safe_url(url)
    return same_page(safe) if safe else url


def _media(answer: Answer) -> Iterator[str]:
    """The addresses of pictures and videos."""
    for image in answer.images:
        yield from (image.image_url, image.origin_url)
    for video in answer.videos:
        yield video.url


def _bare(url: str) -> str:
    """What two addresses of one page have in common: no scheme, "www.", fragment, ad tags and last slash."""
    address = _AD_TAGS.sub("", url.partition("#")[0].partition("://")[2] or url)
    host, slash, path = address.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path.rstrip('?&')}".rstrip("/")


def source_of(number: int | None, result: SearchResult, title: str = "") -> SourceRow:
    """A search result made presentable; an empty title falls back to host and path, then to what it is."""
    url = safe_url(result.url) or ""
    return SourceRow(
        number=number,
        title=title_of(result, title),
        url=url,
        host=host(url) or ("attachment" if result.source == "attachment" or not result.url else ""),
        date=one_line(result.date or result.last_updated or "", 40),
        snippet=one_line(words_of(result.snippet), SNIPPET_CHARACTERS),
    )


def title_of(result: SearchResult, title: str = "", characters: int = TITLE_CHARACTERS) -> str:
    """The title of a page, its address where it has none; never empty."""
    return one_line(title or result.title, characters) or _untitled(result, safe_url(result.url) or "")


def _untitled(result: SearchResult, url: str) -> str:
    address = url.split("://", 1)[-1].removeprefix("www.").rstrip("/") or result.url
    return one_line(address, TITLE_CHARACTERS) or "untitled"
