"""``%%pplx --check`` in a real shell: the text, then what its sources say; Stop keeps what is known so far."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from pplx_notebook import client
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.magic.shown.evidence import shown
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.screens.show import show

ASKED = "--provider demo --header X-Demo-Fault=misquote\nWhy does the Amazon rainforest matter?"
SUM = "1 of 6 cited sentences found in their sources; 1 number differs"


def run(shell: InteractiveShell, text: str) -> str:
    """What went wrong, "" for nothing."""
    result = shell.run_cell(text)
    problem = result.error_in_exec or result.error_before_exec
    return str(problem) if problem is not None else ""


def test_a_cell_shows_the_whole_text_and_then_the_verdicts(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shell, f"%%pplx --check --into amazon {ASKED}") == ""
    said = capsys.readouterr().out
    assert (
        said.index("if it were lost") < said.index(SUM) < said.index("≠ differs: ") < said.index("Citations:")
    )
    assert ": 1 differs" in said
    assert shell.user_ns["amazon"].evidence.summary.startswith(SUM)


def test_without_it_nothing_is_checked(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shell, f"%%pplx {ASKED}") == ""
    assert "≠" not in capsys.readouterr().out
    assert shell.user_ns["_pplx"].evidence is None


def test_the_last_answer_is_checked_and_shown_again_with_its_verdicts(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shell, f"%%pplx {ASKED}") == ""
    capsys.readouterr()
    assert run(shell, "%pplx --last --check") == ""
    said = capsys.readouterr().out
    assert "6.5 million" in said
    assert "[1]≠" in said
    assert SUM in said
    found = shell.user_ns["_pplx"].evidence
    assert run(shell, "%pplx --last") == ""
    assert SUM in capsys.readouterr().out
    assert shell.user_ns["_pplx"].check() is found


def test_the_configuration_asks_for_it(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shell, "%config Pplx.check = True") == ""
    assert run(shell, f"%%pplx {ASKED}") == ""
    assert SUM in capsys.readouterr().out


def test_many_questions_are_not_checked_by_a_cell(shell: InteractiveShell) -> None:
    shell.user_ns["rows"] = ["a"]
    assert (
        run(shell, "%%pplx --each rows --check\nWhat is {{row}}?") == "--each and --check do not go together."
    )


def interrupted(answer: Answer, tell: Callable[[str], None]) -> Iterator[Findings]:
    """A check that the reader stops when it has found something."""
    yield shown(answer, answer.check(fetch=False))
    tell("1 of 5 pages")
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)
    raise AssertionError("nothing stopped it")


def test_stopped_it_keeps_what_it_has_and_the_answer_is_bound_before(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[Answer] = []
    running = client.begin("Why does the Amazon rainforest matter?", provider="demo")
    answer = show(running, "text", at_end=bound.append, check=interrupted)
    said = capsys.readouterr().out
    assert "cited sentences found in their sources" in said
    assert bound[0] is answer
    assert answer.status == "done"


def broken(answer: Answer, tell: Callable[[str], None]) -> Iterator[Findings]:
    raise ZeroDivisionError("a bug of ours")
    yield


def test_a_bug_in_it_comes_out_and_takes_no_answer_with_it(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    bound: list[Answer] = []
    running = client.begin("What is DNA?", provider="demo")
    with pytest.raises(ZeroDivisionError):
        show(running, "text", at_end=bound.append, check=broken)
    assert bound[0].status == "done"
    assert "double helix" in capsys.readouterr().out
