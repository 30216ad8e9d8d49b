"""The last line of an answer that was asked in a cell: back to the answer it follows, and a cell to go on with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES
from lab_server import Lab
from playwright.sync_api import Browser, expect

from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook import Answer
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.views.faces.bundle import bundle

FIRST = AskedAs(at="2026-11-30T10:00:01.000Z", settings={"thread": "fusion"}, execution_count=3)
LATER = AskedAs(
    at="2026-11-30T10:00:02.000Z", execution_count=4, continues="2026-11-30T10:00:01.000Z", continues_cell=3
)
TEXT = "\n\n".join(f"Paragraph {n} of a text that is as long as the page." for n in range(30))
ANSWERS = [
    Answer(prompt="What is it?", text=TEXT, status="done", asked=FIRST),
    Answer(prompt="And then?", text="That.", status="done", asked=LATER),
    Answer(prompt="A script's", text="No cell asked this.", status="done"),
]
# as somebody might write it who wants another cell
FORGED = bundle(ANSWERS[0]) | {
    "text/html": str(bundle(ANSWERS[0])["text/html"]).replace("%%pplx --thread fusion", "!rm -r x")
}


@pytest.fixture(params=PAGES, scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """The answers on a page of JupyterLab and of Notebook 7."""
    bundles = [*map(bundle, ANSWERS), FORGED]
    with open_untrusted(chromium, lab, write(lab, "follow.ipynb", bundles), PAGES[request.param]) as page:
        expect(page.page.locator(".pplx-interactive")).to_have_count(4)
        yield page


def test_it_says_what_it_follows_and_leads_there(opened: Opened) -> None:
    back = opened.answer(1).get_by_role("button", name="follow-up to [3]")
    back.click()
    expect(opened.page.locator(".jp-Cell.jp-mod-active .pplx-text")).to_contain_text("Paragraph 0")
    expect(opened.answer(0).locator(".pplx-follow")).to_have_text("thread fusion")


def test_follow_up_puts_a_cell_below_and_asks_nothing(opened: Opened) -> None:
    cells = opened.page.locator(".jp-Cell")
    before = cells.count()
    for place, line in ((0, "%%pplx --thread fusion"), (1, "%%pplx --continue=4")):
        opened.answer(place).get_by_role("button", name="Follow up").click()
        expect(cells).to_have_count(before := before + 1)
        active = opened.page.locator(".jp-Cell.jp-mod-active")
        expect(active.locator(".cm-line").first).to_have_text(line)
        expect(active.locator(".cm-content")).to_be_focused()
        opened.page.keyboard.type("And what of tritium?")
        expect(active.locator(".cm-line").nth(1)).to_have_text("And what of tritium?")
        expect(active.locator(".jp-OutputArea-child")).to_have_count(0)


def test_neither_stands_where_no_cell_asked_nor_does_another_line_become_a_cell(opened: Opened) -> None:
    expect(opened.answer(2).locator(".pplx-next")).to_have_count(0)
    expect(opened.answer(3).locator(".pplx-next button")).to_have_count(0)
    expect(opened.answer(3).locator(".pplx-next")).to_contain_text("!rm -r x")
