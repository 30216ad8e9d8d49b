"""A backup's answers back into the history, and an answer as a line of an export."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.store.database import reading, transaction
from pplx_notebook.library.store.faults import StoreFault
from pplx_notebook.library.store.rows import KeptAnswer
from pplx_notebook.library.store.tables import COLUMNS
from pplx_notebook.protocol.saved import to_saved

AT_ONCE = 200  # answers in one transaction: others write meanwhile


def restore(db: sqlite3.Connection, backup: Path) -> int:
    """Take in what is not here: another time of asking, or another question. New numbers."""
    same = "SELECT 1 FROM answers WHERE at = ? AND prompt = ?"
    at, prompt = COLUMNS.index("at"), COLUMNS.index("prompt")
    count = 0
    try:
        with reading(backup) as old:
            there = {name for _, name, *_ in old.execute("PRAGMA table_info(answers)")}
            columns = [name for name in COLUMNS if name in there]  # of an older file fewer
            names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
            rows = old.execute(f"SELECT {names} FROM answers WHERE is_over ORDER BY id")  # noqa: S608  # our own names
            while some := rows.fetchmany(AT_ONCE):
                with transaction(db):
                    new = [row for row in some if not db.execute(same, (row[at], row[prompt])).fetchone()]
                    db.executemany(f"INSERT INTO answers ({names}) VALUES ({marks})", new)  # noqa: S608
                count += len(new)
    except FileNotFoundError:
        raise UsageProblem(f"there is no backup {printable(backup.name)}.") from None
    except StoreFault as fault:
        raise UsageProblem(f"{printable(backup.name)} is no backup of a history: {fault.why}.") from None
    return count


def line_of(kept: KeptAnswer) -> bytes:
    """A JSON line."""
    named = {"id": kept.id, "thread": kept.thread, "study": kept.study, "saved": to_saved(kept.answer)}
    return msgspec.json.encode({name: value for name, value in named.items() if value != ""}) + b"\n"
