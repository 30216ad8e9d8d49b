"""Answers over time in cells: --again asks once more and shows what changed, --archive asks for copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from timegate import timegate

from pplx_notebook import Answer, Citation
from pplx_notebook.protocol.saved import MIME

BAD_LINES = [
    ("%pplx --again", "there is none yet"),
    ("%pplx --again=777", "no answer of cell [777]"),
    ("%pplx --again=nothing", "no answer has that name"),
    ("%pplx --again=no.ipynb", "no.ipynb cannot be read"),
    ("%pplx --again=earlier what else", "--again asks the earlier question"),
    ("%%pplx --again=earlier\nwhat else", "--again asks the earlier question"),
    ("%pplx --again=earlier --background", "do not go together"),
    ("%pplx --again=earlier --thread x", "do not go together"),
    ("%pplx --again=unasked", "cannot be asked again"),
    ("%pplx --archive", "there is none yet"),
    ("%pplx --archive=earlier what is it", "asks no question"),
    ("%pplx --archive=earlier", "%config Pplx.archive"),
]


def citing(*names: str) -> Answer:
    """An answer that cites those pages."""
    text = "".join(f"Sentence {number}.[{number}] " for number, _ in enumerate(names, 1))
    pages = tuple(Citation(number=n, url=f"https://example.org/{name}") for n, name in enumerate(names, 1))
    return Answer(text=text, citations=pages, status="done", prompt="What is DNA?", provider="demo")


@pytest.mark.parametrize(
    ("source", "says"), BAD_LINES, ids=[source.split("\n")[0] for source, _ in BAD_LINES]
)
def test_bad_input_ends_in_one_line(
    shell: InteractiveShell, source: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shell.user_ns |= {"earlier": citing("x"), "unasked": Answer(text="x", status="done")}
    error = shell.run_cell(source).error_in_exec
    assert says in str(error)
    assert "\n" not in str(error)


def test_a_question_is_asked_as_it_was_then(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell(
        "%pplx --recency month --domain nasa.gov --into first what is a black hole?"
    ).success
    assert shell.run_cell("%pplx --again --into second").success
    first, second = shell.user_ns["first"], shell.user_ns["second"]
    assert second.prompt == first.prompt
    kept = {"recency": "month", "domains": ["nasa.gov"]}
    assert {name: second.asked.settings[name] for name in kept} == kept
    assert any(notice.startswith("asked again, first on 2") for notice in second.notices)
    assert f"{len(first.sentences())} sentences same; sources:" in capsys.readouterr().out
    assert shell.run_cell("%pplx --again --recency day --into third").success
    assert shell.user_ns["third"].asked.settings["recency"] == "day"


def test_what_changed_is_shown_below(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["earlier"] = citing("x")
    assert shell.run_cell("%pplx --again=earlier").success
    shown = capsys.readouterr().out
    assert "− Sentence 1." in shown
    assert "1 lost" in shown


def test_the_cache_is_no_new_answer(shell: InteractiveShell, tmp_path: Path) -> None:
    shell.user_ns["earlier"] = citing("x")
    assert shell.run_cell("%config Pplx.cache = '7d'").success
    assert shell.run_cell("%pplx --again=earlier --into again").success
    assert shell.user_ns["again"].cache_age_s is None
    shell.run_cell("%config Pplx.cache = ''")


def test_after_a_restart_the_notebooks_own_file_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    monkeypatch.setenv("PPLX_PROVIDER", "demo")
    file = tmp_path / "own.ipynb"
    ran = run_through(["%load_ext pplx_notebook", "1", "%pplx what is a black hole?", "%pplx what is DNA?"])
    file.write_text(nbformat.writes(ran), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    again = run_through(
        ["%load_ext pplx_notebook", "%pplx --again", "%pplx --again=3", f"%pplx --again={file}#4"]
    )
    asked = [saved_answer(cell) for cell in again.cells[1:]]
    assert asked == ["what is DNA?", "what is a black hole?", "what is DNA?"]
    assert "sentences same" in str(again.cells[1].outputs[-1])


def run_through(sources: list[str]) -> Any:
    """A notebook run by a real kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    return NotebookClient(notebook, timeout=120, kernel_name="python3").execute()


def saved_answer(cell: Any) -> str:
    """The question of the answer that a cell shows."""
    (answer,) = [output.data[MIME] for output in cell.outputs if MIME in output.get("data", {})]
    return str(answer["answer"]["prompt"] if "answer" in answer else answer["prompt"])


def test_a_cell_asks_the_archive_that_is_configured(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.user_ns["earlier"] = citing("kept", "none")
    with timegate() as gate:
        shell.run_line_magic("config", f"Pplx.archive = {gate.url!r}")
        assert shell.run_cell("%pplx --into copies --archive=earlier").success
    shown = capsys.readouterr().out
    assert "1 of 2 sources have an archived address" in shown
    assert "the archive has no copy" in shown
    assert [row.archived_at for row in shell.user_ns["copies"]] == ["2026-11-28T10:00:00Z", ""]
