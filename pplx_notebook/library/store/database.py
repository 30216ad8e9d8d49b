"""The file, opened: made where there is none, brought up to date, replaced where it is broken.

Rules of this file: WAL, so that who reads never waits for who writes; every change is a short transaction
that begins as a writer (``BEGIN IMMEDIATE``), so that none fails halfway; ``synchronous=NORMAL``: what was
written survives the end of the process, ``kill -9`` too, and the last moments before a loss of power may be
missing, never the rest; what is deleted is overwritten (``secure_delete``).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pplx_notebook.library.store import place, tables
from pplx_notebook.library.store.faults import NEWER, NOT_OURS, MovedAside, StoreFault, fault_of, move_aside
from pplx_notebook.processes import IN_BROWSER

BUSY_S = 5.0  # how long a writer waits for others
_AGAIN_S = 0.02
# pages of a browser share no memory; what one keeps is all of a write or nothing (browser.kept_folder)
JOURNAL = "MEMORY" if IN_BROWSER else "WAL"


def open_store(path: Path) -> tuple[sqlite3.Connection, MovedAside | None]:
    """The file ready to be written, and the broken one it replaces; StoreFault where it is out of reach."""
    moved: MovedAside | None = None
    for _ in range(3):  # of several processes one moves it, the others try again
        try:
            seen = path.lstat()
        except OSError:
            seen = None
        try:
            return _opened(path), moved
        except (sqlite3.Error, OSError, StoreFault) as problem:
            fault = fault_of(problem)
            if not fault.broken:
                raise fault from None
        try:
            moved = move_aside(path, fault.why, seen) or moved
        except OSError as problem:
            raise StoreFault(f"{fault.why}, and it cannot be moved: {problem.strerror}") from None
    raise StoreFault("it cannot be opened")


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for a look at it. StoreFault where it cannot be read; FileNotFoundError where there is
    none."""
    if not path.is_file() or not path.stat().st_size:
        raise FileNotFoundError(path)
    try:
        with closing(_connected(path)) as db:
            if _is_new(db):  # somebody is making it
                raise FileNotFoundError(path)
            _check(db)
            yield db
    except FileNotFoundError:
        raise
    except (sqlite3.Error, OSError) as problem:
        raise fault_of(problem) from None


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is done in it, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        if db.in_transaction:  # SQLite has ended it itself when the disk is full
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _opened(path: Path) -> sqlite3.Connection:
    if (path.exists() or path.is_symlink()) and not path.is_file():
        raise StoreFault("something else is in its place", broken=True)
    place.make(path)
    db = _connected(path)
    try:
        _into_wal(db)
        if not _is_new(db):
            _check(db)
        tables.bring_up(db)
        _check(db)
    except BaseException:
        db.close()
        raise
    return db


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA secure_delete = ON")
    except BaseException:
        db.close()
        raise
    return db


def _into_wal(db: sqlite3.Connection) -> None:
    """The change itself does not wait for others, so we do."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            db.execute(f"PRAGMA journal_mode = {JOURNAL}")
            return
        except sqlite3.OperationalError as problem:
            if not fault_of(problem).waits or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_S)


def _is_new(db: sqlite3.Connection) -> bool:
    """Whether there is nothing in it yet."""
    return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _check(db: sqlite3.Connection) -> None:
    """StoreFault for a file of somebody else, of a newer version, or one that lacks a table."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if application != tables.APPLICATION:
        raise StoreFault(NOT_OURS, broken=True)
    if version > tables.VERSION:
        raise StoreFault(NEWER)
    if version == tables.VERSION:
        db.execute(f"SELECT id, {', '.join(tables.COLUMNS)} FROM answers LIMIT 1").fetchone()  # noqa: S608  # our own names
        db.execute("SELECT rowid FROM words LIMIT 1").fetchone()
