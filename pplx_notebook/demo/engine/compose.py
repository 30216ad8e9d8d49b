"""Question in, honest answer out: sentences of the library, never new ones.

An answer is put together from passages as they stand. ``[n]`` markers count the sources in the order of
first use; the search results are the sources of all articles that matched, the cited ones first, so that
a marker is both the id and the position of its source. A question the library has nothing for is declined
in one sentence, with a list of what the library knows and without sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pplx_notebook.demo.engine.request import DemoQuestion
from pplx_notebook.demo.library.articles import Article, Passage
from pplx_notebook.demo.library.choose_articles import Selection, choose
from pplx_notebook.demo.library.numbering import Numbering
from pplx_notebook.demo.library.search import Index
from pplx_notebook.demo.library.topic import Topic, topic_of
from pplx_notebook.protocol.answer import Image, SearchResult

MODEL = "demo-library"
"""The name every dialect reports as the model that answered: a library, not a model."""

_RELATED = 4
_LONG_ARTICLES = 3
_OVERVIEW_ABOVE = 3
"""More articles than this get one paragraph each, unless a long answer was asked for."""


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer before any dialect. ``queries`` is what was searched; ``results[i].id`` is ``i + 1``.

    ``words_in`` and ``words_out`` count whitespace-separated words: what this engine reports as tokens.
    ``complete`` is False when the request's limit cut the text. ``counted``, ``cost_usd`` and ``model`` are
    those of a real provider, where one answers in the engine's place; its answer may be ``under_way``.
    ``in_form``: the text is JSON that a schema asked for.
    """

    text: str
    results: tuple[SearchResult, ...] = ()
    queries: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    words_in: int = 0
    complete: bool = True
    model: str = MODEL
    counted: tuple[int, int] | None = None
    in_form: bool = False
    cost_usd: float | None = None
    under_way: bool = False

    @property
    def search_thought(self) -> str:
        """What is said while it searches."""
        return "Searching the demo library" if self.counted is None else "Searching the web"

    @property
    def tokens(self) -> tuple[int, int]:
        """Of the question and of the answer: words, where nobody counted tokens."""
        return self.counted or (self.words_in, self.words_out)

    @property
    def at_once(self) -> bool:
        """True for a list of topics, which nobody should have to watch being written."""
        return not self.results and self.counted is None

    @property
    def words_out(self) -> int:
        """Words of the answer."""
        return len(self.text.split())


def compose(request: DemoQuestion, index: Index) -> Composed:
    """The answer to a request from the library of ``index``."""
    topic = topic_of(request.turns, index)
    choice = choose(topic.terms, topic.focus, index, request.domains)
    composed = _decline(request, topic, index) if choice is None else _answer(request, topic, choice, index)
    if request.misquotes and not composed.in_form:
        from pplx_notebook.demo.library.misquoting import misquoted

        composed = msgspec.structs.replace(composed, text=misquoted(composed.text, composed.results))
    text, complete = _limited(_stopped(composed.text, request.stops), request.limit_words)
    return msgspec.structs.replace(
        composed,
        text=text,
        complete=complete,
        queries=(" ".join(topic.terms) or request.turns[-1],),
        words_in=request.words_in,
    )


def _answer(request: DemoQuestion, topic: Topic, choice: Selection, index: Index) -> Composed:
    numbering = Numbering(request.domains)
    wanted = _extended(choice, index) if topic.length == "long" else choice.articles
    articles = [article for article in wanted if numbering.allowed(article)]
    parts = [
        part for article in articles for part in _article(article, topic, choice, numbering, len(articles))
    ]
    results = numbering.results([*articles, *choice.others])
    if request.schema:
        from pplx_notebook.demo.engine.forms import facts_of, form_text  # 2 ms, for the few that ask for one

        return Composed(
            text=form_text(request.schema, facts_of(articles)),
            results=results,
            related=_neighbours(articles, index),
            in_form=True,
        )
    return Composed(
        text="\n\n".join([*_notes_before(request, topic, choice), *parts, *_notes_after(request)]),
        results=results,
        related=_neighbours(articles, index),
    )


