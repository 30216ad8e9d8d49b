"""A study whose process is killed: nothing that was answered is lost, and only what was in flight is asked twice.

``tests/bench/bench_study.py`` does the same with 10,000 questions and 100 kills.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from study_serving import StudyServer, program, serving

QUESTIONS, KILLS, WIDTH = 500, 3, 20
ENOUGH_RUNS = 12


def lines(ledger: Path) -> int:
    """How many lines stand there."""
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def run(server: StudyServer, ledger: Path, *, killed_at: int | None = None) -> int:
    """Run the program to its end, or kill it once the ledger has so many lines; its return code."""
    with program(
        "tests/servers/study_program.py", server.url, str(ledger), str(QUESTIONS), str(WIDTH)
    ) as process:
        while killed_at is not None and process.poll() is None and lines(ledger) < killed_at:
            time.sleep(0.002)
        if killed_at is not None:
            process.kill()
        process.communicate(timeout=120)
        return process.returncode


def test_no_answer_is_lost_and_only_what_was_in_flight_is_asked_again(tmp_path: Path) -> None:
    ledger, moments = tmp_path / "study.jsonl", random.Random(7)  # noqa: S311
    with serving("--faults", "0.1", "--pause", "0.01") as server:
        kills = 0
        for _ in range(KILLS):
            kills += run(server, ledger, killed_at=lines(ledger) + moments.randint(20, 120)) == -9
        codes = [run(server, ledger)]
        while codes[-1] == 3 and len(codes) < ENOUGH_RUNS:  # what broke off in the middle is asked again
            codes.append(run(server, ledger))
        assert (kills, codes[-1]) == (KILLS, 0)
        answered = {question: n for question, n in server.answered().items() if question != "warm up"}
    assert len(answered) == QUESTIONS
    assert sum(answered.values()) - QUESTIONS <= KILLS * WIDTH
    kept = [json.loads(line) for line in ledger.read_bytes().splitlines() if b'"done"' in line]
    assert {line["saved"]["answer"]["prompt"] for line in kept} == set(answered)
    assert all(
        line["saved"]["answer"]["text"].startswith(f"You asked: {line['saved']['answer']['prompt']} ")
        for line in kept
    )
