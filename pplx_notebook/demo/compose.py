"""Question in, honest answer out: sentences of the library, never new ones.

An answer is put together from passages as they stand. ``[n]`` markers count the sources in the order of
first use; the search results are the sources of all articles that matched, the cited ones first, so that
a marker is both the id and the position of its source. A question the library has nothing for is declined
in one sentence, with a list of what the library knows and without sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pplx_notebook.demo.articles import REFERENCE, Article, Passage, Source
from pplx_notebook.demo.request import Request
from pplx_notebook.demo.search import Index
from pplx_notebook.demo.subject import Choice, Subject, choose, is_allowed, subject_of
from pplx_notebook.protocol.answer import SearchResult

MODEL = "demo-library"
"""The name every dialect reports as the model that answered: a library, not a model."""

_RELATED = 4


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer before any dialect. ``queries`` is what was searched; ``results[i].id`` is ``i + 1``.

    ``words_in`` and ``words_out`` count whitespace-separated words: what this engine reports as tokens.
    ``complete`` is False when the request's limit cut the text.
    """

    text: str
    results: tuple[SearchResult, ...] = ()
    queries: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    words_in: int = 0
    complete: bool = True

    @property
    def words_out(self) -> int:
        """Words of the answer."""
        return len(self.text.split())


def compose(request: Request, index: Index) -> Composed:
    """The answer to a request from the library of ``index``."""
    subject = subject_of(request.turns, index)
    choice = choose(subject.terms, subject.focus, index, request.domains)
    composed = (
        _decline(request, subject, index) if choice is None else _answer(request, subject, choice, index)
    )
    text, complete = _limited(composed.text, request.limit_words)
    return msgspec.structs.replace(
        composed,
        text=text,
        complete=complete,
        queries=(" ".join(subject.terms) or request.turns[-1],),
        words_in=request.words_in,
    )


class _Markers:
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
        pages: dict[str, tuple[Article, str, Source]] = {}
        for article in articles:
            for name, source in article.sources.items():
                if is_allowed(source.url, self._domains):
                    pages.setdefault(source.url, (article, name, source))
        ordered = sorted(pages.values(), key=lambda page: self._number(page[2].url))
        return tuple(
            _result(self._number(source.url), article, name, source) for article, name, source in ordered
        )

    def allows(self, article: Article, passage: Passage) -> bool:
        """Whether the domain filter leaves any source of a passage."""
        names = REFERENCE.findall(passage.text)
        return any(is_allowed(article.sources[name].url, self._domains) for name in names)

    def _number(self, url: str) -> int:
        return self._numbers.setdefault(url, len(self._numbers) + 1)


def _result(number: int, article: Article, name: str, source: Source) -> SearchResult:
    """A source as a search result; its snippet is the library's own sentence which that page supports."""
    groups = (group for passage in article.passages for group in passage.groups() if f"[@{name}]" in group)
    snippet = re.sub(r"[*`$]|^(?:- |\d+\. )", "", REFERENCE.sub("", next(groups, ""))).strip()
    return SearchResult(
        id=number, title=source.title, url=source.url, date=source.date, snippet=snippet, source="web"
    )


def _answer(request: Request, subject: Subject, choice: Choice, index: Index) -> Composed:
    articles = _extended(choice, index) if subject.length == "long" else choice.articles
    markers = _Markers(request.domains)
    parts = [
        part for article in articles for part in _article(article, subject, choice, markers, len(articles))
    ]
    results = markers.results([*articles, *choice.others])
    return Composed(
        text="\n\n".join([*_notes_before(subject, choice), *parts, *_notes_after(request)]),
        results=results,
        related=_neighbours(articles, index),
    )


def _extended(choice: Choice, index: Index) -> tuple[Article, ...]:
    """A long answer goes on with the other matches and the neighbours of its articles, three in all."""
    neighbours = (
        index.articles[n] for article in choice.articles for n in article.see if n in index.articles
    )
    return tuple(
        {article.name: article for article in (*choice.articles, *choice.others, *neighbours)}.values()
    )[:3]


def _article(
    article: Article, subject: Subject, choice: Choice, markers: _Markers, articles: int
) -> Iterator[str]:
    """The part of the answer one article gives, as Markdown blocks."""
    if articles > 1 and subject.length != "brief":
        yield f"## {article.title}"
    level = "###" if articles > 1 else "##"
    for passage in _selected(article, subject, choice, markers, articles):
        if passage.heading and subject.length != "brief":
            yield f"{level} {passage.heading}"
        yield markers.mark(article, passage.brief if subject.length == "brief" else passage.text)


def _selected(
    article: Article, subject: Subject, choice: Choice, markers: _Markers, articles: int
) -> Sequence[Passage]:
    """The lead, then the passages that fit the question best, else those that follow in the article."""
    lead, *rest = (passage for passage in article.passages if markers.allows(article, passage))
    if subject.length == "long":
        return [lead, *rest]
    scores = {
        passage: choice.focus.get((article.name, number), 0.0)
        for number, passage in enumerate(article.passages)
    }
    fitting = sorted((p for p in rest if scores[p] > 0), key=lambda p: scores[p], reverse=True)
    if subject.length == "brief":
        return [lead, *fitting[:1]]
    if articles > 1:
        return [lead, *(fitting or rest)[:1]]
    return [lead, *(fitting[:2] or rest[:3])]


def _notes_before(subject: Subject, choice: Choice) -> Iterator[str]:
    if subject.slips:
        yield f"*Taken as: {', '.join(subject.slips.values())}.*"
    if choice.missing:
        yield f"*The library has nothing on “{' '.join(choice.missing)}”; this is the nearest it has.*"


def _notes_after(request: Request) -> Iterator[str]:
    if request.recency:
        yield "*The pages of this library mostly carry no date; the recency filter was not applied.*"


def _neighbours(articles: Sequence[Article], index: Index) -> tuple[str, ...]:
    used = {article.name for article in articles}
    names = dict.fromkeys(name for article in articles for name in article.see)
    return tuple(index.articles[name].question for name in names if name in index.articles.keys() - used)[
        :_RELATED
    ]


def _decline(request: Request, subject: Subject, index: Index) -> Composed:
    by_subject: dict[str, list[Article]] = {}
    for article in index.articles.values():
        by_subject.setdefault(article.subject, []).append(article)
    lines = [f"- **{name}**: {', '.join(a.title for a in articles)}" for name, articles in by_subject.items()]
    sentence = _refusal(request, subject, len(index.articles))
    return Composed(
        text="\n".join([sentence, "", *sorted(lines)]),
        related=tuple(articles[0].question for articles in by_subject.values())[:_RELATED],
    )


def _refusal(request: Request, subject: Subject, articles: int) -> str:
    if not subject.terms:
        return (
            f"This is the demo engine: an offline library of {articles} short articles, no model; it knows:"
        )
    where = " from the domains asked for" if request.domains else ""
    return f"The demo engine's offline library has nothing{where} that answers this question; it knows:"


def _limited(text: str, limit_words: int | None) -> tuple[str, bool]:
    """The first ``limit_words`` words, and whether that is all."""
    ends = [match.end() for match in re.finditer(r"\S+", text)] if limit_words is not None else []
    if limit_words is None or len(ends) <= limit_words:
        return text, True
    return text[: ends[limit_words - 1]], False
