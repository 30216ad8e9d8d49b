"""A saved recording, in a notebook nobody has trusted and without a kernel: the same view, from the file alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from front_ends import PAGES
from lab_server import Lab, profile
from playwright.sync_api import Browser, expect

from browser.inspector.recordings import HOSTILE
from browser.inspector.saved_page import BAD, CUT, WHOLE, Opened, chosen, fact
from pplx_notebook.inspect.bundle import bundle
from pplx_notebook.inspect.recording import Recording


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
