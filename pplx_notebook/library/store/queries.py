"""What is read from the file: answers by words, number, thread or request, and what they cost.

Rules of this file: an answer is found that has all words, in its question, its text or the titles and hosts
of its sources, small or capital, with accents or without; ``"two words"`` stand side by side, ``fus*`` begins
a word, ``-word`` is not in it; no other sign means anything. Chinese, Japanese and Thai have no spaces: there
a word is found by its beginning.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store.rows import FIELDS, KeptAnswer, kept_of
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import Turn

By = Literal["day", "thread", "study", "model", "provider", "session"]
MOST_CHARACTERS = 1_000
LEAST_BEGINNING = 2  # letters; of 100,000 answers one letter begins words in all, which takes 100 ms
_WORD = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
MOST_TURNS = 200  # of a conversation that is gone back
_KEPT = f"SELECT {FIELDS} FROM answers WHERE kept_until_s IS NULL"  # noqa: S608  # our own names
_LATEST = f"{_KEPT} ORDER BY id DESC LIMIT ?"
_OF_ANSWERS = ", ".join(f"answers.{name}" for name in FIELDS.split(", "))
_FOUND = f"""SELECT {_OF_ANSWERS} FROM words JOIN answers ON answers.id = words.rowid
    WHERE words MATCH ? AND kept_until_s IS NULL ORDER BY words.rowid DESC LIMIT ?"""  # noqa: S608


class Spent(msgspec.Struct, frozen=True):
    """What some answers cost: the day, thread … they have in ``name`` ("" for none), how many ``answers``,
    ``cost_usd`` (None where no server said), ``unknown`` of them without a cost."""

    name: str
    answers: int
    cost_usd: float | None
    unknown: int


def query_of(words: str) -> str:
    """The query; "" for no words. UsageProblem for words that can find nothing."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _WORD.findall(words[:MOST_CHARACTERS]):
        term = _term(phrase or word)
        if term:
            (unwanted if minus else wanted).append(term)
    if unwanted and not wanted:
        raise UsageProblem("a search needs a word that is there, too: fusion -tokamak.")
    if words.strip() and not wanted:
        raise UsageProblem("a search needs letters or digits.")
    return " NOT ".join((" AND ".join(wanted), *unwanted)) if wanted else ""


def _term(text: str) -> str:
    """One word or phrase, quoted: none of its signs is an operator."""
    bare = text.rstrip("*").replace('"', " ").replace("\0", " ")
    if not any(character.isalnum() for character in bare):
        return ""
    begins = (text.endswith("*") and len(bare) >= LEAST_BEGINNING) or _NO_SPACES.search(bare)
    return f'"{bare}"{"*" if begins else ""}'


def found(db: sqlite3.Connection, query: str, limit: int) -> tuple[KeptAnswer, ...]:
    """The answers a query finds, or the last ones; newest first."""
    rows = _rows(db, _FOUND, query, limit) if query else _rows(db, _LATEST, limit)
    return tuple(kept for row in rows if (kept := kept_of(row)) is not None)


def numbered(db: sqlite3.Connection, number: int) -> KeptAnswer | None:
    """One answer with the turns before it, as far as they are kept, so that it can be gone on from."""
    row = next(_rows(db, f"{_KEPT} AND id = ?", number), None)
    kept = kept_of(row) if row is not None else None
    return replace(kept, answer=_with_earlier(db, kept.answer)) if kept is not None else None


def everything(db: sqlite3.Connection) -> Iterator[KeptAnswer]:
    """All answers, oldest first, one after the other."""
    return (kept for row in _rows(db, f"{_KEPT} ORDER BY id") if (kept := kept_of(row)) is not None)


def of_request(db: sqlite3.Connection, request: str, at_most_s: float) -> tuple[Answer, float] | None:
    """The last whole answer to the same request that is not older, and its age in seconds."""
    wanted = f"SELECT {FIELDS}, written_s FROM answers WHERE request = ? AND is_over ORDER BY id DESC LIMIT 1"  # noqa: S608
    for row in _rows(db, wanted, request):
        kept, age_s = kept_of(row), time.time() - row["written_s"]
        if kept is not None and kept.answer.status == "done" and age_s <= at_most_s:
            return kept.answer, max(0.0, age_s)
    return None


class StudyEnd(msgspec.Struct, frozen=True):
    """How a question of a study ended: the number of its answer, what names the question ("" where it is not
    whole), its cost."""

    id: int
    question: str
    status: str
    cost_usd: float | None


def of_study(db: sqlite3.Connection, study: str) -> list[StudyEnd]:
    """What came of a study's questions so far, oldest first."""
    wanted = "SELECT id, question, status, cost_usd FROM answers WHERE study = ? AND study <> ''"
    rows = db.execute(f"{wanted} AND is_over AND kept_until_s IS NULL ORDER BY id", (study,))
    return [StudyEnd(*row) for row in rows]


def in_threads(db: sqlite3.Connection) -> Iterator[KeptAnswer]:
    """The answers that were asked in a thread, oldest first."""
    return (
        kept
        for row in _rows(db, f"{_KEPT} AND thread <> '' AND is_over ORDER BY id")
        if (kept := kept_of(row)) is not None
    )


def spent(db: sqlite3.Connection, by: By) -> tuple[Spent, ...]:
    """What was spent, newest first. UsageProblem for what nobody counts by."""
    if by not in get_args(By):
        raise UsageProblem(f"costs are told by {', '.join(get_args(By))}.")
    rows = db.execute(
        f"SELECT {by}, count(*), sum(cost_usd), count(*) - count(cost_usd) FROM answers"  # noqa: S608  # one of By
        f" GROUP BY {by} ORDER BY max(id) DESC"
    )
    return tuple(Spent(*row) for row in rows)


def spent_on(db: sqlite3.Connection, day: str) -> float:
    """US dollars of one day."""
    (cost,) = db.execute("SELECT sum(cost_usd) FROM answers WHERE day = ?", (day,)).fetchone()
    return float(cost or 0.0)


def count(db: sqlite3.Connection) -> int:
    """How many answers the history has."""
    return int(db.execute("SELECT count(*) FROM answers WHERE kept_until_s IS NULL").fetchone()[0])


def _with_earlier(db: sqlite3.Connection, answer: Answer) -> Answer:
    """The answer behind the turns that it went on from."""
    turns: list[Turn] = []
    before = answer
    while (at := before.asked.continues if before.asked is not None else "") and len(turns) < 2 * MOST_TURNS:
        row = next(_rows(db, f"{_KEPT} AND at = ? AND at < ? LIMIT 1", at, before.asked.at), None)  # type: ignore[union-attr]  # it has continues
        kept = kept_of(row) if row is not None else None
        if kept is None:
            break
        before = kept.answer
        turns[:0] = (Turn("user", before.prompt), Turn("assistant", before.text))
    return replace(answer, earlier=tuple(turns))


def _rows(db: sqlite3.Connection, statement: str, *values: object) -> Iterator[sqlite3.Row]:
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return iter(cursor.execute(statement, values))
