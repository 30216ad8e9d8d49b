"""An answer that grows is stopped: by its button, by a key, by the notebook's own interrupt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growing_answer import PARAGRAPH, Writer, text_of, wait_for_growth, writes
from lab_server import Lab, Notebook
from playwright.sync_api import expect


@writes((PARAGRAPH + "\n\n") * 20, 200)
def test_stop_in_the_background_leaves_the_cell_alone_that_runs(
    written: Writer, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    question = f"%%pplx --background --into answer {written.options}\nWhat is fusion?"
    sleep = "import time\nfor _ in range(40): time.sleep(0.1)\n'slept well'"
    notebook = open_notebook(lab.write("background.ipynb", ["%load_ext pplx_notebook", question, sleep]))
    notebook.run_and_wait(0)
    notebook.run_and_wait(1)
    expect(text_of(notebook)).not_to_be_empty()
    notebook.run(2)
    notebook.page.wait_for_timeout(500)
    notebook.output(1).get_by_role("button", name="Stop").click()
    notebook.wait_finished(2)
    expect(notebook.output(2)).to_contain_text("slept well")
    expect(notebook.output(1).locator(".pplx-ending")).to_contain_text("Stopped.")
    assert written.server.seen[0].gone.is_set(), "the connection was closed"


@writes((PARAGRAPH + "\n\n") * 20, 500)
@pytest.mark.parametrize("key", ["Enter", " "])
def test_stop_works_from_the_keyboard(key: str, written: Writer, begin: Callable[[str], Notebook]) -> None:
    notebook = begin(written.options)
    wait_for_growth(notebook, 200)
    stop = notebook.output(1).get_by_role("button", name="Stop")
    stop.focus()
    assert stop.evaluate("button => getComputedStyle(button).outlineStyle") != "none"
    notebook.page.keyboard.press(key)
    notebook.wait_finished(1)
    expect(notebook.output(1).locator(".pplx-ending")).to_contain_text("Stopped.")
    focused = "output => output.contains(document.activeElement)"  # not lost with Stop
    assert notebook.output(1).evaluate(focused)


@pytest.mark.parametrize("keys", ["i i", "button"])
@writes((PARAGRAPH + "\n\n") * 20, 500)
def test_the_notebooks_own_interrupt_is_the_same_as_stop(
    keys: str, written: Writer, begin: Callable[[str], Notebook]
) -> None:
    notebook = begin(written.options)
    wait_for_growth(notebook, 200)
    if keys == "button":
        notebook.page.locator("[data-jp-item-name=interrupt]").click()
    else:
        notebook.page.keyboard.press("Escape")
        notebook.page.keyboard.type("ii")
    notebook.wait_finished(1)
    expect(notebook.output(1).locator(".pplx-ending")).to_contain_text("Stopped.")
