"""The ledger: what stands there is not asked again, whatever happened to the file or to the questions."""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from study_serving import StudyServer, program

from pplx_notebook import Study
from pplx_notebook.errors import UsageProblem
from pplx_notebook.study.ledger import Ledger

Ask = Callable[..., Study]
FIVE = ["a?", "b?", "c?", "d?", "e?"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Where it stands."""
    return tmp_path / "study.jsonl"


def asked_in(server: StudyServer) -> int:
    """How many requests the server has seen since it was asked last."""
    count = int(server.counts()["requests"])
    server.reset()
    return count


def test_an_unchanged_question_is_not_asked_again(ask: Ask, server: StudyServer, ledger: Path) -> None:
    first = ask(FIVE, resume=ledger)
    assert asked_in(server) == 5
    second = ask(FIVE, resume=ledger)
    assert asked_in(server) == 0
    assert (second.known, second.answers, second.cost_usd) == (5, first.answers, first.cost_usd)


@pytest.mark.parametrize(("questions", "given", "again"), [
    ([*FIVE, "f?"], {}, 1),
    (FIVE[::-1], {}, 0),
    (FIVE[:2], {}, 0),
    (["a!", *FIVE[1:]], {}, 1),
    (FIVE, {"model": "another"}, 5),
    (FIVE, {"instructions": "Be brief."}, 5),
    (FIVE, {"extra": {"temperature": 0.2}}, 5),
    (FIVE, {"api_key": "another-key", "retries": 5, "idle_timeout_s": 30, "max_active": 1}, 0),
    (FIVE, {"stream": False}, 0),
    ([*FIVE, "a?", "a?"], {}, 2),
], ids=["added", "in another order", "fewer", "one changed", "another model", "other instructions", "another field",
        "another key", "not streamed", "the same question three times"])  # fmt: skip
def test_what_is_another_question_and_what_is_not(
    ask: Ask, server: StudyServer, ledger: Path, questions: list[str], given: dict[str, object], again: int
) -> None:
    ask(FIVE, resume=ledger)
    asked_in(server)
    study = ask(questions, resume=ledger, **given)
    assert asked_in(server) == again
    assert [row.text.startswith(f"You asked: {row.question} ") for row in study] == [True] * len(questions)


def test_a_failed_row_is_asked_again_and_an_answered_one_is_not(
    ask: Ask, server: StudyServer, ledger: Path
) -> None:
    ask([*FIVE, "BAD KEY?"], resume=ledger)
    asked_in(server)
    assert ask([*FIVE, "BAD KEY?"], resume=ledger).known == 5
    assert asked_in(server) == 1


@pytest.mark.parametrize(("cut", "lost"), [(1, 0), (2, 1), (300, 1)])
def test_a_torn_last_line_is_passed_over_and_the_next_stands_on_its_own(
    ask: Ask, server: StudyServer, ledger: Path, cut: int, lost: int
) -> None:
    ask(FIVE, resume=ledger, max_active=1)
    asked_in(server)
    ledger.write_bytes(ledger.read_bytes()[:-cut])
    study = ask([*FIVE, "f?"], resume=ledger)
    assert (asked_in(server), study.done) == (lost + 1, 6)
    assert (ask([*FIVE, "f?"], resume=ledger).known, asked_in(server)) == (6, 0)


def test_a_torn_first_line_is_a_new_beginning(ask: Ask, server: StudyServer, ledger: Path) -> None:
    ledger.write_bytes(b'{"pplx_st')
    assert [ask(FIVE, resume=ledger).known for _ in range(2)] == [0, 5]


def test_a_damaged_line_costs_its_own_question_and_is_told(
    ask: Ask, server: StudyServer, ledger: Path
) -> None:
    ask(FIVE, resume=ledger, max_active=1)
    asked_in(server)
    lines = ledger.read_bytes().splitlines(keepends=True)
    lines[2] = b'{"id": \xff\x00 nonsense\n'
    ledger.write_bytes(b"".join(lines))
    study = ask(FIVE, resume=ledger)
    assert (asked_in(server), study.done, study.notices) == (
        1,
        5,
        ("1 line of the ledger could not be read.",),
    )


@pytest.mark.parametrize(
    "content", [b"my notes\n", b"{}\n", b'{"cells": []}', b"\x89PNG\r\n", b'{"pplx_study":99}\n']
)
def test_a_file_that_is_something_else_is_not_touched(ask: Ask, ledger: Path, content: bytes) -> None:
    ledger.write_bytes(content)
    with pytest.raises(UsageProblem, match=r"study\.jsonl is no ledger of a study; it was not touched"):
        ask(FIVE, resume=ledger)
    assert ledger.read_bytes() == content


def test_a_folder_that_is_not_there_is_told_in_one_line(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"resume: l cannot be opened \(No such file or directory\)"):
        ask(FIVE, resume=tmp_path / "nowhere" / "l")


def test_it_is_the_readers_alone(ask: Ask, ledger: Path) -> None:
    ask(FIVE, resume=ledger, api_key="a-key-nobody-must-see")
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600
    assert b"nobody-must-see" not in ledger.read_bytes()


def test_one_run_at_a_time_writes_to_it(ledger: Path) -> None:
    held = Ledger(ledger)
    with pytest.raises(UsageProblem, match="another run is writing to"):
        Ledger(ledger)
    code = f"from pplx_notebook.study.ledger import Ledger; Ledger({str(ledger)!r})"
    with program(code=code) as other:
        assert "another run is writing to" in other.communicate(timeout=30)[1]
    held.close()
    Ledger(ledger).close()


def test_a_full_disk_ends_it_and_no_answer_is_lost(ask: Ask, tmp_path: Path) -> None:
    """A file that may not grow beyond 3 kB: the system refuses, as a full disk does."""
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, before[1]))
    try:
        study = ask([f"{n}?" for n in range(30)], resume=tmp_path / "l", max_active=2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    assert study.reason.startswith("the ledger could not be written (File too large)")
    assert 2 <= study.done < 30
    assert all(row.text.startswith(f"You asked: {row.question} ") for row in study if row.status == "done")
    assert ask([f"{n}?" for n in range(30)], resume=tmp_path / "l").done == 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_child_that_outlives_its_parent_does_not_hold_the_lock(ledger: Path) -> None:
    code = (
        "import os, sys, time\nfrom pplx_notebook.study.ledger import Ledger\n"
        f"held = Ledger({str(ledger)!r})\nchild = os.fork()\n"
        "print(child, flush=True) if child else None\ntime.sleep(60)"
    )
    with program(code=code) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        with pytest.raises(UsageProblem, match="another run"):
            Ledger(ledger)
        parent.kill()
        parent.wait(30)
        try:
            Ledger(ledger).close()
        finally:
            os.kill(child, signal.SIGKILL)
