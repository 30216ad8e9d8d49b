"""Sources become numbers: ``[@name]`` in an article, ``[n]`` in the answer, a search result with id n."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pplx_notebook.demo.library.articles import REFERENCE, Article, Passage, Reference
from pplx_notebook.demo.library.choose_articles import is_allowed
from pplx_notebook.protocol.answer import SearchResult


class Numbering:
    """Numbers sources in the order of first use, leaving out those the domain filter refuses."""

    def __init__(self, domains: tuple[str, ...]) -> None:
        self._domains = domains
        self._numbers: dict[str, int] = {}

    def mark(self, article: Article, text: str) -> str:
        """``text`` with ``[@name]`` replaced by ``[n]``, set directly behind the words."""

        def number(match: re.Match[str]) -> str:
            url = article.sources[match[1]].url
            return f"[{self._number(url)}]" if is_allowed(url, self._domains) else ""

        return REFERENCE.sub(number, re.sub(r" (?=\[@)", "", text))

    def results(self, articles: Iterable[Article]) -> tuple[SearchResult, ...]:
        """All sources of ``articles``, the cited ones first in the order of their numbers."""
        pages: dict[str, tuple[Article, str, Reference]] = {}
        for article in articles:
            for name, source in article.sources.items():
                if is_allowed(source.url, self._domains):
                    pages.setdefault(source.url, (article, name, source))
        ordered = sorted(pages.values(), key=lambda page: self._number(page[2].url))
        return tuple(
            _result(self._number(source.url), article, name, source) for article, name, source in ordered
        )

    def allowed(self, article: Article) -> list[Passage]:
        """The passages to which the domain filter leaves a source."""
        sources = {name for name, source in article.sources.items() if is_allowed(source.url, self._domains)}
        return [
            passage for passage in article.passages if sources.intersection(REFERENCE.findall(passage.text))
        ]

    def _number(self, url: str) -> int:
        return self._numbers.setdefault(url, len(self._numbers) + 1)


def _result(number: int, article: Article, name: str, source: Reference) -> SearchResult:
    """A source as a search result; its snippet is the library's own sentence which that page supports."""
    groups = (group for passage in article.passages for group in passage.groups() if f"[@{name}]" in group)
    words = re.sub(r"^(?:- |\d+\. )| (?=\[@)", "", next(groups, ""))
    snippet = re.sub(r"\*{1,2}([^*\n]+)\*{1,2}|`([^`]+)`", r"\1\2", REFERENCE.sub("", words))
    return SearchResult(
        id=number, title=source.title, url=source.url, date=source.date, snippet=snippet, source="web"
    )
