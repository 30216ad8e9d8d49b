"""Full-text search over the library: SQLite's FTS5, in memory, built on first use.

FTS5 finds (with the Porter stemmer) and ranks (bm25, title before aliases before headings before text).
A passage's *coverage* is the share of the question's words it has: rare words weigh more, and a word
counts fully in the article's title or aliases, for less in a heading or in the text alone. Words the
library does not know are the rarest of all, so "the price of bitcoin" is not covered by an article on
prices.
"""

from __future__ import annotations

import functools
import math
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from pplx_notebook.demo.library.articles import REFERENCE, Article, load_library
from pplx_notebook.demo.library.words import WORD, is_light

IN_TITLE, IN_ALIASES, IN_HEADING, IN_TEXT = 1.0, 0.98, 0.8, 0.6
_OWN = {"text": IN_TEXT, "heading": IN_HEADING}  # columns of the passage, the best last
_SHARED = {"aliases": IN_ALIASES, "title": IN_TITLE}  # columns it shares with its whole article
_LIGHT_WEIGHT = 0.2


class Hit(msgspec.Struct, frozen=True):
    """One passage that has some of the words.

    ``places`` says for each word how much its best place counts (``IN_TITLE`` …, absent: not there),
    ``own`` the same for the passage's own heading and text. ``coverage`` is the weighted share of heavy
    words (0 to 1), ``rank`` is bm25 (more is better).
    """

    article: str
    passage: int
    places: dict[str, float]
    own: dict[str, float]
    coverage: float
    rank: float


class Found(msgspec.Struct, frozen=True):
    """The passages, best first, and what each word of the question weighs."""

    hits: list[Hit]
    weights: dict[str, float]

    def coverage(self, places: Mapping[str, float]) -> float:
        """The weighted share of the question's heavy words that stand in ``places``, 0 to 1."""
        return _coverage(self.weights, places)


def _coverage(weights: Mapping[str, float], places: Mapping[str, float]) -> float:
    heavy = {term: weight for term, weight in weights.items() if not is_light(term)}
    total = sum(heavy.values())
    return sum(weight * places.get(term, 0.0) for term, weight in heavy.items()) / total if total else 0.0


def _at(row: int, places: Mapping[str, Mapping[int, float]]) -> dict[str, float]:
    return {term: rows[row] for term, rows in places.items() if row in rows}


class Index:
    """The searchable library. Thread-safe; nothing is read or built before it is needed."""

    def __init__(self, articles: Mapping[str, Article] | None = None) -> None:
        self._given = articles
        self._lock = threading.RLock()

    @functools.cached_property
    def articles(self) -> Mapping[str, Article]:
        """The articles by name."""
        return load_library() if self._given is None else self._given

    def search(self, terms: Sequence[str]) -> Found:
        """All passages that have at least one of ``terms``, best covered first."""
        with self._lock:
            own = {term: self._rows_with(term, _OWN) for term in terms}
            best = {term: {**own[term], **self._rows_with(term, _SHARED)} for term in terms}
            ranks = self._ranks(terms)
        weights = {term: self._weight(term, best[term]) for term in terms}
        hits = []
        for row, rank in ranks.items():
            places, own_places = _at(row, best), _at(row, own)
            coverage = _coverage(weights, places)
            hits.append(Hit(*self._passages[row], places, own_places, coverage, rank))
        return Found(sorted(hits, key=lambda hit: (hit.coverage, hit.rank), reverse=True), weights)

    def names(self, term: str) -> set[str]:
        """The articles that have ``term`` anywhere."""
        with self._lock:
            return {self._passages[row][0] for row in self._rows_with(term, _OWN | _SHARED)}

    def respelled(self, term: str) -> str:
        """``term``, or the title word it is probably a slip of when the library does not know it."""
        if len(term) < 5 or self.names(term):
            return term
        import difflib  # for a slip only

        return next(iter(difflib.get_close_matches(term, self._title_words, n=1, cutoff=0.84)), term)

    def _weight(self, term: str, rows: Mapping[int, float]) -> float:
        if is_light(term):
            return _LIGHT_WEIGHT
        articles = len({self._passages[row][0] for row in rows}) or 0.5
        return math.log(1 + len(self.articles) / articles)

    def _rows_with(self, term: str, columns: Mapping[str, float]) -> dict[int, float]:
        """Passages that have a word in one of the columns -> how much the best of them counts."""
        rows: dict[int, float] = {}
        for column, value in columns.items():
            match = f'{column} : "{term}"'
            found = self._database.execute("SELECT rowid FROM passages WHERE passages MATCH ?", (match,))
            rows.update((row, value) for (row,) in found)
        return rows

    def _ranks(self, terms: Iterable[str]) -> dict[int, float]:
        match = " OR ".join(f'"{term}"' for term in terms)
        if not match:
            return {}
        # One weight for each column; FTS5's bm25 is smaller for better rows.
        statement = "SELECT rowid, -bm25(passages, 8, 4, 3, 1) FROM passages WHERE passages MATCH ?"
        return dict(self._database.execute(statement, (match,)).fetchall())

    @functools.cached_property
    def _passages(self) -> list[tuple[str, int]]:
        return [(a.name, number) for a in self.articles.values() for number in range(len(a.passages))]

    @functools.cached_property
    def _title_words(self) -> list[str]:
        texts = (f"{article.title} {article.aliases}" for article in self.articles.values())
        return sorted({word.lower() for text in texts for word in WORD.findall(text)})

    @functools.cached_property
    def _database(self) -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", check_same_thread=False)  # every use holds the lock
        weakref.finalize(self, database.close)
        try:
            database.execute(
                "CREATE VIRTUAL TABLE passages USING fts5(title, aliases, heading, text,"
                " tokenize='porter unicode61 remove_diacritics 2')"
            )
        except sqlite3.OperationalError as problem:
            raise SearchUnavailable(
                f"the demo engine needs SQLite with FTS5, which this Python's {sqlite3.sqlite_version} lacks:"
                " use another Python build, or a key and --provider perplexity"
            ) from problem
        rows = ((row, *self._columns(*place)) for row, place in enumerate(self._passages))
        database.executemany(
            "INSERT INTO passages(rowid, title, aliases, heading, text) VALUES (?, ?, ?, ?, ?)", rows
        )
        return database

    def _columns(self, name: str, number: int) -> tuple[str, str, str, str]:
        article = self.articles[name]
        passage = article.passages[number]
        return article.title, article.aliases, passage.heading, REFERENCE.sub("", passage.text)


class SearchUnavailable(RuntimeError):  # noqa: N818  (a condition of this Python, not a fault of the caller)
    """This Python's SQLite was built without FTS5; the message says so in one line."""
