"""Code in a finished answer is copied by a button that shows when it is wanted and moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES
from lab_server import Lab
from playwright.sync_api import Browser, Locator, expect

from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook import Answer
from pplx_notebook.views.faces.bundle import bundle

FIRST = "for x in range(3):\n    print(x)\n\nx = 1  # an end"
WIDE = "one = " + " + ".join(f"number_{n}" for n in range(60))
TEXT = (
    f"First:\n\n```python\n{FIRST}\n```\n\nThen, in a list:\n\n- wide\n\n  ```\n  {WIDE}\n  ```\n\nThe end."
)

# WCAG's contrast of a word of code and the ground of its block
CONTRAST = """word => {
    const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
    const light = (colour) => {
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(
            part => part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const block = word.closest(".pplx-code");
    const [ink, ground] = [getComputedStyle(word).color, getComputedStyle(block).backgroundColor].map(light);
    return Math.max(ink, ground) / Math.min(ink, ground);
}"""


@pytest.fixture(params=PAGES, scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """An answer with two blocks of code, on a page of JupyterLab and of Notebook 7."""
    name = write(lab, "code.ipynb", [bundle(Answer(text=TEXT, status="done"))])
    with open_untrusted(chromium, lab, name, PAGES[request.param]) as page:
        yield page


@pytest.fixture
def blocks(opened: Opened) -> Locator:
    """The blocks of code; the pointer is elsewhere and the first block does not have the focus."""
    opened.page.mouse.move(0, 0)
    opened.page.evaluate("document.activeElement.blur()")
    return opened.answer(0).locator(".pplx-code")


def opacity(button: Locator, value: str) -> None:
    """Wait until the button is seen (1) or not (0)."""
    expect(button).to_have_css("opacity", value)


def test_the_pointer_on_code_shows_its_button_and_a_click_copies_it(opened: Opened, blocks: Locator) -> None:
    buttons = blocks.get_by_role("button")
    opacity(buttons.nth(0), "0")
    blocks.nth(0).hover()
    opacity(buttons.nth(0), "1")
    opacity(buttons.nth(1), "0")
    buttons.nth(0).click()
    expect(opened.answer(0).get_by_role("status")).to_have_text("Copied the code.")
    expect(buttons.nth(0)).to_have_text("Copied")
    assert opened.clipboard() == FIRST


def test_keys_reach_the_button_and_copy(opened: Opened, blocks: Locator) -> None:
    button = opened.answer(0).get_by_role("button", name="Copy code block 2")
    opacity(button, "0")
    opened.answer(0).get_by_role("button", name="Copy code block 1").focus()
    for _ in range(2):  # a block that scrolls is a stop of its own
        opened.page.keyboard.press("Tab")
    expect(button).to_be_focused()
    opacity(button, "1")
    opened.page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    assert opened.clipboard() == WIDE


def test_the_button_stands_still_where_its_code_scrolls(blocks: Locator) -> None:
    wide = blocks.nth(1)
    button = wide.get_by_role("button")
    before = button.bounding_box()
    assert before
    assert wide.locator("pre").evaluate("code => { code.scrollLeft = 300; return code.scrollLeft; }") == 300
    assert button.bounding_box() == before
    box = wide.bounding_box()
    assert box
    assert box["x"] < before["x"]
    assert before["x"] + before["width"] <= box["x"] + box["width"]
    assert before["y"] + before["height"] <= box["y"] + box["height"]


def test_a_button_moves_no_line(blocks: Locator) -> None:
    for block in blocks.all():
        before, after = block.evaluate("""block => {
            const place = () => [block.offsetHeight, block.scrollHeight, block.querySelector('pre').offsetTop];
            const button = block.querySelector('button'), withButton = place();
            button.remove();
            const without = place();
            block.append(button);
            return [without, withButton];
        }""")
        assert before == after


def test_text_that_is_selected_holds_no_button(opened: Opened, blocks: Locator) -> None:
    blocks.nth(0).evaluate("block => getSelection().selectAllChildren(block)")
    opened.page.keyboard.press("Control+c")
    assert opened.clipboard().strip() == FIRST
    opened.page.evaluate("getSelection().removeAllRanges()")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_comments_and_numbers_are_read_on_the_ground_of_code(theme: str, chromium: Browser, lab: Lab) -> None:
    lab.theme(theme)
    try:
        name = write(lab, "code-colours.ipynb", [bundle(Answer(text=TEXT, status="done"))])
        with open_untrusted(chromium, lab, name) as page:
            code = page.answer(0).locator(".pplx-code").first
            for word in (code.locator(".c1"), code.locator(".mi").first):
                assert word.evaluate(CONTRAST) >= 4.5
    finally:
        lab.theme("JupyterLab Light")
