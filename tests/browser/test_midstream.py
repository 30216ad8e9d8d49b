"""What can happen to a notebook while an answer is being written, in a real JupyterLab.

JupyterLab forgets the live output of a page that is reloaded or closed; what the file holds then must be
readable, never end in a spinner, and say that ``%pplx --last`` shows the whole answer.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

import nbformat
import pytest
from lab_server import Lab, Notebook, open_in
from places import ROOT
from playwright.sync_api import BrowserContext, Locator, expect
from reading import QUESTION, page, plain, words

from pplx_notebook import Answer
from pplx_notebook.views.faces import unfinished_bundle

SETUP = "%load_ext pplx_notebook\n%env PPLX_DEMO_PACE={pace}\nimport os\nprint('pid', os.getpid())"
NOTE = "%pplx --last shows it whole"
FIRST = "No power station uses it yet"  # words of the answer's second sentence
LAST = "of fusion power for some minutes"  # and of its last
SLOW, BRISK = "0.4", "1.5"


@pytest.fixture
def begin(lab: Lab, open_notebook: Callable[..., Notebook]) -> Callable[..., Notebook]:
    """``begin(name, pace)``: a notebook whose second cell has begun to stream."""

    def begun(name: str, pace: str = BRISK, options: str = "") -> Notebook:
        sources = [SETUP.format(pace=pace), f"%%pplx {options}\n{QUESTION}", "%pplx --last"]
        opened = open_notebook(lab.write(f"midstream-{name}.ipynb", sources))
        opened.run_and_wait(0)
        opened.run(1)
        expect(opened.output(1).locator(".pplx-text")).to_contain_text(FIRST, timeout=20_000)
        return opened

    return begun


def pid(notebook: Notebook) -> int:
    """The kernel's process."""
    found = re.search(r"pid (\d+)", notebook.output(0).inner_text())
    assert found
    return int(found[1])


def kept(lab: Lab, notebook: Notebook) -> nbformat.NotebookNode:
    """The output of the asking cell, as it lies on the disk; Jupyter may just be writing it."""
    for _ in range(20):
        try:
            (output,) = lab.saved(notebook.name).cells[1].outputs
        except nbformat.reader.NotJSONError:
            notebook.page.wait_for_timeout(100)
        else:
            return output
    raise AssertionError("the notebook is not written to its end")


def save(notebook: Notebook, lab: Lab) -> nbformat.NotebookNode:
    """One save, as an autosave is; what is on the page must be in the file."""
    notebook.save()
    return kept(lab, notebook)


def no_spinner(output: Locator) -> None:
    """Nothing that waits for something that will never come."""
    expect(output).not_to_contain_text("Loading widget", use_inner_text=True)
    expect(output).not_to_contain_text("model not found", use_inner_text=True)
    expect(output.locator(".pplx-live")).to_have_count(0)


def last_shows_it_whole(notebook: Notebook) -> None:
    """``%pplx --last`` in the third cell."""
    notebook.run_and_wait(2)
    answer = notebook.output(2).locator(".pplx-answer")
    expect(answer.locator(".pplx-text")).to_contain_text(LAST)
    assert answer.locator(".pplx-sources tbody tr").count() > 3
    no_spinner(notebook.output(2))


def test_page_and_kernel_say_the_same_of_an_unfinished_answer() -> None:
    assert f'"{unfinished_bundle.NOTE}"' in (
        ROOT / "js" / "src" / "labextension" / "keep-on-save.ts"
    ).read_text("utf-8")


def test_a_second_view_shows_the_same_to_the_end(begin: Callable[..., Notebook]) -> None:
    opened = begin("second")
    opened.output(1).locator(".pplx-text").click(button="right")
    opened.page.get_by_text("Create New View for Cell Output").click()
    lives = opened.page.locator(".pplx-live .pplx-text")
    expect(lives).to_have_count(2)
    expect(lives.nth(1)).to_contain_text(FIRST)
    ends = opened.page.locator(".pplx-interactive .pplx-text")
    expect(ends).to_have_count(2)
    for end in ends.all():
        expect(end).to_contain_text(LAST)
    assert ends.nth(0).text_content() == ends.nth(1).text_content()


def test_a_collapsed_output_is_whole_when_expanded(begin: Callable[..., Notebook]) -> None:
    opened = begin("collapsed")
    opened.cell(1).locator(".jp-OutputCollapser").click()
    expect(opened.output(1).locator(".pplx-live")).not_to_be_visible()
    opened.page.wait_for_timeout(600)
    opened.cell(1).locator(".jp-OutputCollapser").click()
    expect(opened.output(1).locator(".pplx-live")).to_contain_text(FIRST)
    opened.wait_finished(1)
    expect(opened.output(1).locator(".pplx-interactive .pplx-text")).to_contain_text(LAST)


def test_an_output_collapsed_until_the_end_is_whole_when_expanded(begin: Callable[..., Notebook]) -> None:
    opened = begin("collapsed-to-the-end")
    opened.cell(1).locator(".jp-OutputCollapser").click()
    opened.wait_finished(1)
    opened.cell(1).locator(".jp-OutputCollapser").click()
    expect(opened.output(1).locator(".pplx-interactive .pplx-text")).to_contain_text(LAST)
    no_spinner(opened.output(1))


