"""%pplx --history, --forget, --cache and --status in a real shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer

from pplx_notebook.library.store import place

STEPS = [
    "head 200 text/event-stream | x-ratelimit-limit: 50 | x-ratelimit-remaining: 49",
    "delta An_answer.", "finish", r'raw data: {"usage":{"cost":0.01}}\n\n', "done", "end",
]  # fmt: skip


@pytest.fixture
def cells(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InteractiveShell]:
    """A shell whose history is the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("PPLX_PROVIDER", "demo")
    yield shell
    shell.run_cell("%config Pplx.history = False")
    place.turn(False)


def said(shell: InteractiveShell, capsys: pytest.CaptureFixture[str], cell: str) -> str:
    """What a cell prints."""
    capsys.readouterr()
    shell.run_cell(cell)
    return capsys.readouterr().out


def test_turning_it_on_says_where_and_what(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = said(cells, capsys, "%config Pplx.history = True")
    assert told.count("\n") == 1
    assert str(tmp_path / "pplx-notebook" / "history" / "history.sqlite3") in told
    assert "no keys, headers or files" in told
    assert not (tmp_path / "pplx-notebook").exists()


def test_it_lists_finds_shows_again_and_forgets(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "the history is empty: %config Pplx.history = True" in said(cells, capsys, "%pplx --history")
    cells.run_cell("%config Pplx.history = True")
    first = said(cells, capsys, "%pplx --into hole what is a black hole?")
    cells.run_cell("%pplx --private what is fusion?")
    listed = said(cells, capsys, "%pplx --history")
    assert "what is a black hole?" in listed
    assert "fusion" not in listed
    assert "what is a black hole?" in said(cells, capsys, "%pplx --history horizon")
    assert "no answer of the history has model" in said(cells, capsys, "%pplx --history model")
    again = said(cells, capsys, "%pplx --into again --history 1")
    assert again.splitlines()[2:10] == first.splitlines()[2:10]
    assert cells.user_ns["again"] == cells.user_ns["hole"]
    assert said(cells, capsys, "%pplx --forget all").startswith("1 answer forgotten; 0 left in")


def test_a_config_that_is_off_keeps_nothing_more(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run_cell("%config Pplx.history = True")
    assert said(cells, capsys, "%config Pplx.history = False").startswith("history off")
    cells.run_cell("%pplx what is a black hole?")
    assert "the history is empty" in said(cells, capsys, "%pplx --history")


def test_on_binder_it_stays_off(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINDER_REQUEST", "v2/gh/somebody")
    assert "it stays off" in said(cells, capsys, "%config Pplx.history = True")
    assert not place.is_on()


def test_run_all_costs_nothing_the_second_time_and_status_tells(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    with LocalServer(lambda _: STEPS) as server:
        where = f"--provider chat --base-url http://127.0.0.1:{server.port}/v1"
        for _ in range(2):
            cells.run_cell(f"%pplx {where} --cache 7d one")
            cells.run_cell(f"%pplx {where} --cache 7d --continue two")
        assert len(server.seen) == 2
        assert cells.user_ns["_pplx"].cache_age_s is not None
        assert "from the cache: answered" in said(cells, capsys, "%pplx --last")
        status = said(cells, capsys, f"%pplx --status {where}")
        assert "2 from the cache" in status
        assert "answer    the last one $0.0000, from the cache" in status
        assert "limits    50 requests a minute, 49 left" in status
        cells.run_cell(f"%pplx {where} --cache off one")
        assert len(server.seen) == 3
        refused = cells.run_cell(f"%pplx {where} --max-cost-usd 0.001 three")
        assert "not sent: $" in str(refused.error_in_exec)
        assert len(server.seen) == 3


@pytest.mark.parametrize(
    "line",
    [
        "--forget",
        "--forget everything",
        "--history 7",
        "--into x --history",
        "--forget 7",
        "--cache 7x hello",
        "--max-cost-usd no hello",
        "--history --forget 1",
    ],
)
def test_what_cannot_be_done_is_one_line(cells: InteractiveShell, line: str) -> None:
    result = cells.run_cell(f"%pplx {line}")
    assert len(str(result.error_in_exec).splitlines()) == 1


def test_the_table_has_the_answer_below_its_question(cells: InteractiveShell) -> None:
    """Side by side, five columns have a word a line on a page of 420 px."""
    from pplx_notebook.magic.commands.history import table

    cells.run_cell("%config Pplx.history = True")
    cells.run_cell("%pplx what is a black hole?")
    html = table("")["text/html"]
    assert html.count("<th>") == 2  # the demo says no cost
    asked, answer = html.index("<strong>what is a black hole?</strong>"), html.index("<details>")
    assert asked < html.index(" UTC</div>") < answer
