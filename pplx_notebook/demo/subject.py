"""What a conversation asks for now, and which articles have it.

Rules:

- A follow-up ("and its history?") is searched together with the subject of the turns before it; a new
  subject ("and photosynthesis?") is not.
- Articles are joined only when each brings a word of the question in its title or aliases.
- Below ``ENOUGH`` coverage the honest answer is that the library has none, and so it is when the only
  match is one word somewhere in a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from pplx_notebook.demo.articles import Article
from pplx_notebook.demo.search import IN_TITLE, Found, Hit, Index
from pplx_notebook.demo.words import is_light, terms_of

ENOUGH = 0.58  # tests/cases/demo/questions.txt and unanswerable.txt are told apart by it, without exception
_WORTH_LISTING = 0.4
_MOST_ARTICLES = 3

_PRONOUN = re.compile(
    r"\b(it|its|itself|they|them|their|this|that|these|those|he|him|his|she|her)\b", re.IGNORECASE
)
_BRIEF = re.compile(
    r"\b(briefly|brief|in short|short answer|(one|a single) (sentence|line)|in a nutshell)\b", re.IGNORECASE
)
_LONG = re.compile(
    r"\b(in (full|great|more)? ?(detail|depth)|detailed|essay|long|at length|everything|comprehensive"
    r"|thorough(ly)?|tell me more)\b",
    re.IGNORECASE,
)

Length: TypeAlias = Literal["brief", "normal", "long"]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """``terms`` to search for; ``focus``: the words of the last turn alone; ``slips``: mended words."""

    terms: tuple[str, ...]
    focus: tuple[str, ...]
    length: Length
    slips: Mapping[str, str]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The articles an answer rests on, ``others`` that matched too, and what they lack.

    ``focus`` says for each (article, passage) how well it has what the last turn asks beyond the title.
    """

    articles: tuple[Article, ...]
    others: tuple[Article, ...]
    focus: dict[tuple[str, int], float]
    missing: tuple[str, ...]


def subject_of(turns: tuple[str, ...], index: Index) -> Subject:
    """The subject of the last turn, with the help of those before it."""
    slips = {term: index.respelled(term) for term in terms_of(turns[-1])}
    own = tuple(dict.fromkeys(slips.values()))
    before = subject_of(turns[:-1], index).terms if _needs_context(turns, own, index) else ()
    known = (term for term in before if not is_light(term) and index.names(term))
    return Subject(
        terms=tuple(dict.fromkeys((*known, *own))),
        focus=own,
        length=_length(turns[-1]),
        slips={term: word for term, word in slips.items() if term != word},
    )


def _needs_context(turns: tuple[str, ...], terms: tuple[str, ...], index: Index) -> bool:
    if len(turns) < 2:
        return False
    return bool(_PRONOUN.search(turns[-1])) or choose(terms, terms, index) is None


def _length(question: str) -> Length:
    if _BRIEF.search(question):
        return "brief"
    return "long" if _LONG.search(question) else "normal"


def choose(
    terms: tuple[str, ...], focus: tuple[str, ...], index: Index, domains: tuple[str, ...] = ()
) -> Choice | None:
    """The articles for ``terms`` from sources of the allowed ``domains``, None when the library has none."""
    found = index.search(terms)
    allowed = {name for name, article in index.articles.items() if _has_source(article, domains)}
    names, places = _join([hit for hit in found.hits if hit.article in allowed])
    if found.coverage(places) < ENOUGH or _is_passing_mention(places):
        return None
    others = dict.fromkeys(
        h.article for h in found.hits if h.coverage >= _WORTH_LISTING and h.article in allowed
    )
    asked = focus if all(map(is_light, focus)) else [term for term in terms if not is_light(term)]
    return Choice(
        articles=tuple(index.articles[name] for name in _in_order(names, terms, index)),
        others=tuple(index.articles[name] for name in others if name not in names)[:2],
        focus=_focus(index.search(focus)),
        missing=tuple(term for term in asked if not index.names(term) & set(names)),
    )


def _join(hits: list[Hit]) -> tuple[list[str], dict[str, float]]:
    """The best article and those that add a word by their titles; the places all of them offer together."""
    names: list[str] = []
    places: dict[str, float] = {}
    for hit in hits:
        adds = any(
            value == IN_TITLE > places.get(term, 0.0)
            for term, value in hit.places.items()
            if not is_light(term)
        )
        if not names or (adds and hit.article not in names and len(names) < _MOST_ARTICLES):
            names.append(hit.article)
            places = {
                term: max(places.get(term, 0.0), hit.places.get(term, 0.0)) for term in {*places, *hit.places}
            }
    return names, places


def _in_order(names: list[str], terms: tuple[str, ...], index: Index) -> list[str]:
    """The articles in the order in which the question names them."""
    first = {name: number for number, term in reversed([*enumerate(terms)]) for name in index.names(term)}
    return sorted(names, key=lambda name: first[name])


def _is_passing_mention(places: Mapping[str, float]) -> bool:
    """True for a single word that stands in no title: the library speaks of something else there."""
    heavy = [value for term, value in places.items() if not is_light(term)]
    return len(heavy) == 1 and heavy[0] < IN_TITLE


def _focus(found: Found) -> dict[tuple[str, int], float]:
    scores = {}
    for hit in found.hits:
        beyond_title = (found.weights[term] * value for term, value in hit.places.items() if value < IN_TITLE)
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
