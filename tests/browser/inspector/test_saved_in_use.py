"""Moving in a saved recording: by keys, with the filter, at play, on every width and in every theme."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.inspector.saved_page import CUT, WHOLE, Opened, chosen
from pplx_notebook.inspect.recording import Recording

WIDTHS = {1400: 8, 900: 5, 420: 5}  # of the page, and how many columns the events have then


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
    width = inspector.get_by_role("slider").evaluate("one => one.clientWidth")
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
