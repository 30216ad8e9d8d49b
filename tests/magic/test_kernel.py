"""%%pplx in a real kernel, run the way nbclient and papermill run a notebook."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import papermill
import pytest
from local_server import LocalServer
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

LOAD = "%load_ext pplx_notebook"
REFUSED = "%%pplx --provider chat --base-url http://127.0.0.1:9/v1 --model x\nis anybody there?"


@pytest.fixture(autouse=True)
def _instant_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")


def run(*cells: str, allow_errors: bool = False) -> nbformat.NotebookNode:
    """A notebook of these cells after Run All in a fresh kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=120, allow_errors=allow_errors, env=dict(os.environ)
    )
    client.execute()
    return notebook


def printed(cell: nbformat.NotebookNode) -> str:
    """What a cell wrote to its streams."""
    return "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")


def test_the_saved_output_is_one_static_bundle_with_no_widget_in_it() -> None:
    notebook = run(
        LOAD, "%%pplx --into hole\nWhat is a black hole?", "print(hole.status, len(hole.citations) > 0)"
    )
    (output,) = notebook.cells[1].outputs
    assert output.output_type == "display_data"
    assert {"text/html", "text/markdown", "text/plain", "application/vnd.pplx.answer+json"} <= set(
        output.data
    )
    assert "application/vnd.jupyter.widget-view+json" not in output.data
    assert "Search results" in output.data["text/html"]
    assert printed(notebook.cells[2]).strip() == "done True"


def test_run_all_stops_at_a_failed_question_with_one_line() -> None:
    with pytest.raises(CellExecutionError) as caught:
        run(LOAD, REFUSED, "print('never')")
    assert "127.0.0.1:9" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_failed_question_leaves_its_partial_answer_bound_and_says_so_in_the_output() -> None:
    notebook = run(LOAD, REFUSED, "print(_pplx.status, _pplx.error.kind)", allow_errors=True)
    errors = [output for output in notebook.cells[1].outputs if output.output_type == "error"]
    assert len(errors) == 1
    assert errors[0].ename == "TransportError"
    assert len("".join(errors[0].traceback).splitlines()) == 1
    assert printed(notebook.cells[2]).strip() == "failed transport"


def test_papermill_stops_at_a_failed_question(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(s) for s in (LOAD, REFUSED, "print(1)")]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "in.ipynb")
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            tmp_path / "in.ipynb", tmp_path / "out.ipynb", progress_bar=False, log_output=False
        )
    last = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1]
    assert last.execution_count is None


def test_ten_questions_keep_their_order_and_their_cells() -> None:
    topics = ["black holes", "photosynthesis", "fusion energy", "exoplanets", "gravity"] * 2
    cells = [f"%%pplx --into a{n}\nWhat do you know about {topic}?" for n, topic in enumerate(topics)]
    notebook = run(LOAD, "order = []", *[f"{source}" for source in cells], "print([a0.prompt, a9.prompt])")
    for cell, topic in zip(notebook.cells[2:12], topics, strict=True):
        (output,) = cell.outputs
        assert topic in output.data["application/vnd.pplx.answer+json"]["answer"]["prompt"]
    counts = [cell.execution_count for cell in notebook.cells]
    assert counts == sorted(counts)


TICKER = """
import asyncio, time
ticks = []
async def ticker():
    while True:
        ticks.append(time.monotonic())
        await asyncio.sleep(0.02)
task = asyncio.create_task(ticker())
"""


def test_the_notebooks_own_tasks_go_on_while_a_cell_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "2")
    notebook = run(
        LOAD,
        TICKER,
        "before = len(ticks)",
        "%%pplx\nWhat is a black hole?",
        "print(len(ticks) - before, task.done())",
        "await asyncio.sleep(0.2)\nprint(len(ticks) - before, task.done())",
    )
    during, alive = printed(notebook.cells[4]).split()
    after, _ = printed(notebook.cells[5]).split()
    assert int(during) > 10
    assert alive == "False"
    assert int(after) > int(during)


def test_with_cooperation_off_the_tasks_wait() -> None:
    notebook = run(
        LOAD,
        "%config Pplx.cooperative = False",
        TICKER,
        "before = len(ticks)",
        "%%pplx\nWhat is a black hole?",
        "print(len(ticks) - before)",
    )
    assert int(printed(notebook.cells[5])) <= 5


def test_a_notebook_without_tasks_of_its_own_is_not_patched() -> None:
    notebook = run(LOAD, "%pplx what is gravity?", "import sys; print('nest_asyncio2' in sys.modules)")
    assert printed(notebook.cells[2]).strip() == "False"


def test_the_async_form_is_awaited_in_a_cell() -> None:
    notebook = run(
        "import pplx_notebook as pplx, asyncio",
        "a, b = await asyncio.gather(pplx.aask('What is gravity?'), pplx.aask('What is photosynthesis?'))",
        "print(a.status, b.status, a.text != b.text)",
    )
    assert printed(notebook.cells[2]).strip() == "done done True"


def test_a_background_question_returns_at_once_and_can_be_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "2")
    notebook = run(
        LOAD,
        "%%pplx --background --into a\nWhat is a black hole?",
        "%%pplx --background --into b\nWhat is photosynthesis?",
        "print(a.done, b.done)",
        "first, second = await a, await b\nprint(first.status, second.status, first.prompt)",
        "print(b.wait(), b.result().text == second.text)",
    )
    assert printed(notebook.cells[3]).strip() == "False False"
    assert printed(notebook.cells[4]).strip() == "done done What is a black hole?"
    assert printed(notebook.cells[5]).strip() == "True True"


