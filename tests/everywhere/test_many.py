"""Fifty answers in one notebook, and one huge answer: what they leave in the kernel and in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from reading import QUESTION

from pplx_notebook import Answer
from pplx_notebook.demo.server.server import DemoServer

ANSWERS = 50
COUNT = """
import gc, json, os, threading
from ipywidgets.widgets import widget
gc.collect()
with open("/proc/self/statm") as statm:
    pages = int(statm.read().split()[1])
print(json.dumps({"bytes": pages * os.sysconf("SC_PAGE_SIZE"), "models": len(widget._instances),
    "threads": threading.active_count(), "files": len(os.listdir("/proc/self/fd"))}))
"""
WARM = 5


def run(sources: list[str], environment: dict[str, str]) -> nbformat.NotebookNode:
    """The notebook after Run All."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return notebook


@pytest.fixture(scope="module")
def widgets(environment: dict[str, str]) -> nbformat.NotebookNode:
    """A notebook that asked fifty times with the live widget, and counted after the first few and at the end."""
    asks = [f"%%pplx --view widget\n{QUESTION}"] * ANSWERS
    return run(["%load_ext pplx_notebook", *asks[:WARM], COUNT, *asks[WARM:], COUNT], environment)


def counted(cell: nbformat.NotebookNode) -> dict[str, int]:
    """What a counting cell printed."""
    return dict(json.loads(cell.outputs[0].text))


def answers(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """The bundles of all answers."""
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    return [output.data for output in outputs if output.output_type == "display_data"]


def test_no_widget_model_thread_or_file_is_left_behind(widgets: nbformat.NotebookNode) -> None:
    before, after = counted(widgets.cells[1 + WARM]), counted(widgets.cells[-1])
    assert after["models"] == 0
    assert after["threads"] <= before["threads"]
    assert after["files"] <= before["files"] + 5


def test_the_kernel_grows_by_less_than_60_mb_in_1000_answers(widgets: nbformat.NotebookNode) -> None:
    """A tenth of that budget is allowed to these few; tests/bench/bench_many.py asks the thousand."""
    before, after = counted(widgets.cells[1 + WARM]), counted(widgets.cells[-1])
    assert after["bytes"] - before["bytes"] < 6e6


def test_a_notebook_grows_only_by_its_data(environment: dict[str, str]) -> None:
    """Fifty answers cost fifty times what one costs: no widget state, no script, no style, nothing twice."""
    ask = f"%%pplx\n{QUESTION}"
    sizes = {}
    for number in (0, 1, ANSWERS):
        notebook = run(["%load_ext pplx_notebook", *[ask] * number], environment)
        assert len(answers(notebook)) == number
        assert "widgets" not in notebook.metadata
        sizes[number] = len(nbformat.writes(notebook).encode())
    each = (sizes[ANSWERS] - sizes[0]) / ANSWERS
    data = len(json.dumps(answers(notebook)[0], ensure_ascii=False).encode())
    print(f"\nan answer: {each:,.0f} bytes in the notebook, {data:,} of them its four faces")
    assert each == pytest.approx(sizes[1] - sizes[0], rel=0.01)
    assert each < 1.25 * data  # notation: indentation, a pair of quotes for every line
    assert not any(word in str(answers(notebook)) for word in ("<script", "<style", "_esm", "_css"))


def test_a_huge_answer_stays_below_three_and_a_half_times_its_text(
    environment: dict[str, str], tmp_path: Path
) -> None:
    part = (
        "The answer goes on with **a claim** and its source [1], and `a term`; then it explains what follows from it, "
        "at the length such explanations have, so that a paragraph is as long as a paragraph usually is.\n\n"
        "- first thing to know\n- second thing, *with emphasis*, and why it matters more than the first one did\n\n"
    )
    events = []
    for _ in range(800):
        choice = {"index": 0, "delta": {"content": part}, "finish_reason": None}
        sources = [{"title": "A source", "url": "https://example.org/"}]
        chunk = {"id": "x", "object": "chat.completion.chunk", "choices": [choice], "search_results": sources}
        events.append(f"data: {json.dumps(chunk)}\n\n")
    file = tmp_path / "huge.sse"
    file.write_text("".join(events) + "data: [DONE]\n\n", "utf-8")
    with DemoServer(replay=file, pace="instant") as server:
        ask = f"%%pplx --provider chat --base-url {server.base_url} --model x\nWrite a long one."
        notebook = run(["%load_ext pplx_notebook", ask], environment)
    saved = tmp_path / "huge.ipynb"
    nbformat.write(notebook, saved)
    (answer,) = Answer.from_notebook(saved)
    assert answer.text == part * 800
    print(f"\nnotebook: {saved.stat().st_size / len(answer.text):.2f} times the text")
    assert saved.stat().st_size < 3.5 * len(answer.text)
