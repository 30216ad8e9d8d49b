"""%%pplx --each: the question for each row, bound however it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer

from pplx_notebook import Study
from pplx_notebook.client import default_client
from pplx_notebook.errors import PplxError
from pplx_notebook.library.keeping import Keeping

COSTS = [
    "head 200 text/event-stream", "delta An_answer.", "finish", r'raw data: {"usage":{"cost":0.01}}\n\n', "done", "end",
]  # fmt: skip
FRAME = pd.DataFrame({"topic": ["DNA", "nuclear fusion"], "n": [1, 2]})


@pytest.fixture
def cell(shell: InteractiveShell) -> Any:
    """Run a ``%%pplx`` cell on the demo engine; the exception, if it raised one."""
    shell.user_ns.update(df=FRAME, people=["Ada", "Alan"], year=2026)

    def run(line: str, body: str = "What is {{topic}}?") -> BaseException | None:
        return shell.run_cell(f"%%pplx --provider demo {line}\n{body}").error_in_exec

    return run


def test_each_row_is_asked_and_the_study_is_bound(shell: InteractiveShell, cell: Any) -> None:
    assert cell("--each df --into study", "What is {{topic}} ({{n}}, {{year}})?") is None
    study = shell.user_ns["study"]
    assert isinstance(study, Study)
    assert study is shell.user_ns["_pplx"]
    assert study.questions == ["What is DNA (1, 2026)?", "What is nuclear fusion (2, 2026)?"]
    assert study.done == 2
    assert list(study.to_pandas()["topic"]) == ["DNA", "nuclear fusion"]


def test_a_list_is_asked_by_item_and_on_one_line(shell: InteractiveShell, cell: Any) -> None:
    shell.run_line_magic("pplx", "--provider demo --each people --max-active 1 Who was {{item}}?")
    assert shell.user_ns["_pplx"].questions == ["Who was Ada?", "Who was Alan?"]


def test_verbatim_columns_are_columns_all_the_same_but_variables_are_not(
    shell: InteractiveShell, cell: Any
) -> None:
    assert "neither a column" in str(cell("--each df --verbatim", "{{topic}} in {{year}}"))


@pytest.mark.parametrize(("line", "said"), [
    ("--each nothing", "--each needs the name of a variable with rows"),
    ("--each df --background", "--each and --background do not go together"),
    ("--each df --dry-run", "--each and --dry-run do not go together"),
    ("--each df --max-active many", "--max-active needs a number"),
    ("--each df --max-active 0", "max_active must be a whole number from 1 to 1000"),
    ("--each year", "questions must be a list of texts"),
    ("--resume f", "--resume goes with --each NAME"),
])  # fmt: skip
def test_a_mistake_is_one_sentence_and_asks_nothing(
    shell: InteractiveShell, cell: Any, line: str, said: str
) -> None:
    assert said in str(cell(line))
    assert "_pplx" not in shell.user_ns


def test_what_the_session_may_cost_holds_for_each_row_too(
    shell: InteractiveShell, cell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``%config Pplx.max_cost_usd``, without an option on the line; what is typed there is the study's own."""
    monkeypatch.setattr(default_client(), "keeping", Keeping())
    with LocalServer(lambda _: COSTS) as server:
        line = f"--provider chat --base-url {server.url} --each people --max-active 1"
        shell.run_cell("%config Pplx.max_cost_usd = 0.015")
        try:
            shell.run_line_magic("pplx", f"{line} Who was {{{{item}}}}?")
            study = shell.user_ns["_pplx"]
            assert (study.done, study.not_asked, len(server.seen)) == (1, 1, 1)
            assert "$0.0100 of $0.015 spent in this session" in study.reason
            shell.run_line_magic("pplx", f"{line} --max-cost-usd 1 Who was {{{{item}}}}?")
            assert shell.user_ns["_pplx"].done == 2
        finally:
            shell.run_cell("%config Pplx.max_cost_usd = None")


def test_a_study_goes_on_from_the_history(
    shell: InteractiveShell, cell: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "the history, which is off" in str(cell("--each df --resume history"))
    shell.run_cell("%config Pplx.history = True")
    try:
        assert cell("--each df --resume history") is None
        assert cell("--each df --resume history") is None
    finally:
        shell.run_cell("%config Pplx.history = False")
    study = shell.user_ns["_pplx"]
    assert (study.name, study.known, study.done) == ("What is {{topic}}?", 2, 2)


def test_a_key_in_a_row_is_not_sent_and_not_shown(shell: InteractiveShell, cell: Any) -> None:
    key = "pplx-" + "a1B2" * 12
    shell.user_ns["df"] = pd.DataFrame({"topic": ["DNA", key]})
    assert cell("--each df --into study") is None
    study = shell.user_ns["study"]
    assert (study.done, study.failed) == (1, 1)
    assert "looks like a key" in study.errors[1].message
    assert key not in str(study.questions) + str(study.to_pandas()["question"].tolist())


def test_five_equal_failures_fail_the_cell_in_one_line_and_the_study_is_bound(
    shell: InteractiveShell, cell: Any
) -> None:
    shell.user_ns["df"] = pd.DataFrame({"topic": range(20)})
    error = cell(
        "--each df --into study --base-url http://127.0.0.1:9 --provider chat --model x --max-active 5"
    )
    assert isinstance(error, PplxError)
    assert str(error).startswith("stopped after 5 equal failures in a row: ")
    assert shell.user_ns["study"].not_asked > 0
    assert len(error._render_traceback_()) == 1
