"""``%%pplx --record``, ``--replay`` and ``--record-on-miss`` in a real shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from places import ROOT

from pplx_notebook.inspect.recording import Recording

LESSONS = ROOT / "notebooks" / "recordings"


@pytest.fixture
def cell(shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """The shell in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return shell


def run(shell: InteractiveShell, text: str) -> str:
    """What went wrong, "" for nothing."""
    result = shell.run_cell(text)
    problem = result.error_in_exec or result.error_before_exec
    return str(problem) if problem is not None else ""


def test_a_cell_is_recorded_and_replayed(cell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cell, "%%pplx --record dna.har --into a\nWhat is DNA?") == ""
    assert run(cell, "%%pplx --replay dna.har --into b\nWhat is DNA?") == ""
    a, b = cell.user_ns["a"], cell.user_ns["b"]
    assert (b.text, b.citations, b.exchange) == (a.text, a.citations, a.exchange)
    assert a.exchange == Recording.open("dna.har")


def test_a_replay_needs_no_question(cell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cell, f"%pplx --replay {LESSONS / 'gateway.har'} --replay-speed instant") == ""
    assert cell.user_ns["_pplx"].prompt == "What is a prime number?"
    assert run(cell, f"%%pplx --replay-speed 1000 --replay {LESSONS / 'cut.har'}\n\n").startswith(
        "the connection to 127.0.0.1:8765 broke"
    )
    assert cell.user_ns["_pplx"].status == "cut off"


def test_record_on_miss_asks_what_is_not_there(
    cell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    for question in ("What is DNA?", "What is a black hole?", "What is DNA?"):
        assert run(cell, f"%%pplx --record-on-miss all.har\n{question}") == ""
    assert [question.prompt for question in Recording.open("all.har").questions] == [
        "What is DNA?",
        "What is a black hole?",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--replay no.har", "no.har cannot be read: No such file or directory."),
        (
            f"--replay {LESSONS / 'answer.har'}",
            "answer.har does not hold this question, asked like this; it holds “What is a prime number?”.",
        ),
        ("--record a.har --replay a.har", "--record and --replay are two ways: choose one."),
        ("--record a.har --replay-speed 4", "--replay-speed is for a replay: --replay FILE --replay-speed 4"),
        (
            "--replay a.har --replay-speed fast",
            'replay_speed must be "instant" or a number above 0: 4 is four times as fast.',
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(
    cell: InteractiveShell, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cell, f"%%pplx {line}\nWhat is DNA?") == said


def test_recordings_are_offered_at_tab(cell: InteractiveShell) -> None:
    from pplx_notebook.magic.line.completion import offers

    for name in ("b.har", "a.har", "notes.txt"):
        Path(name).touch()
    assert offers("%pplx --replay ", 0, 15, {}).texts == ("a.har", "b.har")
