"""``%%pplx --background`` in a real JupyterLab: the notebook goes on, each answer stays in its own output."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_server import Lab, Notebook
from playwright.sync_api import expect

CELLS = [
    "%load_ext pplx_notebook",
    "%%pplx --provider demo --background --into hole\nTell me everything about black holes in detail",
    "%%pplx --provider demo --background --into leaf\nWhat is photosynthesis?",
    "hole.done, leaf.done",
    "(await leaf).prompt, hole.wait(), hole.answer.status",
]


@pytest.fixture
def notebook(lab: Lab, open_notebook: Callable[..., Notebook]) -> Notebook:
    """An open notebook whose two questions have been sent to the background."""
    opened = open_notebook(lab.write("background.ipynb", CELLS))
    for number in (0, 1, 2):
        opened.run_and_wait(number)
    return opened


def test_cells_return_at_once_and_each_answer_stays_in_its_own_output(notebook: Notebook) -> None:
    notebook.run_and_wait(3)
    expect(notebook.output(3)).to_contain_text("(False, False)")
    expect(notebook.output(2).locator(".pplx-sources").first).to_be_visible(timeout=30_000)
    expect(notebook.output(2).locator(".pplx-text")).to_contain_text("light")
    expect(notebook.output(1).locator(".pplx-text")).to_contain_text("black hole")
    assert "pplx" not in (notebook.output(3).inner_html() or "")


def test_stop_ends_one_background_answer_and_leaves_the_other(notebook: Notebook) -> None:
    expect(notebook.output(1).locator(".pplx-text")).not_to_be_empty()
    notebook.output(1).get_by_role("button", name="Stop").click()
    expect(notebook.output(1).locator(".pplx-ending")).to_contain_text("Stopped.")
    notebook.run_and_wait(4)
    expect(notebook.output(4)).to_contain_text("('What is photosynthesis?', True, 'interrupted')")
    expect(notebook.output(2).locator(".pplx-ending")).to_have_count(0)
