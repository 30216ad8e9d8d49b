"""Forgetting, and the rows whose writer is gone.

Rules of this file: what is forgotten is gone from the file: its row is overwritten, its words leave the index
and the log of the last changes is emptied.
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store.database import transaction
from pplx_notebook.library.store.rows import is_gone
from pplx_notebook.spans import seconds_of

AT_ONCE = 500
WHAT = "forget takes an answer's number, all, or older than 30d."


class ToForget(NamedTuple):
    """What is to be forgotten, as a condition and its values."""

    condition: str
    values: tuple[object, ...] = ()


EVERYTHING = ToForget("1")


def to_forget(what: object) -> ToForget:
    """``12``, ``"all"``, ``"older than 30d"`` or a timedelta; UsageProblem for anything else."""
    if isinstance(what, timedelta):
        return _older(seconds_of("forget", what))
    if isinstance(what, int) and not isinstance(what, bool):
        return ToForget("id = ?", (what,))
    words = what.strip().lower() if isinstance(what, str) else ""
    if words.isascii() and words.isdigit():
        return ToForget("id = ?", (int(words),))
    if words == "all":
        return EVERYTHING
    if span := re.fullmatch(r"older(?:[ -]than)?\s+(\S+(?: [a-z]+)?)", words):
        return _older(seconds_of("older than", span[1]))
    raise UsageProblem(WHAT)


def _older(seconds: float) -> ToForget:
    try:
        moment = datetime.now(UTC) - timedelta(seconds=seconds)
    except OverflowError:
        moment = datetime(1970, 1, 1, tzinfo=UTC)
    return ToForget("at < ?", (moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),))


def forget(db: sqlite3.Connection, what: ToForget) -> int:
    """Delete, some at a time, so that others write meanwhile; how many answers it was."""
    some = f"DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE {what.condition} LIMIT {AT_ONCE})"  # noqa: S608  # ours, see above
    count = deleted = pages = 0
    if what == EVERYTHING:
        with transaction(db):
            pages = db.execute("DELETE FROM pages").rowcount  # ``library.kept_pages``
    while deleted == AT_ONCE or not count:
        with transaction(db):
            deleted = db.execute(some, what.values).rowcount
        count += deleted
        if not deleted:
            break
    if count or pages:
        db.execute("INSERT INTO words (words) VALUES ('optimize')")  # its words stay in the index else
        if what == EVERYTHING:
            with suppress(sqlite3.OperationalError):  # others read it: it stays as large
                db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def settle(db: sqlite3.Connection) -> None:
    """What nobody writes any more is over: it was cut off."""
    rows = db.execute("SELECT id, writer, written_s FROM answers WHERE NOT is_over").fetchall()
    gone = [(number,) for number, writer, written_s in rows if is_gone(writer, written_s)]
    if gone:
        with transaction(db):
            db.executemany(
                "UPDATE answers SET status = 'cut off', is_over = 1, writer = ''"
                " WHERE id = ? AND NOT is_over",
                gone,
            )


def drop_outdated(db: sqlite3.Connection) -> None:
    """What was kept for the cache alone goes when its time is over."""
    now_s = time.time()
    if db.execute("SELECT 1 FROM answers WHERE kept_until_s < ? LIMIT 1", (now_s,)).fetchone():
        with transaction(db):
            db.execute("DELETE FROM answers WHERE kept_until_s < ?", (now_s,))
