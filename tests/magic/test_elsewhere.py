"""Where the output of a cell goes elsewhere, the finished answer stands there: an Output, a capture, a thread."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest

# In a process of its own, far from pytest's threads and signals. For an Output, nbclient writes to the kernel
# through a second handle of the socket it waits at, and the wake-up of the reply can go to that one: it slept for
# its whole timeout, here and there, until it looked again. So it looks again every 0.2 s.
EXECUTE = """\
import queue, sys, nbformat, nbclient
from jupyter_client.asynchronous.client import AsyncKernelClient
Channel = AsyncKernelClient.shell_channel_class.default_value
get_once = Channel.get_msg
async def get_msg(channel, timeout=None):
    for _ in range(round((timeout or 3600) / 0.2)):
        try:
            return await get_once(channel, 0.2)
        except queue.Empty:
            pass
    raise queue.Empty
Channel.get_msg = get_msg
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
nbformat.write(notebook, sys.argv[1])
"""
MIME = "application/vnd.pplx.answer+json"
STATE = "application/vnd.jupyter.widget-state+json"
WORDS = "region of space"
LOAD = """\
%load_ext pplx_notebook
import asyncio, json, threading
import ipywidgets as w
from IPython.utils.capture import capture_output
def begin(name):
    global out
    out = OUTPUTS[name] = w.Output()
    display(out)
OUTPUTS = {}
"""
TELL = "await asyncio.sleep(0.5)\nprint(json.dumps({name: one.model_id for name, one in OUTPUTS.items()}))"
ASK = "%pplx what is a black hole?"
LATER = ASK.replace("%pplx", "%pplx --background --into later")
LIVE = "--view widget"

# in each, ``out`` is an Output of its own that stands in the cell already
PLACES = {
    "a with block": f"with out:\n    print('before')\n    {ASK}\n    print('behind')",
    "a decorator": f"@out.capture()\ndef ask():\n    {ASK}\nask()",
    "a tab": f"display(w.Tab([out]))\nwith out:\n    {ASK}",
    "one inside another": f"with w.Output():\n    with out:\n        {ASK}",
    "shown again": f"{ASK}\nwith out:\n    %pplx --last",
    "not streamed": f"with out:\n    {ASK.replace('%pplx', '%pplx --no-stream')}",
    "in the background": f"with out:\n    {LATER}\nawait later; await asyncio.sleep(0.3)",
    "a thread": f"def ask():\n    with out:\n        {ASK}\nt = threading.Thread(target=ask)\nt.start(); t.join()",
    "live": f"with out:\n    {ASK.replace('%pplx', f'%pplx {LIVE}')}",
    "live in the background": (
        f"with out:\n    {LATER.replace('%pplx', f'%pplx {LIVE}')}\nawait later; await asyncio.sleep(0.3)"
    ),
    "a widget's callback": (
        f"def changed(_):\n    with out:\n        {ASK}\n"
        "slider = w.IntSlider(); slider.observe(changed, 'value'); slider.value = 7"
    ),
}
CAPTURES = {
    "%%capture": "%%capture captured\n{ask}",
    "capture_output": "with capture_output() as captured:\n    {ask}",
    "in an Output": "with w.Output():\n    with capture_output() as captured:\n        {ask}",
}
VIEWS = ["", "--view static", LIVE, "--background --into later"]
SHOW = "captured.show()\nfor output in captured.outputs: display(output)"
WAIT = "if 'later' in vars(): await later; await asyncio.sleep(0.3)"


def run(*cells: str) -> nbformat.NotebookNode:
    """A notebook of these cells after Run All in a fresh kernel."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (LOAD, *cells)]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notebook.ipynb"
        nbformat.write(notebook, path)
        environment = os.environ | {"PPLX_DEMO_PACE": "instant"}
        done = subprocess.run(
            [sys.executable, "-c", EXECUTE, str(path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return nbformat.read(path, as_version=4)


def answers(outputs: list[Any]) -> list[dict[str, Any]]:
    """The saved answers among outputs, beginnings included."""
    return [output["data"][MIME]["answer"] for output in outputs if MIME in output.get("data", {})]


@pytest.fixture(scope="module")
def held() -> dict[str, list[Any]]:
    """What the Output of each place holds in the file."""
    notebook = run(*(f"begin({name!r})\n{cell}" for name, cell in PLACES.items()), TELL)
    ids = json.loads(notebook.cells[-1].outputs[0].text)
    state = notebook.metadata.widgets[STATE]["state"]
    return {name: state[ids[name]]["state"]["outputs"] for name in PLACES}


@pytest.mark.parametrize("place", PLACES)
def test_an_output_widget_holds_the_finished_answer(place: str, held: dict[str, list[Any]]) -> None:
    *beginnings, finished = answers(held[place])
    assert finished["status"] == "done"
    assert WORDS in finished["text"]
    assert "still being written" not in str(held[place])
    assert [answer.get("text") for answer in beginnings] == ([None] if place == "live" else [])


def test_what_else_stands_in_the_output_widget_stays(held: dict[str, list[Any]]) -> None:
    outputs = held["a with block"]
    assert [output.get("text", "answer").strip() for output in outputs] == ["before", "answer", "behind"]


def test_a_cell_beside_an_output_widget_keeps_its_own_output() -> None:
    (*_, output) = run(f"begin('')\nwith out:\n    print('there')\n{ASK}").cells[1].outputs
    assert [answer["status"] for answer in answers([output])] == ["done"]


@pytest.mark.parametrize("view", ["", LIVE])
def test_a_background_answer_that_ends_while_somebody_captures_ends_where_it_began(view: str) -> None:
    asks = LATER.replace("%pplx", f"%pplx {view}")
    waits = "with capture_output() as kept:\n    await later; await asyncio.sleep(0.3)"
    (asked,) = run(f"{asks}\n{waits}\nprint(kept.outputs)").cells[1:]
    answer, printed = asked.outputs
    assert [answer["status"] for answer in answers([answer])] == ["done"]
    assert printed.text == "[]\n"


@pytest.fixture(scope="module")
def captured() -> dict[tuple[str, str], tuple[Any, Any]]:
    """For each capture and view: the outputs of the cell that asks, and of the one that shows it twice."""
    pairs = list(product(CAPTURES, VIEWS))
    asks = [CAPTURES[capture].format(ask=ASK.replace("%pplx", f"%pplx {view}")) for capture, view in pairs]
    cells = [cell for ask in asks for cell in (ask, WAIT, SHOW)]
    outputs = [cell.outputs for cell in run(*cells).cells[1:]]
    return dict(zip(pairs, zip(outputs[::3], outputs[2::3], strict=True), strict=True))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_holds_the_finished_answer_and_nothing_before_it(
    capture: str, view: str, captured: dict[tuple[str, str], tuple[Any, Any]]
) -> None:
    asked, shown = captured[capture, view]
    assert asked == []
    assert [answer["status"] for answer in answers(shown)] == ["done", "done"]
    assert "still being written" not in str(shown)
    assert all(WORDS in answer["text"] for answer in answers(shown))


def test_a_captured_text_view_is_captured_text() -> None:
    asks = "%%capture captured\n%pplx --view text what is a black hole?"
    _, asked, printed = run(asks, "print(captured.stdout)").cells
    assert WORDS in "".join(output.text for output in printed.outputs)
    assert asked.outputs == []
