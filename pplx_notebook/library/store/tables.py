"""What is in the file, and how an older one becomes it.

Rules of this file: ``PRAGMA user_version`` counts the steps that were taken; a step is never changed once it
was released, a new one goes behind it; ``words`` (FTS5) holds each answer that is over, and triggers keep it
so; numbers of answers are never given twice, for notebooks name them.
"""

from __future__ import annotations

import sqlite3

APPLICATION = 0x70706C78  # "pplx": whose file it is

_FIRST = """
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,              -- when it was asked: UTC, ISO 8601 with milliseconds
    day TEXT NOT NULL,             -- the same as a day of the reader's clock
    written_s REAL NOT NULL,       -- when this row was written, seconds since 1970
    writer TEXT NOT NULL,          -- who is still writing it, "" when it is over
    session TEXT NOT NULL,
    thread TEXT NOT NULL,
    study TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    cost_usd REAL,                 -- NULL where the server did not say
    request TEXT NOT NULL,         -- sha256 of what was sent and where, "" where no cache may have it
    kept_until_s REAL,             -- NULL: history; else kept for the cache alone, until then
    prompt TEXT NOT NULL,
    text TEXT NOT NULL,
    pages TEXT NOT NULL,           -- titles and hosts of its sources, to be found by
    rest BLOB NOT NULL,            -- the saved form without prompt and text, JSON
    is_over INTEGER NOT NULL
);
CREATE INDEX answers_day ON answers (day);
CREATE INDEX answers_at ON answers (at);
CREATE INDEX answers_thread ON answers (thread) WHERE thread <> '';
CREATE INDEX answers_request ON answers (request, id) WHERE request <> '';
CREATE INDEX answers_under_way ON answers (id) WHERE NOT is_over;
CREATE VIRTUAL TABLE words USING fts5 (
    prompt, text, pages, content='answers', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER answers_begun AFTER INSERT ON answers WHEN new.is_over BEGIN
    INSERT INTO words (rowid, prompt, text, pages) VALUES (new.id, new.prompt, new.text, new.pages);
END;
CREATE TRIGGER answers_ended AFTER UPDATE ON answers WHEN new.is_over BEGIN
    INSERT INTO words (rowid, prompt, text, pages) VALUES (new.id, new.prompt, new.text, new.pages);
END;
CREATE TRIGGER answers_changed BEFORE UPDATE ON answers WHEN old.is_over BEGIN
    INSERT INTO words (words, rowid, prompt, text, pages)
    VALUES ('delete', old.id, old.prompt, old.text, old.pages);
END;
CREATE TRIGGER answers_forgotten BEFORE DELETE ON answers WHEN old.is_over BEGIN
    INSERT INTO words (words, rowid, prompt, text, pages)
    VALUES ('delete', old.id, old.prompt, old.text, old.pages);
END;
"""
_PAGES = """
CREATE TABLE pages (               -- texts of cited pages, fetched for a check (``library.kept_pages``)
    url TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    fetched_s REAL NOT NULL        -- seconds since 1970
) WITHOUT ROWID;
"""
_STUDIES = """
ALTER TABLE answers ADD COLUMN question TEXT NOT NULL DEFAULT '';  -- what names it in its study
CREATE INDEX answers_study ON answers (study, id) WHERE study <> '';
"""
STEPS = (_FIRST, _STUDIES, _PAGES)
VERSION = len(STEPS)
COLUMNS = (
    *("at", "day", "written_s", "writer", "session", "thread", "study", "provider", "model", "status"),
    *("cost_usd", "request", "kept_until_s", "prompt", "text", "pages", "rest", "is_over"),
    "question",
)


def bring_up(db: sqlite3.Connection) -> None:
    """Take the steps a file lacks, all or none; of several processes one takes them."""
    if _version(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(db), VERSION):
            for statement in _statements(STEPS[number]):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number + 1}")
        db.execute(f"PRAGMA application_id = {APPLICATION}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> list[str]:
    """The statements of a script; ``executescript`` would commit what is open."""
    found, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            found.append(begun.strip())
            begun = ""
    return found