def _extended(choice: Selection, index: Index) -> tuple[Article, ...]:
    """A long answer goes on with the other matches and the neighbours of its articles, three in all."""
    names = (name for article in choice.articles for name in article.see if name in index.articles)
    more = (*choice.others, *(index.articles[name] for name in names))
    further = {article.name: article for article in more if article not in choice.articles}
    return (*choice.articles, *list(further.values())[: max(0, _LONG_ARTICLES - len(choice.articles))])


def _article(
    article: Article, topic: Topic, choice: Selection, numbering: Numbering, articles: int
) -> Iterator[str]:
    """The part of the answer one article gives, as Markdown blocks."""
    if articles > 1 and topic.length != "brief":
        yield f"## {article.title}"
    level = "###" if articles > 1 else "##"
    for passage in _selected(article, topic, choice, numbering, articles):
        if passage.heading and topic.length != "brief":
            yield f"{level} {passage.heading}"
        yield numbering.mark(article, passage.brief if topic.length == "brief" else passage.text)


def _selected(
    article: Article, topic: Topic, choice: Selection, numbering: Numbering, articles: int
) -> Sequence[Passage]:
    """The lead, then the passages that fit the question best, else those that follow in the article."""
    lead, *rest = numbering.allowed(article)
    if topic.length == "long":
        return [lead, *rest]
    scores = {
        passage: choice.focus.get((article.name, number), 0.0)
        for number, passage in enumerate(article.passages)
    }
    fitting = sorted((p for p in rest if scores[p] > 0), key=lambda p: scores[p], reverse=True)
    if topic.length == "brief":
        return [lead, *fitting[:1]]
    if articles > _OVERVIEW_ABOVE:
        return [lead]
    if articles > 1:
        return [lead, *(fitting or rest)[:1]]
    return [lead, *(fitting[:2] or rest[:3])]


def _notes_before(request: DemoQuestion, topic: Topic, choice: Selection) -> Iterator[str]:
    if request.set_aside:
        yield f"*The demo reads text only; set aside: {', '.join(request.set_aside)}.*"
    if topic.slips:
        yield f"*Taken as: {', '.join(topic.slips.values())}.*"
    if choice.missing:
        yield f"*The library has nothing on “{' '.join(choice.missing)}”; this is the nearest it has.*"


def _notes_after(request: DemoQuestion) -> Iterator[str]:
    if request.recency:
        yield "*The pages of this library mostly carry no date; the recency filter was not applied.*"


def _neighbours(articles: Sequence[Article], index: Index) -> tuple[str, ...]:
    used = {article.name for article in articles}
    names = dict.fromkeys(name for article in articles for name in article.see)
    return tuple(index.articles[name].question for name in names if name in index.articles.keys() - used)[
        :_RELATED
    ]


def _decline(request: DemoQuestion, topic: Topic, index: Index) -> Composed:
    by_subject: dict[str, list[Article]] = {}
    for article in index.articles.values():
        by_subject.setdefault(article.subject, []).append(article)
    lines = [f"- **{name}**: {', '.join(a.title for a in articles)}" for name, articles in by_subject.items()]
    sentence = _refusal(request, topic, len(index.articles))
    if request.schema:
        from pplx_notebook.demo.engine.forms import form_text

        declined = sentence.partition(" Ask it")[0]
        return Composed(text=form_text(request.schema, (), declined), in_form=True)
    return Composed(
        text="\n".join([sentence, "", *sorted(lines)]),
        related=tuple(articles[0].question for articles in by_subject.values())[:_RELATED],
    )


def _refusal(request: DemoQuestion, topic: Topic, articles: int) -> str:
    """What a student understands who has never heard of an engine: what this is, and what to ask it."""
    offline = f"it works offline, from {articles} short articles, and searches no web"
    if not topic.terms:
        return f"This is the demo: {offline}. Ask it about one of these topics:"
    what = "nothing from the sites you named" if request.domains else "no article on your question"
    return f"The demo has {what}: {offline}. Ask it about one of these topics:"


def _stopped(text: str, stops: Sequence[str]) -> str:
    """The text up to the first stop sequence, which is left out."""
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    return text[: min(places)] if places else text


def _limited(text: str, limit_words: int | None) -> tuple[str, bool]:
    """The first ``limit_words`` words, and whether that is all."""
    ends = [match.end() for match in re.finditer(r"\S+", text)] if limit_words is not None else []
    if limit_words is None or len(ends) <= limit_words:
        return text, True
    return text[: ends[limit_words - 1]], False