def test_a_background_answer_is_an_answer_when_it_is_done_and_a_sentence_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "2")
    notebook = run(
        LOAD,
        "%%pplx --background --into late\nWhat is a black hole?",
        "late",
        "late.citations",
        "import asyncio\nprint((await late).status, late.wait())\nwhile '_pplx' not in globals(): await asyncio.sleep(0.05)",
        "print(len(late.citations) > 0, late.citations == _pplx.citations, str(late) == _pplx.text)",
        "late",
        "%pplx --continue and who discovered it?",
        allow_errors=True,
    )
    (before,) = notebook.cells[2].outputs
    assert set(before.data) == {"text/plain"}
    assert before.data["text/plain"].startswith("An answer still being written,")
    (error,) = notebook.cells[3].outputs
    assert error.ename == "StillBeingWritten"
    assert len("".join(error.traceback).splitlines()) == 1
    assert printed(notebook.cells[4]).strip() == "done True"
    assert printed(notebook.cells[5]).strip() == "True True True"
    (after,) = notebook.cells[6].outputs
    assert {"text/html", "text/markdown", "text/plain"} <= set(after.data)
    assert [output.output_type for output in notebook.cells[7].outputs] == ["display_data"]


def test_a_stopped_background_question_keeps_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "1")
    notebook = run(
        LOAD,
        "%%pplx --background --into a\nTell me everything about black holes in detail",
        "import asyncio\nwhile not a.answer.text: await asyncio.sleep(0.05)\na.stop(); a.wait()\nprint(a.answer.status, len(a.answer.text) > 0)",
    )
    assert printed(notebook.cells[2]).strip() == "interrupted True"


def test_an_answer_without_text_says_so_in_a_cell_in_a_call_and_in_the_background() -> None:
    with LocalServer(lambda _: ("head 200 text/event-stream", "done", "end")) as server:
        where = f"--provider chat --base-url {server.url} --model x"
        notebook = run(
            LOAD,
            f"%%pplx {where}\nwhat?",
            f"import pplx_notebook\npplx_notebook.ask('what?', provider='chat', base_url='{server.url}')",
            f"%%pplx --background --into later {where}\nwhat?",
            "await later",
            "%pplx --last",
            allow_errors=True,
        )
    line = "no text came: the server ended the answer without a word; ask again"
    for cell in (notebook.cells[1], notebook.cells[2], notebook.cells[4]):
        (error,) = [output for output in cell.outputs if output.output_type == "error"]
        assert (error.ename, error.evalue) == ("ApiError", line)
    for cell in (notebook.cells[1], notebook.cells[5]):
        shown = "".join(output.data["text/html"] for output in cell.outputs if "data" in output)
        assert f"No answer.</strong> {line.capitalize()}." in shown


PLANTED = """
from pplx_notebook.protocol.reading.growing_answer import GrowingAnswer
def slip(*_):
    return None + 1  # a bug as we might make it
GrowingAnswer.fold = slip
"""


def test_a_bug_of_ours_comes_out_of_its_cell_once_with_its_traceback() -> None:
    notebook = run(LOAD, PLANTED, "%pplx what is DNA?", allow_errors=True)
    (error,) = [output for output in notebook.cells[2].outputs if output.output_type == "error"]
    assert error.ename == "TypeError"
    assert "slip" in "".join(error.traceback)


FAILS = "lambda *_: None + 1  # a bug as we might make it"
VIEW_BUGS = {  # where a view may fail, for good
    "first": f"from pplx_notebook.views.faces import unfinished_bundle as u; u.answer_html = {FAILS}",
    "growing": f"from pplx_notebook.views.screens import static_view as s; s.StaticView.draw = {FAILS}",
    "finished": f"from pplx_notebook.views.screens import static_view as s; s.bundle = {FAILS}",
}


@pytest.mark.parametrize("options", ["--into kept", "--background --into later"])
@pytest.mark.parametrize("where", VIEW_BUGS)
def test_a_bug_in_a_view_loses_no_answer(where: str, options: str) -> None:
    notebook = run(
        LOAD,
        VIEW_BUGS[where],
        f"%%pplx --view static {options}\nwhat is DNA?",
        "if 'later' in vars(): kept = await later; import asyncio; await asyncio.sleep(0.5)",
        "print(kept.status, bool(kept.text), kept.text == _pplx.text)",
        allow_errors=True,
    )
    assert printed(notebook.cells[4]).strip() == "done True True"


def test_a_bug_in_a_view_comes_out_of_its_cell() -> None:
    notebook = run(LOAD, VIEW_BUGS["first"], "%pplx what is DNA?", allow_errors=True)
    (error,) = [output for output in notebook.cells[2].outputs if output.output_type == "error"]
    assert error.ename == "TypeError"
    assert "unfinished_bundle" in "".join(error.traceback)


def test_a_bug_in_the_background_is_told_once_with_its_traceback() -> None:
    listens = "import asyncio\nTOLD = []\nasyncio.get_running_loop().set_exception_handler(lambda _, told: TOLD.append(told))"
    asks = "%pplx --background --into later what is DNA?"
    waits = "while not TOLD: await asyncio.sleep(0.05)\nawait asyncio.sleep(0.5)"
    tells = "import traceback\nprint(len(TOLD), *traceback.format_exception(TOLD[0]['exception']))"
    notebook = run(LOAD, PLANTED, listens, asks, waits, tells)
    told = printed(notebook.cells[-1])
    assert told.startswith("1 Traceback")
    assert "in slip" in told
