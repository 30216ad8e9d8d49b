"""The sources of a finished answer are calm: one line a row, few stops of the Tab key, nothing said twice.

Pixels and stops are counted on a page of 1280 px; the rest as a reader does it, with keys and pointer.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES
from lab_server import Lab
from playwright.sync_api import Browser, Locator, expect

from browser.axe import violations
from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook import Answer, SearchResult
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.views.faces.bundle import bundle

RESULTS = tuple(
    SearchResult(
        title=f"What is known of the capital of France, part {n}",
        url=f"https://site{n % 4}.example.org/{n}",
        date=f"2026-01-{n:02}",
        snippet=f"**Paris** is said to be the capital of France in part {n}.",
    )
    for n in range(1, 11)
)
SHORT = Answer(text="Paris is the capital of France.[1]", search_results=RESULTS, status="done")
PARAGRAPHS = [
    f"Paragraph {n} tells what is known [{n}] and what is not [{n + 1}], at some length. " * 2
    for n in range(1, 5)
]
ORDINARY = Answer(
    text="\n\n".join(PARAGRAPHS),
    search_results=RESULTS,
    reasoning="First this, then that.",
    related_questions=("What else?", "And why?", "Since when?"),
    status="done",
    model="sonar",
)
SAME = Answer(text="All [1][2].", search_results=RESULTS[:2], status="done")
# between the last line of the text and the answer's last line
HEIGHT = """answer => {
    const [text, foot] = [".pplx-text", ".pplx-copy"].map(one => answer.querySelector(one).getBoundingClientRect());
    return foot.top - text.bottom;
}"""
FOLDED = HEIGHT.replace(".pplx-copy", ".pplx-folded-sources").replace("foot.top", "foot.bottom")
STOPS = """answer => [...answer.querySelectorAll("a[href], button, summary, input, select, [tabindex]")]
    .filter(each => each.tabIndex >= 0 && each.checkVisibility() && !each.closest("[popover]")).length"""
OPENED = "() => [...document.querySelectorAll('.pplx-snippet[open]')].length"


@pytest.fixture(params=PAGES, scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """A short answer, an ordinary one, one of which all is cited; the ordinary one compact, and without sources."""
    amounts: tuple[SourcesName, ...] = ("compact", "none")
    bundles = [bundle(answer) for answer in (SHORT, ORDINARY, SAME)]
    name = write(lab, "sources.ipynb", [*bundles, *(bundle(ORDINARY, amount) for amount in amounts)])
    with open_untrusted(chromium, lab, name, PAGES[request.param]) as page:
        page.page.set_viewport_size({"width": 1280, "height": 900})
        expect(page.page.locator(".pplx-interactive")).to_have_count(5)
        yield page


def tables(answer: Locator) -> tuple[Locator, Locator]:
    """Citations and search results."""
    return answer.locator(".pplx-citations"), answer.locator(".pplx-search-results")


def focused(opened: Opened) -> str:
    """What has the focus, as it is read."""
    return str(opened.page.evaluate("document.activeElement.textContent"))


def test_one_citation_and_ten_results_take_at_most_300_pixels(opened: Opened) -> None:
    height = opened.answer(0).evaluate(HEIGHT)
    print(f"\n{height:.0f} px of sources")
    assert height <= 300


def test_an_ordinary_answer_has_at_most_25_stops(opened: Opened) -> None:
    stops = opened.answer(1).evaluate(STOPS)
    print(f"\n{stops} stops")
    assert stops <= 25


def test_a_row_is_one_line_and_the_columns_of_both_tables_stand_below_each_other(opened: Opened) -> None:
    citations, results = tables(opened.answer(1))
    heights = {row.bounding_box()["height"] for row in opened.answer(1).locator("tbody tr").all()}  # type: ignore[index]
    assert max(heights) <= 27
    for column in ("site", "date", "cited"):
        places = [
            table.locator(f"th.pplx-column-{column}").bounding_box()["x"] for table in (citations, results)
        ]  # type: ignore[index]
        assert places[0] == places[1], column


def test_the_snippet_of_a_cited_page_stands_in_the_citations_only(opened: Opened) -> None:
    citations, results = tables(opened.answer(0))
    expect(citations.locator(".pplx-snippet")).to_have_count(1)
    first = results.locator("tbody tr").first
    expect(first.locator(".pplx-snippet")).to_have_count(0)
    expect(first.locator(".pplx-place")).to_have_text("1×")
    expect(results.locator("tbody tr").nth(1).locator(".pplx-place")).to_have_count(0)


def test_a_click_beside_the_link_opens_the_snippet_as_words(opened: Opened) -> None:
    citations, _ = tables(opened.answer(0))
    row = citations.locator("tbody tr")
    row.locator("td.pplx-column-site").click()
    said = row.get_by_text("Paris is said to be the capital of France in part 1.")
    expect(said).to_be_visible()
    box, below = row.locator(".pplx-title").bounding_box(), said.bounding_box()
    assert box
    assert below
    assert below["y"] >= box["y"] + box["height"]
    row.locator("td.pplx-column-site").click()
    expect(said).to_be_hidden()


def test_the_same_rows_are_one_table(opened: Opened) -> None:
    tables_ = opened.answer(2).locator(".pplx-sources")
    expect(tables_).to_have_count(1)
    expect(tables_.get_by_role("heading")).to_have_text("Citations and search results (2)")


def test_a_table_is_one_stop_and_keys_go_through_its_rows(opened: Opened) -> None:
    citations, results = tables(opened.answer(1))
    keys = opened.page.keyboard
    citations.locator(".pplx-title").first.focus()
    keys.press("Tab")
    expect(results.locator(".pplx-title").first).to_be_focused()
    for key, row in (
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("End", 4),
        ("ArrowDown", 4),
        ("ArrowUp", 3),
        ("Home", 0),
    ):
        keys.press(key)
        expect(results.locator(".pplx-title").nth(row)).to_be_focused()
    keys.press("ArrowUp")
    expect(results.get_by_role("button", name="Site")).to_be_focused()
    keys.press("ArrowRight")
    expect(results.get_by_role("button", name="Date")).to_be_focused()
    keys.press("ArrowDown")
    expect(results.locator(".pplx-title").first).to_be_focused()
    keys.press("End")
    keys.press("Shift+Tab")
    keys.press("Tab")
    expect(results.locator(".pplx-title").nth(4)).to_be_focused()
    keys.press("Tab")
    expect(results.get_by_role("button", name="Show all 10")).to_be_focused()
    results.locator(".pplx-title").first.focus()


def test_keys_open_the_snippet_and_go_to_the_places_in_the_text(opened: Opened) -> None:
    citations, _ = tables(opened.answer(1))
    title, keys = citations.locator(".pplx-title").nth(1), opened.page.keyboard
    title.focus()
    for key, count in (("Space", 1), ("Space", 0), ("ArrowRight", 1), ("ArrowRight", 1), ("ArrowLeft", 0)):
        keys.press(key)
        assert opened.page.evaluate(OPENED) == count, key
    places = opened.answer(1).locator(".pplx-marker", has_text="[2]")
    keys.press("p")
    expect(places.first).to_be_focused()
    expect(opened.answer(1).get_by_role("status")).to_contain_text(f"Place 1 of {places.count()}: ")
    title.press("P")
    expect(places.nth(1)).to_be_focused()


def test_no_key_of_ours_is_a_command_of_the_notebook(opened: Opened) -> None:
    """In command mode C, P, arrows, Enter and Space are commands of Jupyter."""
    cells = opened.page.locator(".jp-Notebook .jp-Cell")
    opened.page.locator(".jp-InputPrompt").nth(1).click()
    before, selected = (
        cells.count(),
        opened.page.locator(".jp-Cell.jp-mod-active").get_attribute("data-windowed-list-index"),
    )
    opened.answer(1).locator(".pplx-citations .pplx-title").first.focus()
    for key in ("ArrowDown", "ArrowDown", "Space", "Space", "c", "Home", "End", "ArrowUp"):
        opened.page.keyboard.press(key)
    expect(cells).to_have_count(before)
    assert opened.page.locator(".jp-Cell.jp-mod-active").get_attribute("data-windowed-list-index") == selected
    assert "part" in focused(opened)


def test_the_strip_is_one_line_and_one_stop(opened: Opened) -> None:
    strip = opened.answer(0).get_by_role("group", name="Sources")
    box = strip.bounding_box()
    assert box
    assert box["height"] == 28
    expect(strip.locator(".pplx-chip:visible")).to_have_count(4)
    stops = strip.locator("a")
    assert [stop.get_attribute("tabindex") for stop in stops.all()].count("0") == 1
    stops.first.focus()
    opened.page.keyboard.press("ArrowRight")
    expect(stops.nth(1)).to_be_focused()
    opened.page.keyboard.press("End")
    expect(stops.last).to_be_focused()


def test_a_narrow_strip_counts_what_it_has_no_room_for(opened: Opened) -> None:
    strip = opened.answer(0).get_by_role("group", name="Sources")
    opened.page.set_viewport_size({"width": 560, "height": 900})
    more = strip.get_by_text("more")
    expect(more).to_be_visible()
    shown = strip.locator(".pplx-chip:visible").count()
    assert 1 <= shown < 4
    expect(more).to_have_text(f"and {4 - shown} more")
    assert strip.evaluate("strip => strip.scrollHeight <= strip.clientHeight")
    opened.page.set_viewport_size({"width": 1280, "height": 900})
    expect(more).to_be_hidden()
    expect(strip.locator(".pplx-chip:visible")).to_have_count(4)


def test_one_menu_copies_everything_and_escape_leads_back(opened: Opened) -> None:
    answer, keys = opened.answer(0), opened.page.keyboard
    button = answer.locator(".pplx-copy")
    button.press("Enter")
    menu = answer.get_by_role("menu", name="Copy")
    names = menu.get_by_role("menuitem").all_inner_texts()
    formats = ["Markdown", "BibTeX", "BibLaTeX", "RIS", "CSL"]
    assert names == ["Answer with its citations", "Text only", *formats, *formats]
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(menu.get_by_role("menuitem").nth(2)).to_be_focused()
    keys.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_compact_sources_are_one_line_below_the_strip(opened: Opened) -> None:
    answer = opened.answer(3)
    assert answer.evaluate(FOLDED) <= 70
    expect(answer.get_by_role("group", name="Sources")).to_be_visible()
    expect(answer.locator(".pplx-sources").first).to_be_hidden()
    answer.get_by_text("Citations (5), search results (10)").click()
    expect(answer.locator(".pplx-citations tbody tr")).to_have_count(5)
    answer.get_by_text("Citations (5), search results (10)").click()
    answer.locator(".pplx-marker", has_text="[3]").first.click()
    expect(answer.locator(".pplx-citations .pplx-title").nth(2)).to_be_focused()


def test_without_sources_the_markers_stay(opened: Opened) -> None:
    answer = opened.answer(4)
    expect(answer.locator(".pplx-sources, .pplx-strip")).to_have_count(0)
    marker = answer.locator(".pplx-marker").first
    expect(marker).to_have_attribute("href", RESULTS[0].url)
    marker.hover()
    expect(answer.locator(".pplx-card")).to_contain_text(RESULTS[0].title)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing_in_opened_sources(theme: str, chromium: Browser, lab: Lab) -> None:
    """A snippet, all rows with their filter, and the menu are open; a row is marked."""
    lab.theme(theme)
    try:
        name = write(lab, "axe-sources.ipynb", [bundle(ORDINARY), bundle(ORDINARY, "compact")])
        with open_untrusted(chromium, lab, name) as opened:
            for answer in (opened.answer(0), opened.answer(1)):
                answer.locator(".pplx-marker").first.click()
                answer.locator(".pplx-search-results .pplx-show-all").click()
                answer.locator(".pplx-citations .pplx-title").first.press("Space")
                answer.get_by_role("button", name="Site").first.click()
                assert violations(opened, ".pplx-interactive") == []
            opened.answer(1).locator(".pplx-copy").click()
            assert violations(opened, ".pplx-menu:popover-open") == []
    finally:
        lab.theme("JupyterLab Light")
