"""Which articles answer a question, and whether the library has an answer at all.

Rules:

- A question that names a subject of the library and nothing else gets all articles of the subject.
- Articles are joined only when each brings a word of the question by its title or aliases.
- Below ``ENOUGH`` coverage the honest answer is that the library has none, and so it is when no title or
  alias has a word of the question: the library only mentions it in passing then.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from pplx_notebook.demo.library.articles import Article
from pplx_notebook.demo.library.search import IN_ALIASES, IN_TEXT, IN_TITLE, Found, Hit, Index
from pplx_notebook.demo.library.words import is_light, terms_of

ENOUGH = 0.52  # tests/cases/demo/questions.txt and unanswerable.txt are told apart by it, without exception
_WORTH_LISTING = 0.4
_MOST_ARTICLES = 3


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The articles an answer rests on, ``others`` that matched too, and what they lack.

    ``focus`` says for each (article, passage) how well it has what the last turn asks beyond the title.
    """

    articles: tuple[Article, ...]
    others: tuple[Article, ...]
    focus: dict[tuple[str, int], float]
    missing: tuple[str, ...]


def choose(
    terms: tuple[str, ...], focus: tuple[str, ...], index: Index, domains: tuple[str, ...] = ()
) -> Selection | None:
    """The articles for ``terms`` from sources of the allowed ``domains``, None when the library has none."""
    whole = _whole_subject(terms, index, domains)
    if whole:
        return Selection(articles=whole, others=(), focus={}, missing=())
    found = index.search(terms)
    hits = [hit for hit in found.hits if _has_source(index.articles[hit.article], domains)]
    joined = _join(hits, {name: article.title for name, article in index.articles.items()})
    if found.coverage(_together(joined)) < ENOUGH or not any(_titled(hit) for hit in joined):
        return None
    names = [hit.article for hit in sorted(joined, key=lambda hit: _first_named(hit, terms))]
    others = dict.fromkeys(hit.article for hit in hits if hit.coverage >= _WORTH_LISTING)
    asked = focus if all(map(is_light, focus)) else [term for term in terms if not is_light(term)]
    return Selection(
        articles=tuple(index.articles[name] for name in names),
        others=tuple(index.articles[name] for name in others if name not in names)[:2],
        focus=_focus(index.search(focus)),
        missing=tuple(term for term in asked if not index.names(term) & set(names)),
    )


def _whole_subject(terms: tuple[str, ...], index: Index, domains: tuple[str, ...]) -> tuple[Article, ...]:
    """All articles of a subject when the question names nothing else: "What is astronomy about?"."""
    subject = " ".join(terms)
    articles = (a for a in index.articles.values() if a.subject.lower().removeprefix("the ") == subject)
    return tuple(article for article in articles if _has_source(article, domains))


def _join(hits: list[Hit], titles: Mapping[str, str]) -> list[Hit]:
    """The best hit, and the best of each further article that adds a word by its title."""
    joined = hits[:1]
    for hit in hits:
        if len(joined) < _MOST_ARTICLES and _adds(hit, _together(joined), titles[hit.article]):
            joined.append(hit)
    return joined


def _adds(hit: Hit, places: Mapping[str, float], title: str) -> bool:
    """True when the question names its whole title, or a word that is nowhere else."""
    named = [term for term, place in hit.places.items() if place == IN_TITLE]
    enough = IN_ALIASES if len(named) >= len(terms_of(title)) else IN_TEXT
    return any(places.get(term, 0.0) < enough for term in _titled(hit))


def _titled(hit: Hit) -> set[str]:
    """The heavy words the article's title and aliases have."""
    return {term for term, place in hit.places.items() if place >= IN_ALIASES and not is_light(term)}


def _first_named(hit: Hit, terms: tuple[str, ...]) -> int:
    """Where in the question the article is named."""
    return min(map(terms.index, _titled(hit) or hit.places))


def _together(hits: list[Hit]) -> dict[str, float]:
    """The best place each word has in any of the hits."""
    places = [item for hit in hits for item in hit.places.items()]
    return dict(sorted(places, key=lambda item: item[1]))  # of equal words the last, best one stays


def _focus(found: Found) -> dict[tuple[str, int], float]:
    scores = {}
    for hit in found.hits:
        beyond_title = (
            found.weights[term] * value for term, value in hit.own.items() if hit.places[term] < IN_TITLE
        )
        scores[hit.article, hit.passage] = sum(beyond_title)
    return scores


def is_allowed(url: str, domains: tuple[str, ...]) -> bool:
    """Whether an address passes the API's domain filter: a list of domains, or of ``-domain`` to deny."""
    host = urlsplit(url).hostname or ""
    named = any(
        host == name or host.endswith(f".{name}") for name in (d.removeprefix("-").lower() for d in domains)
    )
    return named != domains[0].startswith("-") if domains else True


def _has_source(article: Article, domains: tuple[str, ...]) -> bool:
    return any(is_allowed(source.url, domains) for source in article.sources.values())
