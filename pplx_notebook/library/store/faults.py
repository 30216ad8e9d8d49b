"""What can be wrong with the file, in words, and what is done then.

Rules of this file: a file that is broken (no database, truncated, a table missing, a folder in its place) is
moved aside, never deleted, and a new one begins; one that is only out of reach (locked, read-only, no space,
written by a newer version) stays as it is, and nothing is kept meanwhile. Neither touches an answer.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from pplx_notebook.errors import printable
from pplx_notebook.library.store.place import BESIDE

NEWER = "it was written by a newer version of pplx-notebook: update this one"
NOT_OURS = "it is another program's database"
_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_WORDS = {
    sqlite3.SQLITE_NOTADB: "it is no database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it cannot be written",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk fails",
}


class StoreFault(Exception):  # noqa: N818  # of a file, not of whoever calls
    """The history cannot be used, and why, in words. ``broken``: the file itself is; ``waits``: it may come
    back by itself in a moment."""

    def __init__(self, why: str, *, broken: bool = False, waits: bool = False) -> None:
        super().__init__(why)
        self.why, self.broken, self.waits = why, broken, waits


class MovedAside(msgspec.Struct, frozen=True):
    """A broken file that a new one replaces: where it is now, and what was wrong with it."""

    path: Path
    why: str

    @property
    def line(self) -> str:
        """What the reader is told."""
        return f"the history could not be read ({self.why}): a new one begins, it is {self.path.name} now"


def fault_of(problem: sqlite3.Error | OSError | StoreFault) -> StoreFault:
    """What an error of SQLite or of the system means."""
    if isinstance(problem, StoreFault):
        return problem
    if isinstance(problem, OSError):
        return StoreFault(problem.strerror or type(problem).__name__)
    code = getattr(problem, "sqlite_errorcode", None)
    code = code & 0xFF if isinstance(code, int) else None
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreFault(_WORDS[code], waits=True)
    if code in _WORDS:
        return StoreFault(_WORDS[code], broken=code in _BROKEN)
    said = str(problem)
    if "no such table" in said or "no such column" in said or "has no column" in said:
        return StoreFault("a table is missing", broken=True)
    return StoreFault(printable(said)[:80])


def move_aside(path: Path, why: str, seen: os.stat_result | None) -> MovedAside | None:
    """Rename a broken file and what SQLite keeps beside it; None where somebody did so meanwhile. ``seen`` is
    the file that was tried. Raises OSError where it cannot be."""
    now = _stat(path)
    if now is None or (seen is not None and (now.st_ino, now.st_dev) != (seen.st_ino, seen.st_dev)):
        return None
    aside = path.with_name(
        f"{path.stem}.broken-{time.strftime('%Y-%m-%d-%H%M%S')}-{os.getpid()}{path.suffix}"
    )
    path.rename(aside)
    for ending in BESIDE:
        with suppress(OSError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return MovedAside(aside, why)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None
