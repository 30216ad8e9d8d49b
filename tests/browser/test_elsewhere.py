"""Where the output of a cell goes elsewhere: the finished answer stands there, as a reader sees and saves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_server import Lab, Notebook
from playwright.sync_api import Locator, expect

ASK = "%pplx --provider demo what is a black hole?"
WORDS = "region of space"
NOTE = "still being written"
LOAD = "%load_ext pplx_notebook\nimport ipywidgets as w, threading\nfrom IPython.display import display"

PLACES = {
    "with block": f"out = w.Output(); display(out)\nwith out:\n    print('before')\n    {ASK}\n    print('behind')",
    "capture decorator": f"out = w.Output(); display(out)\n@out.capture()\ndef ask():\n    {ASK}\nask()",
    "tab": f"out = w.Output(); display(w.Tab([out]))\nwith out:\n    {ASK}",
    "nested": f"out, inner = w.Output(), w.Output(); display(out)\nwith out:\n    display(inner)\n    with inner:\n        {ASK}",
    "background": f"out = w.Output(); display(out)\nwith out:\n    {ASK.replace('%pplx', '%pplx --background')}",
    "thread": f"out = w.Output(); display(out)\ndef ask():\n    with out:\n        {ASK}\nt = threading.Thread(target=ask); t.start(); t.join()",
    "static view": f"out = w.Output(); display(out)\nwith out:\n    {ASK.replace('%pplx', '%pplx --view static')}",
}
CALLBACKS = {
    "button": (
        f"out, button = w.Output(), w.Button(description='Ask'); display(button, out)\n"
        f"def clicked(_):\n    with out:\n        {ASK}\nbutton.on_click(clicked)"
    ),
    "interact_manual": f"def ask(topic='black hole'):\n    {ASK.replace('black hole', '{{topic}}')}\nw.interact_manual(ask)",
}


def finished(place: Locator) -> None:
    """The whole answer stands there, once, and nothing of its beginning."""
    expect(place.locator(".pplx-sources").first).to_be_visible(timeout=9_000)
    expect(place.locator(".pplx-text:visible")).to_have_count(1)
    expect(place.locator(".pplx-text:visible")).to_contain_text(WORDS)
    expect(place).not_to_contain_text(NOTE)
    expect(place.locator(".pplx-live:visible")).to_have_count(0)
    assert "Traceback" not in place.inner_text()


@pytest.mark.parametrize("place", PLACES)
def test_in_an_output_widget_it_is_seen_growing_and_stays(
    place: str, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    notebook = open_notebook(
        lab.write("elsewhere.ipynb", [LOAD, PLACES[place], "[list(o.get('data', o)) for o in out.outputs]"])
    )
    notebook.run_and_wait(0)
    notebook.run_and_wait(1)
    finished(notebook.output(1))
    notebook.page.wait_for_timeout(1000)
    print(notebook.output(1).inner_text()[:300])
    notebook.run_and_wait(2)
    print(notebook.output(2).inner_text())
    finished(notebook.output(1))


@pytest.mark.parametrize("place", CALLBACKS)
def test_a_callback_leaves_it_in_its_output(
    place: str, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    notebook = open_notebook(lab.write("callback.ipynb", [LOAD, CALLBACKS[place]]))
    notebook.run_and_wait(0)
    notebook.run_and_wait(1)
    notebook.output(1).locator("button").first.click()
    expect(notebook.output(1).locator(".pplx-live, .pplx-sources").first).to_be_visible(timeout=9_000)
    finished(notebook.output(1))


@pytest.mark.parametrize(
    "capture",
    [
        "%%capture captured\n" + ASK,
        f"from IPython.utils.capture import capture_output\nwith capture_output() as captured:\n    {ASK}",
    ],
)
def test_a_capture_holds_it_and_nothing_is_shown_before(
    capture: str, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    notebook = open_notebook(lab.write("capture.ipynb", [LOAD, capture, "captured.show()"]))
    for number in (0, 1, 2):
        notebook.run_and_wait(number)
    notebook.page.wait_for_timeout(1000)
    print("CAPTURE:", notebook.output(1).inner_text())
    finished(notebook.output(2))
    assert notebook.output(1).inner_text().strip() == ""


@pytest.mark.parametrize("join", ["", "; t.join()"])
def test_a_thread(join: str, lab: Lab, open_notebook: Callable[..., Notebook]) -> None:
    cell = f"def ask():\n    {ASK}\nt = threading.Thread(target=ask); t.start(){join}"
    notebook = open_notebook(lab.write("thread.ipynb", [LOAD, cell, "import time; time.sleep(1)", "t.join(); _pplx.status"]))
    for number in (0, 1, 2, 3):
        notebook.run_and_wait(number)
    notebook.page.wait_for_timeout(1500)
    for n in (1,2,3): print("CELL", n, notebook.output(n).inner_text()[:400])
    finished(notebook.output(1))


def test_a_callback_without_output(lab: Lab, open_notebook: Callable[..., Notebook]) -> None:
    cell = f"button = w.Button(description='Ask'); display(button)\ndef clicked(_):\n    {ASK}\nbutton.on_click(clicked)"
    notebook = open_notebook(lab.write("callback2.ipynb", [LOAD, cell, "_pplx.status"]))
    notebook.run_and_wait(0)
    notebook.run_and_wait(1)
    notebook.output(1).locator("button").first.click()
    notebook.page.wait_for_timeout(6000)
    notebook.run_and_wait(2)
    print("CELL", notebook.output(1).inner_text()[:400], notebook.output(2).inner_text()[:400])
    assert 0
