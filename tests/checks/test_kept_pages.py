"""What a history keeps of the pages a check has fetched, for how long, and what leaves nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cited_bridge import HTML, LONG, WRONG, answer, checked
from served_pages import admitting, serving

from pplx_notebook.library.store import place, tables
from pplx_notebook.library.store.history import History


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(place, "may_keep", lambda: True)
    return tmp_path / "history.sqlite3"


def test_where_a_history_is_kept_a_page_is_fetched_once_a_week(kept: Path) -> None:
    with serving({"/b": HTML}) as server:
        first = checked(server, (LONG, "/b"), history=kept)
        again = checked(server, (WRONG, "/b"), history=kept)
        assert server.asked().count("/b") == 1
        with closing(sqlite3.connect(kept, isolation_level=None)) as db:
            db.execute("UPDATE pages SET fetched_s = fetched_s - 8 * 86400")
        checked(server, (LONG, "/b"), history=kept)
        assert server.asked().count("/b") == 2
    assert first.notes == ()
    assert [row.verdict for row in again] == ["differs"]
    assert again.notes[0].startswith("1 of 1 pages as kept here, the oldest fetched ")


@pytest.mark.parametrize("how", ["private answer", "private check", "no history", "unreachable"])
def test_what_leaves_nothing(kept: Path, how: str) -> None:
    with serving({"/b": HTML}) as server:
        one = answer(
            server, (LONG, "/gone" if how == "unreachable" else "/b"), private=how == "private answer"
        )
        more: dict[str, Any] = {"history": kept} if how != "no history" else {}
        one.check(fetch=True, address_rule=admitting(server.port), private=how == "private check", **more)
    assert not kept.exists()


def test_forgetting_all_forgets_the_pages_and_an_old_file_gets_their_table(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(tables, "STEPS", tables.STEPS[:1])
        old.setattr(tables, "VERSION", 1)
        with closing(sqlite3.connect(kept, isolation_level=None)) as db:
            tables.bring_up(db)
    with serving({"/b": HTML}) as server:
        checked(server, (LONG, "/b"), history=kept)
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT title FROM pages").fetchall() == [("The bridge of Altenau",)]
        assert db.execute("PRAGMA user_version").fetchone() == (tables.VERSION,)
    History(lambda: kept).forget("all")
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT count(*) FROM pages").fetchone() == (0,)
    assert b"lorries over 40 tonnes" not in kept.read_bytes()
