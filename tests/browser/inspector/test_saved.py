"""A saved recording, in a notebook nobody has trusted and without a kernel: the same view, from the file alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from desk import CLOSE, OPEN
from front_ends import PAGES
from lab_server import Lab, profile
from playwright.sync_api import Browser, Locator, Page, expect

from browser.inspector.recordings import HOSTILE, hostile, refused_then_cut, whole
from browser.test_live_view import violations
from pplx_notebook.inspect.bundle import bundle
from pplx_notebook.inspect.recording import Recording

WHOLE, CUT, BAD = range(3)
WIDTHS = {1400: 8, 900: 5, 420: 5}  # of the page, and how many columns the events have then


@pytest.fixture(scope="module")
def recordings(lab: Lab) -> list[Recording]:
    """What the notebook holds, in order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PPLX_DEMO_PACE", "instant")
        return [whole(), refused_then_cut(), hostile()]


@pytest.fixture(scope="module")
def notebook(lab: Lab, recordings: list[Recording]) -> str:
    """It, on the disk."""
    made = nbformat.v4.new_notebook()
    for recording in recordings:
        cell = nbformat.v4.new_code_cell("answer.exchange")
        cell.outputs = [nbformat.v4.new_output("display_data", data=bundle(recording))]
        made.cells.append(cell)
    nbformat.write(made, lab.root / "recordings.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), lab.root / "none.ipynb")
    return "recordings.ipynb"


class Opened:
    """The page, and what it asked for."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page, self.lab = page, lab
        self.asked: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        page.on("dialog", lambda dialog: (self.problems.append(dialog.message), dialog.dismiss()))

    def open(self, name: str, place: str = "doc/tree") -> None:
        """A notebook without a kernel, alone on the page."""
        if self.asked:
            self.page.evaluate(CLOSE)
            self.page.locator(".jp-Notebook").first.wait_for(state="detached")
            self.page.evaluate(OPEN, name)
        else:
            self.page.goto(f"{self.lab.url}/{place}/{name}?token={self.lab.token}&reset")
        self.page.locator(".jp-Dialog button", has_text="No Kernel").click()
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def inspector(self, number: int) -> Locator:
        """The inspector of that cell, drawn."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(number)
        cell.scroll_into_view_if_needed()
        found = cell.locator(".pplx-inspector")
        found.locator(".facts dd").first.wait_for()
        return found

    def scripts(self) -> list[str]:
        """The inspector's own scripts that were fetched, by their first names."""
        return sorted(re.findall(r"/inspector-(\w+)\.", " ".join(self.asked)))


@pytest.fixture(scope="module")
def opened(chromium: Browser, lab: Lab, notebook: str) -> Iterator[Opened]:
    """A page that first had a notebook without a recording."""
    allowed = ["clipboard-read", "clipboard-write"]
    with profile(chromium, lab, permissions=allowed, viewport={"width": 1400, "height": 1000}) as context:
        made = Opened(context.new_page(), lab)
        made.open("none.ipynb")
        assert made.scripts() == []
        made.open(notebook)
        yield made


def fact(inspector: Locator, name: str) -> str:
    """One of the numbers."""
    return (
        inspector.locator(".facts div", has=inspector.page.locator("dt", has_text=name))
        .locator("dd")
        .inner_text()
    )


def chosen(inspector: Locator) -> Locator:
    """The row of the event that is looked at."""
    return inspector.locator('.list [aria-selected="true"]')


def test_its_scripts_are_fetched_when_the_first_is_opened_and_few_of_them(opened: Opened) -> None:
    opened.inspector(WHOLE)
    assert opened.scripts() == ["chunk", "chunk", "saved", "sheet"]
    assert all(url.startswith((opened.lab.url, "data:", "blob:")) for url in opened.asked)


def test_it_lists_every_event_that_the_decoder_handed_over(
    opened: Opened, recordings: list[Recording]
) -> None:
    for number, recording in enumerate(recordings):
        (*_, entry) = recording.entries
        inspector = opened.inspector(number)
        assert fact(inspector, "Events") == str(len(entry.events))
        assert fact(inspector, "Reads") == str(len(entry.reads))
        expect(inspector.locator(".list")).to_have_attribute("aria-rowcount", str(len(entry.blocks)))
        inspector.locator(".list").press("End")
        expect(chosen(inspector)).to_have_attribute("aria-rowindex", str(len(entry.blocks)))


def test_a_whole_stream_opens_at_its_first_text(opened: Opened, recordings: list[Recording]) -> None:
    opened.open("recordings.ipynb")
    (entry,) = recordings[WHOLE].entries
    place = next(place for place, block in enumerate(entry.blocks) if block.text)
    inspector = opened.inspector(WHOLE)
    expect(chosen(inspector)).to_have_attribute("aria-rowindex", str(place + 1))
    expect(inspector.locator(".answer")).to_have_text(entry.blocks[place].text.strip())
    expect(inspector.locator(".state")).to_have_text("complete")


def test_a_broken_one_opens_at_what_broke(opened: Opened) -> None:
    inspector = opened.inspector(CUT)
    expect(inspector.locator(".state")).to_have_text("cut off")
    expect(inspector.locator(".why")).to_contain_text("broke")
    expect(chosen(inspector)).to_contain_text("unfinished")
    expect(inspector.locator(".panel")).to_contain_text("the stream ends here")


def test_an_attempt_is_a_button_and_a_refusal_shows_its_response(opened: Opened) -> None:
    inspector = opened.inspector(CUT)
    buttons = inspector.locator(".attempts button")
    expect(buttons).to_have_text(["1: 429 refused", "2: 200 cut off"])
    buttons.first.click()
    expect(inspector.locator(".panel")).to_contain_text("slow down")
    expect(inspector.locator(".panel")).to_contain_text("seconds to wait before asking again")
    buttons.last.click()
    expect(inspector.locator(".state")).to_have_text("cut off")


def test_a_torn_character_and_the_wait_for_its_rest_stand_in_the_event(opened: Opened) -> None:
    inspector = opened.inspector(CUT)
    inspector.locator(".list").press("Home")
    panel = inspector.locator(".panel")
    expect(panel.locator(".half")).to_have_text(["C3", "A9"])
    expect(panel.locator(".cut").last).to_have_text(re.compile(r"read 2 \+5\d\d ms"))
    expect(panel).to_contain_text("the decoder had to wait")
    expect(panel.locator(".raw mark, .raw .half")).not_to_have_count(0)
    inspector.locator(".list").press("ArrowDown")
    expect(panel).to_contain_text("Not an event")
    expect(panel).to_contain_text("a comment: keeps the connection awake")


def test_its_bytes_are_those_of_the_stream(opened: Opened, recordings: list[Recording]) -> None:
    entry = recordings[CUT].entries[-1]
    inspector = opened.inspector(CUT)
    inspector.locator(".list").press("Home")
    inspector.get_by_role("button", name="Bytes").click()
    first = entry.blocks[0]
    inspector.locator(".hex").wait_for()
    told = inspector.locator(".hex > span:not(.off, .cut)").all_inner_texts()
    assert bytes.fromhex("".join(told)) == entry.body[first.start : first.end]
    inspector.get_by_role("button", name="Text", exact=True).click()


def test_the_saved_file_is_the_recording(opened: Opened, recordings: list[Recording], tmp_path: Path) -> None:
    for number, recording in enumerate(recordings):
        with opened.page.expect_download() as waiting:
            opened.inspector(number).get_by_role("button", name="Save .har").click()
        waiting.value.save_as(tmp_path / "exchange.har")
        again = Recording.open(tmp_path / "exchange.har")
        assert again.warnings == ()
        assert again.to_har() == recording.to_har()


def test_the_command_for_a_shell_has_the_key_as_a_variable(opened: Opened) -> None:
    inspector = opened.inspector(CUT)
    inspector.get_by_role("button", name="Copy as curl").click()
    expect(inspector.get_by_role("status")).to_have_text(re.compile("Copied"))
    text = opened.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("curl -N 'http://127.0.0.1:")
    assert '"What?"' in text


def test_the_list_and_the_slider_move_one_cursor_by_keys(opened: Opened) -> None:
    inspector = opened.inspector(WHOLE)
    events, slider = inspector.locator(".list"), inspector.get_by_role("slider")

    def is_at(row: int) -> None:
        expect(chosen(inspector)).to_have_attribute("aria-rowindex", str(row))

    events.press("Home")
    is_at(1)
    events.press("PageDown")
    is_at(13)
    slider.press("ArrowRight")
    is_at(14)
    slider.press("Shift+ArrowRight")
    is_at(24)
    slider.press("Home")
    expect(inspector.locator(".panel")).to_contain_text("Before the first event")
    events.press("End")
    events.press("Enter")
    expect(inspector.locator(".panel")).to_be_focused()
    opened.page.keyboard.press("/")
    expect(inspector.get_by_role("searchbox")).to_be_focused()
    opened.page.keyboard.press("Escape")
    expect(events).to_be_focused()


def test_a_key_that_deletes_a_cell_is_only_a_key_in_here(opened: Opened) -> None:
    cells = opened.page.locator(".jp-Notebook .jp-Cell").count()
    opened.inspector(WHOLE).locator(".list").focus()
    opened.page.keyboard.press("d")
    opened.page.keyboard.press("d")
    assert opened.page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_the_filter_keeps_the_numbers_of_the_stream(opened: Opened, recordings: list[Recording]) -> None:
    (entry,) = recordings[WHOLE].entries
    inspector = opened.inspector(WHOLE)
    field = inspector.get_by_role("searchbox")
    found = [block for block in entry.blocks if b"tokamak" in entry.body[block.start : block.end].lower()]
    assert found
    field.fill("Tokamak")
    rows = inspector.locator(".list .row:visible .no")
    expect(rows).to_have_text([str(block.number) for block in found])
    field.fill("size>2000")
    long = sum(block.size > 2000 for block in entry.blocks)
    expect(inspector.locator(".list")).to_have_attribute("aria-rowcount", str(long))
    field.fill("")
    inspector.locator(".kinds button", has_text="text").click()
    texts = sum(bool(block.text) for block in entry.blocks)
    expect(inspector.locator(".list")).to_have_attribute("aria-rowcount", str(texts))
    inspector.locator(".kinds button", has_text="all").click()


def test_playing_comes_to_the_end(opened: Opened, recordings: list[Recording]) -> None:
    inspector = opened.inspector(CUT)
    inspector.get_by_role("slider").press("Home")
    inspector.get_by_label("Speed").select_option("4")
    inspector.get_by_role("button", name="Play").click()
    expect(chosen(inspector)).to_have_attribute("aria-rowindex", str(len(recordings[CUT].entries[-1].blocks)))
    expect(inspector.get_by_role("button", name="Play")).to_be_visible()


def test_markup_of_a_server_is_text(opened: Opened) -> None:
    inspector = opened.inspector(BAD)
    inspector.locator(".list").press("Home")
    panel = inspector.locator(".panel")
    expect(panel).to_contain_text(HOSTILE)
    for tab in ("Request", "Response", "What is this?", "Event"):
        inspector.get_by_role("tab", name=tab).click()
        expect(panel.locator("> *").first).to_be_visible()
        assert inspector.locator("img, a, script, iframe, b:has(a)").count() == 0
    assert opened.problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_it_asks_its_own_width_and_nothing_hangs_out(width: int, opened: Opened) -> None:
    opened.page.set_viewport_size({"width": width, "height": 1000})
    inspector = opened.inspector(CUT)
    head = inspector.locator(".row.header span:visible")
    expect(head).to_have_count(WIDTHS[width])
    over = "one => [...one.querySelectorAll('*')].filter(n => n.getBoundingClientRect().right > one.getBoundingClientRect().right + 1 && !n.closest('.list, .panel, .says, svg')).map(n => n.className)"
    assert inspector.evaluate(over) == []
    opened.page.set_viewport_size({"width": 1400, "height": 1000})


def test_what_was_out_of_view_is_drawn_when_it_comes_back(opened: Opened) -> None:
    inspector = opened.inspector(WHOLE)
    inspector.evaluate("one => { one.parentElement.style.display = 'none' }")
    opened.page.set_viewport_size({"width": 1300, "height": 1000})
    opened.page.wait_for_timeout(
        300
    )  # JupyterLab takes cells out of view off the page, and may draw meanwhile
    inspector.evaluate("one => { one.parentElement.style.display = '' }")
    opened.page.set_viewport_size({"width": 1400, "height": 1000})
    expect(inspector.locator(".list .row:visible")).not_to_have_count(4)
    width = inspector.locator(".time").evaluate("one => one.clientWidth")
    expect(inspector.locator("svg")).to_have_attribute("viewBox", f"0 0 {width} 124")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing(theme: str, opened: Opened) -> None:
    opened.page.evaluate(
        "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", theme
    )
    opened.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=theme)
    inspector = opened.inspector(CUT)
    for tab in ("Request", "Response", "What is this?", "Event"):
        inspector.get_by_role("tab", name=tab).click()
        inspector.locator(".list").press("Home")
        if tab != "Event":
            inspector.get_by_role("tab", name=tab).click()
        assert violations(opened, ".pplx-inspector") == []


def test_notebook_7_shows_the_same(
    chromium: Browser, lab: Lab, notebook: str, recordings: list[Recording]
) -> None:
    with profile(chromium, lab) as context:
        other = Opened(context.new_page(), lab)
        other.open(notebook, PAGES["Notebook 7"])
        (entry,) = recordings[WHOLE].entries
        assert fact(other.inspector(WHOLE), "Events") == str(len(entry.events))


def test_without_our_front_end_it_is_a_table(recordings: list[Recording]) -> None:
    faces: dict[str, Any] = bundle(recordings[CUT])
    assert "<table>" in faces["text/html"]
    assert not re.search(r"<script|<style|href|src=|\son\w+=", faces["text/html"])
    for face in ("text/html", "text/markdown", "text/plain"):
        assert "cut off" in faces[face]
        assert "first text" in faces[face]
