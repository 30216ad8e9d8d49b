"""Whatever is wrong with the history, the answer comes, one line says what it is, and nothing is deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from local_server import LocalServer
from waiting_for import wait_until

from pplx_notebook import Answer, Client
from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store import place, tables, writers
from pplx_notebook.library.store.history import History

Clients = Callable[..., Client]
QUESTION = "tokamaks"


def sound(path: Path) -> None:
    """A history with an answer."""
    made = path.parent.parent / "made" / path.name  # whoever writes has not seen it before
    with Client(provider="demo", history=made) as client:
        client.ask("What is fusion?")
    with closing(sqlite3.connect(made)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.parent.mkdir(parents=True)
    shutil.copy(made, path)


def executed(*statements: str) -> Callable[[Path], None]:
    """A history in which somebody has worked."""

    def execute(path: Path) -> None:
        sound(path)
        with closing(sqlite3.connect(path)) as db, db:
            for statement in statements:
                db.execute(statement)

    return execute


def with_bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A history whose bytes have suffered."""

    def suffer(path: Path) -> None:
        sound(path)
        path.write_bytes(change(path.read_bytes()))

    return suffer


def another_program(path: Path) -> None:
    """A database of somebody else."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")


def a_folder(path: Path) -> None:
    """A folder in its place, which is not empty."""
    path.mkdir(parents=True)
    (path / "inside").write_text("kept", "utf-8")


def a_pipe(path: Path) -> None:
    """What would wait for a writer for ever."""
    path.parent.mkdir(parents=True)
    os.mkfifo(path)


def a_link_to_nowhere(path: Path) -> None:
    """A link whose target is gone."""
    path.parent.mkdir(parents=True)
    path.symlink_to(path.parent / "gone" / "history.sqlite3")


BROKEN = {
    "not a database": (with_bytes(lambda _: b"Dear diary, " * 500), "it is no database"),
    "only its head": (with_bytes(lambda data: data[:100]), "it is"),
    "cut in half": (with_bytes(lambda data: data[: len(data) // 2 // 4096 * 4096]), "it is damaged"),
    "a hole in it": (with_bytes(lambda data: data[:4096] + bytes(8 * 4096) + data[9 * 4096 :]), "it is"),
    "a table missing": (executed("DROP TABLE answers"), "a table is missing"),
    "the words missing": (executed("DROP TABLE words"), "a table is missing"),
    "a column missing": (
        executed("DROP INDEX answers_study", "ALTER TABLE answers DROP COLUMN study"),
        "a table is missing",
    ),
    "another program's database": (another_program, "it is another program's database"),
    "a folder in its place": (a_folder, "something else is in its place"),
    "a pipe in its place": (a_pipe, "something else is in its place"),
    "a link to nowhere": (a_link_to_nowhere, "something else is in its place"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_moved_aside_and_a_new_one_begins(
    case: str, client_of: Clients, server: LocalServer, history: History, path: Path
) -> None:
    break_it, why = BROKEN[case]
    break_it(path)
    client = client_of(server, history=True)
    answers = [slowly(client), slowly(client)]
    told = [line for answer in answers for line in answer.notices]
    assert [answer.status for answer in answers] == ["done", "done"]
    assert len(told) == 1
    assert told[0].startswith(f"the history could not be read ({why}")
    assert [answer.prompt for answer in history.search(QUESTION)] == [QUESTION, QUESTION]
    (aside,) = path.parent.glob("history.broken-*.sqlite3")
    assert aside.name in told[0]
    assert aside.is_symlink() or aside.exists()


def slowly(client: Client) -> Answer:
    """An answer, behind which the store has time to find out."""
    answer = client.ask(QUESTION)
    writers.flush(place.path_of(client.settings.history))
    return answer


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program writes in it, and does not end."""
    sound(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("ROLLBACK")


@contextmanager
def newer(path: Path) -> Iterator[None]:
    """A later version has written it."""
    executed(f"PRAGMA user_version = {tables.VERSION + 1}")(path)
    yield


@contextmanager
def a_file_for_a_folder(path: Path) -> Iterator[None]:
    """The folder cannot be made."""
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("not a folder", "utf-8")
    yield


OUT_OF_REACH = {
    "newer": (newer, "it was written by a newer version of pplx-notebook: update this one"),
    "no folder": (a_file_for_a_folder, "File exists"),
}


@pytest.mark.parametrize("case", OUT_OF_REACH)
def test_what_is_only_out_of_reach_stays_as_it_is(
    case: str, client_of: Clients, server: LocalServer, path: Path, history: History
) -> None:
    make, why = OUT_OF_REACH[case]
    with make(path):
        before = path.read_bytes() if path.is_file() else b""
        client = client_of(server, history=True)
        answers = [slowly(client) for _ in range(3)]
        told = [line for answer in answers for line in answer.notices]
        assert {answer.status for answer in answers} == {"done"}
        assert told == [f"the history is not kept: {why}"]
        assert (path.read_bytes() if path.is_file() else b"") == before
        assert history.problem == why


def test_what_another_program_holds_is_written_when_it_lets_go(
    client_of: Clients, server: LocalServer, path: Path, history: History
) -> None:
    with held(path):
        answer = slowly(client_of(server, history=True))
        assert answer.status == "done"
        assert [found.prompt for found in history.search()] == ["What is fusion?"]
    wait_until(lambda: len(history) == 2)


def test_a_place_that_cannot_be_written_is_told(client_of: Clients, server: LocalServer) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("/proc is a folder in which nobody, root neither, can make a file")
    client = client_of(server, history="/proc/self/history.sqlite3")
    told = [line for _ in range(2) for line in slowly(client).notices]
    assert len(told) == 1
    assert told[0].startswith("the history is not kept: ")


def test_a_full_disk_is_told(path: Path) -> None:
    """The system refuses to let the file grow; nothing that was there before is lost."""
    sound(path)
    program = """if True:
        import resource, signal, sys
        from pplx_notebook import Client
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        client = Client(provider="demo", history=sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))
        answers = [client.ask(question) for question in ("black holes", "water") * 20]
        client.close()
        answers.append(client.ask("fusion") if False else Client(provider="demo", history=sys.argv[1]).ask("fusion"))
        assert all(answer.status == "done" for answer in answers)
        print(*{line for answer in answers for line in answer.notices if "history" in line}, sep="|")
    """
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in (
        "the history is not kept: the disk is full",
        "the history is not kept: the disk fails",
    )
    history = History(lambda: path)
    assert history[1].prompt == "What is fusion?"
    assert len(history) < 41


def test_permissions_that_are_too_wide_are_mended(
    client_of: Clients, server: LocalServer, path: Path, history: History
) -> None:
    sound(path)
    path.chmod(0o666)
    path.parent.chmod(0o777)
    slowly(client_of(server, history=True))
    assert len(history) == 2
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "lose",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b"gone" * 5000)],
    ids=["deleted", "overwritten"],
)
def test_a_file_that_breaks_meanwhile_begins_anew(
    lose: Callable[[Path], object], client_of: Clients, server: LocalServer, path: Path, history: History
) -> None:
    client = client_of(server, history=True)
    slowly(client)
    assert len(history) == 1
    lose(path)
    answers = [slowly(client) for _ in range(2)]
    assert {answer.status for answer in answers} == {"done"}
    assert [answer.prompt for answer in history][-2:] == [QUESTION, QUESTION]


def test_a_damaged_history_is_one_line_for_whoever_looks(history: History, path: Path) -> None:
    with_bytes(lambda _: b"Dear diary, " * 500)(path)
    with pytest.raises(UsageProblem, match=r"the history .* cannot be read: it is no database"):
        history.search("x")