@pytest.mark.parametrize("how", ["reloaded", "closed and opened again"])
def test_a_page_left_in_midstream_is_readable_and_last_shows_the_rest(
    how: str, begin: Callable[..., Notebook], context: BrowserContext, lab: Lab
) -> None:
    opened = begin(how.replace(" ", "-"), SLOW)
    save(opened, lab)
    if how == "reloaded":
        opened.page.reload()
    else:
        opened.page.close()
        opened = Notebook(context.new_page(), opened.name, lab)
        opened.page.goto(f"{lab.url}/lab/tree/{opened.name}?token={lab.token}&reset")
    output = opened.output(1)
    expect(output).to_contain_text(NOTE, timeout=20_000)
    expect(output.locator(".pplx-text")).to_contain_text(FIRST)
    expect(output.locator(".pplx-text")).not_to_contain_text(LAST)
    no_spinner(output)
    last_shows_it_whole(opened)


def test_a_page_reloaded_before_anything_was_saved_has_last(begin: Callable[..., Notebook]) -> None:
    opened = begin("unsaved")
    opened.page.reload()
    opened.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    no_spinner(opened.output(1))
    last_shows_it_whole(opened)


def test_what_is_saved_in_midstream_is_readable_everywhere(begin: Callable[..., Notebook], lab: Lab) -> None:
    opened = begin("autosaved", SLOW)
    shown = opened.output(1).locator(".pplx-live .pplx-text").inner_text().rpartition(" ")[0]
    data = save(opened, lab).data
    for seen in (page(data["text/html"]), plain(data["text/plain"])):
        assert words(shown) in seen.words
        assert words(NOTE) in seen.words
        assert len(seen.links) > 3
    (answer,) = Answer.from_notebook(lab.root / opened.name)
    assert answer.status == "streaming"
    assert words(FIRST) in words(answer.text)
    assert answer.search_results
    expect(opened.output(1).locator(".pplx-live")).to_be_visible()


def test_a_strangers_copy_of_a_notebook_saved_in_midstream_shows_the_text(
    begin: Callable[..., Notebook], open_notebook: Callable[..., Notebook], lab: Lab
) -> None:
    opened = begin("strangers", SLOW)
    save(opened, lab)
    copy = lab.saved(opened.name)
    copy.metadata = nbformat.NotebookNode(comes_from="somebody else")
    nbformat.write(copy, lab.root / "midstream-copy.ipynb")
    output = open_notebook("midstream-copy.ipynb", kernel=False).output(1)
    expect(output.locator(".pplx-text")).to_contain_text(FIRST)
    expect(output).to_contain_text(NOTE)
    no_spinner(output)


def test_a_kernel_killed_in_midstream_is_said_and_the_text_stays(
    begin: Callable[..., Notebook], context: BrowserContext, lab: Lab
) -> None:
    opened = begin("killed", SLOW)
    os.kill(pid(opened), signal.SIGKILL)
    live = opened.output(1).locator(".pplx-live")
    expect(live).to_contain_text("the kernel has ended; run the cell again")
    expect(live.locator(".pplx-text")).to_contain_text(FIRST)
    expect(live.get_by_role("button", name="Stop")).to_have_count(0)
    opened.page.keyboard.press("Escape")  # JupyterLab's own word about the kernel
    opened.save()
    assert FIRST in kept(lab, opened).data["text/html"]
    again = open_in(context, lab, opened.name)
    expect(again.output(1)).to_contain_text(FIRST)
    expect(again.output(1)).to_contain_text("otherwise run the cell again")
    no_spinner(again.output(1))


def test_an_output_cleared_in_midstream_stays_clear_and_the_answer_is_kept(
    begin: Callable[..., Notebook],
) -> None:
    opened = begin("cleared")
    opened.output(1).locator(".pplx-text").click(button="right")
    opened.page.get_by_text("Clear Cell Output", exact=True).click()
    expect(opened.page.locator(".pplx-live")).to_have_count(0)
    last_shows_it_whole(opened)
    expect(opened.output(1).locator(".pplx-answer")).to_have_count(0)


def test_a_cell_run_again_in_midstream_ends_with_one_answer(begin: Callable[..., Notebook], lab: Lab) -> None:
    opened = begin("again")
    opened.run(1)
    expect(opened.output(1).locator(".pplx-live")).to_have_count(0)  # the first one's output is gone
    expect(opened.output(1).locator(".pplx-live .pplx-text")).to_contain_text(FIRST)
    opened.wait_finished(1)
    expect(opened.output(1).locator(".pplx-interactive")).to_have_count(1)
    expect(opened.output(1).locator(".pplx-interactive .pplx-text")).to_contain_text(LAST)
    opened.save()
    assert "widget-view" not in str(kept(lab, opened).data.keys())


def test_the_static_view_saved_in_midstream_is_readable(begin: Callable[..., Notebook], lab: Lab) -> None:
    opened = begin("static", SLOW, "--view static")
    opened.save()
    data = kept(lab, opened).data
    for seen in (page(data["text/html"]), plain(data["text/plain"])):
        assert words(FIRST) in seen.words
        assert words(NOTE) in seen.words
