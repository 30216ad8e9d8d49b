"""Several programs keep one history, and one that is killed takes nothing with it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from local_server import LocalServer
from waiting_for import wait_until

from pplx_notebook.library.store.history import History

PROGRAMS, QUESTIONS = 8, 10  # tests/bench/bench_store.py asks 200
ASK_MANY_TIMES = """if True:
    import sys
    from pplx_notebook import Client
    with Client(provider="demo", history=sys.argv[1]) as client:
        for number in range(int(sys.argv[3])):
            client.ask(f"question {number} of program {sys.argv[2]}")
"""
ASK_AND_HANG = """if True:
    import sys
    from pplx_notebook import Client
    client = Client(provider="chat", base_url=sys.argv[2], history=sys.argv[1])
    client.ask("whole")
    client.ask("cut off")
"""


def started(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stderr=subprocess.PIPE)


def is_sound(path: Path) -> bool:
    """What SQLite says of every page, and FTS5 of every word."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        return db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_eight_programs_lose_nothing(path: Path) -> None:
    programs = [started(ASK_MANY_TIMES, path, number, QUESTIONS) for number in range(PROGRAMS)]
    for program in programs:
        _, said = program.communicate(timeout=120)
        assert program.returncode == 0, said.decode()
    kept = [answer.prompt for answer in History()]
    assert len(kept) == len(set(kept)) == PROGRAMS * QUESTIONS
    assert is_sound(path)


def test_a_killed_program_leaves_what_had_come(path: Path) -> None:
    def script(seen: object) -> list[str]:
        begun = ["head 200 text/event-stream", "delta Text that came."]
        return [*begun, "finish", "done", "end"] if len(server.seen) % 2 else [*begun, "stall"]

    history = History()
    with LocalServer(script) as server:
        for round_ in range(1, 4):
            program = started(ASK_AND_HANG, path, f"http://127.0.0.1:{server.port}/v1")
            wait_until(lambda: len(history) == 2 * round_)  # noqa: B023  # called in this round only
            program.send_signal(signal.SIGKILL)
            program.communicate(timeout=30)
            answers = history.search("that came")
            assert [answer.status for answer in answers] == ["cut off", "done"] * round_
            assert answers[0].text == "Text that came."
            assert answers[0].error is not None
            assert is_sound(path)
