"""An answer's frame on the page: where it begins and ends, how it ended, said once, and nothing covers anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from front_ends import PAGES, load
from lab_server import Lab, Notebook, profile
from local_server import LocalServer
from playwright.sync_api import Browser, expect

BOXES = (Path(__file__).parent / "boxes.js").read_text("utf-8")
HEAD = "head 200 text/event-stream"
TITLE = "A source with a title of some length"
SOURCES = [{"title": f"{TITLE} {n}", "url": f"https://example.org/{n}"} for n in (1, 2)]
KNOWN = "raw data: " + json.dumps({"choices": [], "search_results": SOURCES}) + "\\n\\n"
PARAGRAPH = "This paragraph **goes on** with `words` and a source [1][2], so that lines are broken. " * 4
RICH = (
    f"{PARAGRAPH}\n\n# First part\n\n{PARAGRAPH}\n\n### Below it\n\n```python\nprint('a line of code that is wide')\n"
    f"```\n\n| a | b |\n|---|---|\n| {PARAGRAPH} | 1 |\n"
)
STEPS = {
    "finished": (HEAD, KNOWN, f"delta <think>{PARAGRAPH}</think>", f"delta {RICH}", "finish", "done", "end"),
    "stopped": (HEAD, KNOWN, f"delta {PARAGRAPH}", *["pause 1"] * 60),
    "cut": (HEAD, KNOWN, f"delta {PARAGRAPH}", "reset"),
    "failed": ("reply 400 application/json", 'body {"error":{"message":"no such model","code":"unknown"}}'),
}
SPINE = """answer => {
    const {borderLeftStyle, borderLeftWidth} = getComputedStyle(answer, '::before');
    return [borderLeftStyle, borderLeftWidth];
}"""
FROM_THE_END = """answer => {
    const bottom = (part) => part.getBoundingClientRect().bottom;
    return bottom(answer) - bottom(answer.querySelector('.pplx-status'));
}"""
HEADINGS = """text => [...text.querySelectorAll('h4, h5')].map(
    (one) => [one.localName, Math.floor(parseFloat(getComputedStyle(one).fontSize))])"""
LETTERS_A_LINE = """p => {
    const lines = Math.round(p.offsetHeight / parseFloat(getComputedStyle(p).lineHeight));
    return p.textContent.length / lines;
}"""
SPINES = {
    "finished": ["solid", "1px"],
    "stopped": ["dashed", "2px"],
    "cut": ["dashed", "2px"],
    "failed": ["solid", "2px"],
}
WORDS = {"stopped": "Stopped.", "cut": "Cut off.", "failed": "No answer."}
ERRORS = {"stopped": "Stopped", "cut": "TransportError", "failed": "StatusError"}
CELL = {name: number for number, name in enumerate(STEPS, 1)}


@pytest.fixture(params=PAGES, scope="module")
def walked(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Notebook]:
    """A notebook with an answer of each ending, asked on a page of 420 px."""
    with ExitStack() as stack:
        servers = [stack.enter_context(LocalServer(lambda _, steps=steps: steps)) for steps in STEPS.values()]
        context = stack.enter_context(profile(chromium, lab, viewport={"width": 420, "height": 900}))
        asked = [f"%%pplx --provider chat --base-url {one.url}\nWhat is it?" for one in servers]
        name = lab.write("frame.ipynb", ["%load_ext pplx_notebook", *asked])
        notebook = Notebook(context.new_page(), name, lab)
        notebook.page.goto(f"{lab.url}/{PAGES[request.param]}/{name}?token={lab.token}&reset")
        if request.param == "JupyterLab":
            notebook.page.keyboard.press("Control+b")  # its file browser leaves no room
        load(notebook)
        notebook.page.evaluate(f"() => {{ {BOXES} }}")
        yield notebook


def test_while_it_is_written_stop_is_the_first_stop_of_the_walk_and_nothing_covers_anything(
    walked: Notebook,
) -> None:
    walked.run(CELL["stopped"])
    live = walked.output(CELL["stopped"]).locator(".pplx-live .pplx-answer")
    expect(live.locator(".pplx-text")).to_contain_text("goes on")
    expect(live.locator(".pplx-strip a").first).to_be_visible()
    assert live.evaluate(SPINE) == ["solid", "2px"]
    assert "pplx-stop" in live.evaluate("answer => answer.querySelector('a, button, summary').className")
    assert abs(live.evaluate(FROM_THE_END)) <= 1  # and it is drawn last
    assert live.evaluate("overlaps") == []
    assert live.evaluate("coveredByRings") == []
    walked.page.evaluate("height = document.querySelector('.pplx-status').offsetHeight")
    live.get_by_role("button", name="Stop").click()
    walked.wait_finished(CELL["stopped"])
    foot = walked.output(CELL["stopped"]).locator(".pplx-foot")
    expect(foot).to_be_visible()
    assert foot.evaluate("foot => foot.offsetHeight === height")


@pytest.mark.parametrize("name", STEPS)
def test_a_line_at_its_edge_says_how_it_ended_and_nothing_covers_anything(
    name: str, walked: Notebook
) -> None:
    if name != "stopped":
        walked.run_and_wait(CELL[name])
    shown = walked.output(CELL[name]).locator(".pplx-answer")
    expect(shown).to_have_class(re.compile("pplx-interactive"))
    assert shown.evaluate(SPINE) == SPINES[name]
    assert shown.evaluate("overlaps") == []
    assert shown.evaluate("coveredByRings") == []


@pytest.mark.parametrize("name", WORDS)
def test_how_it_ended_is_said_once(name: str, walked: Notebook) -> None:
    output = walked.output(CELL[name])
    expect(output.locator(".pplx-ending strong")).to_have_text(WORDS[name])
    error = output.locator(".jp-OutputArea-child:not(:has(.pplx-answer))")
    expect(error).to_have_count(1)
    expect(error).to_be_hidden()


def test_the_cells_have_failed_all_the_same(walked: Notebook) -> None:
    walked.save()
    cells = walked.lab.saved(walked.name).cells
    for name, error in ERRORS.items():
        assert [one.get("ename") for one in cells[CELL[name]].outputs] == [None, error]


def test_prose_has_a_measure_and_its_headings_are_smaller_than_the_notebooks_own(walked: Notebook) -> None:
    text = walked.output(CELL["finished"]).locator(".pplx-text")
    assert text.evaluate(HEADINGS) == [["h4", 15], ["h5", 14]]
    walked.page.set_viewport_size({"width": 1900, "height": 900})
    walked.page.wait_for_timeout(500)  # JupyterLab lays its panels out anew
    width = text.locator("> p").first.evaluate("p => p.offsetWidth")
    letters = text.locator("> p").first.evaluate(LETTERS_A_LINE)
    walked.page.set_viewport_size({"width": 420, "height": 900})
    assert width <= 600
    assert 55 <= letters <= 85


def test_the_question_is_seen_where_its_cell_is_folded_away(walked: Notebook) -> None:
    cell = walked.cell(CELL["finished"])
    asked = cell.locator(".pplx-asked")
    expect(asked).to_have_text("What is it?")
    assert asked.evaluate("asked => asked.offsetWidth") == 1
    cell.locator(".jp-InputCollapser").click()
    assert asked.evaluate("asked => asked.offsetWidth") > 50
    cell.locator(".jp-InputCollapser").click()


def test_the_table_of_contents_lists_the_question_alone(walked: Notebook) -> None:
    walked.page.set_viewport_size({"width": 1280, "height": 900})
    walked.page.keyboard.press("Escape")
    walked.page.keyboard.press("Control+Shift+k")
    entries = walked.page.locator(".jp-tocItem-content")
    expect(entries.first).to_be_visible()
    assert {entry.strip() for entry in entries.all_inner_texts()} == {"What is it?"}
    walked.page.keyboard.press("Control+Shift+k")
    walked.page.set_viewport_size({"width": 420, "height": 900})
