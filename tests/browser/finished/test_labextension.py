"""A saved notebook of a stranger, opened without a kernel: our extension draws its answers, interactive.

The same facts in JupyterLab and in Notebook 7; each is opened once and read by all tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from lab_server import Lab
from places import CASES
from playwright.sync_api import Browser, Locator, expect

from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook.document.links import host
from pplx_notebook.exports.bibtex import bibtex_entry
from pplx_notebook.library.sources import Source
from pplx_notebook.protocol.saved import from_saved
from pplx_notebook.views.faces.bundle import bundle

ANSWERS = [
    from_saved(saved)
    for saved in json.loads((CASES / "labextension" / "two_answers.json").read_text("utf-8"))
]
FAILED = from_saved(
    {
        "version": 1,
        "answer": {"status": "failed", "error": {"kind": "status", "message": "401: set the key."}},
    }
)
# whose business a click is, found out without opening a page
CLICK = """(marker, keys) => {
    let ours;
    const last = (event) => { ours = event.defaultPrevented; event.preventDefault(); };
    document.addEventListener("click", last, { once: true });
    marker.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
    return ours ? "ours" : "the browser's";
}"""
FIRST, SECOND = ANSWERS
TITLES = [result.title for result in FIRST.search_results]


@pytest.fixture(params=["doc/tree", "notebooks"], ids=["JupyterLab", "Notebook 7"], scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """The two answers and one that failed, on a page of JupyterLab and of Notebook 7."""
    name = write(lab, "two-answers.ipynb", [bundle(answer) for answer in (*ANSWERS, FAILED)])
    with open_untrusted(chromium, lab, name, request.param) as page:
        yield page


def test_every_answer_is_drawn_by_our_extension(opened: Opened, lab: Lab) -> None:
    expect(opened.page.locator(".pplx-interactive")).to_have_count(len(ANSWERS) + 1)
    expect(opened.answer(0).locator(".pplx-text h4")).to_have_text("Fusion in short")
    expect(opened.answer(1)).to_contain_text(SECOND.text)
    assert json.loads(lab.ask("kernels")) == []


def test_formulas_are_typeset_and_money_is_not(opened: Opened) -> None:
    expect(opened.answer(0).locator(".pplx-math mjx-container")).to_have_count(2)
    expect(opened.answer(0).locator(".pplx-text")).to_contain_text("costs $5 to $10 a watt")


def test_more_than_seven_results_show_five_until_asked_for_all(opened: Opened) -> None:
    table = opened.table("Search results")
    assert opened.titles("Search results") == TITLES[:5]
    expect(table.get_by_role("searchbox")).to_have_count(0)
    button = table.get_by_role("button", name=f"Show all {len(TITLES)}")
    button.press("Enter")
    assert opened.titles("Search results") == TITLES
    expect(table.locator(".pplx-title").nth(5)).to_be_focused()
    expect(table.get_by_role("searchbox", name="Filter search results")).to_be_visible()
    table.get_by_role("button", name="Show the first 5").click()
    assert opened.titles("Search results") == TITLES[:5]
    expect(opened.table("Citations").locator(".pplx-show-all")).to_be_hidden()


def test_a_click_on_a_heading_sorts_another_turns_round_and_a_third_goes_back(opened: Opened) -> None:
    heading = opened.show_all().get_by_role("columnheader", name="Site")
    heading.get_by_role("button").click()
    by_site = [r.title for r in sorted(FIRST.search_results, key=lambda r: host(r.url) or "attachment")]
    assert opened.titles("Search results") == by_site
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").click()
    assert opened.titles("Search results")[0] == "A diary of plasma"
    expect(heading).to_have_attribute("aria-sort", "descending")
    heading.get_by_role("button").click()
    assert opened.titles("Search results") == TITLES
    expect(heading).not_to_have_attribute("aria-sort", re.compile(".*"))


def test_a_key_on_a_heading_sorts_and_unknown_dates_come_last(opened: Opened) -> None:
    heading = opened.show_all().get_by_role("columnheader", name="Date")
    dated = sorted((r.date, r.title) for r in FIRST.search_results if r.date)
    undated = [r.title for r in FIRST.search_results if not r.date]
    heading.get_by_role("button").focus()
    opened.page.keyboard.press("Enter")
    assert opened.titles("Search results") == [title for _, title in dated] + undated
    opened.page.keyboard.press("Space")
    assert opened.titles("Search results") == [title for _, title in dated[::-1]] + undated
    expect(heading).to_have_attribute("aria-sort", "descending")
    opened.page.keyboard.press("Space")


def test_the_filter_finds_words_of_any_column_and_says_how_many(opened: Opened) -> None:
    table = opened.show_all()
    table.get_by_label("Filter search results").fill("PLASMA alpha")
    assert opened.titles("Search results") == ["A diary of plasma"]
    expect(opened.answer(0).get_by_role("status")).to_have_text(f"1 of {len(TITLES)} match.")
    table.get_by_label("Filter search results").fill("no such words")
    expect(table).to_contain_text("Nothing matches the filter.")
    table.get_by_label("Filter search results").fill("")
    assert len(opened.titles("Search results")) == len(TITLES)


def point_at(marker: Locator) -> None:
    """Rest the pointer on a marker; a page that still lays itself out may take it away from there again."""
    for _ in range(10):
        marker.hover()
        marker.page.wait_for_timeout(300)  # longer than a card lingers
        if marker.evaluate("marker => marker.matches(':hover')"):
            return
        marker.page.mouse.move(0, 0)


def test_a_card_shows_a_markers_source_to_pointer_and_key(opened: Opened) -> None:
    marker = opened.answer(0).locator(".pplx-text .pplx-marker").nth(1)
    card = opened.answer(0).locator(".pplx-card")
    point_at(marker)
    expect(card).to_contain_text("Stellarators")
    expect(card).to_contain_text("beta.example.org · 2021-11-30")
    expect(card).to_contain_text("The coils are twisted")
    expect(marker).to_have_attribute("aria-describedby", str(card.get_attribute("id")))
    opened.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    opened.page.mouse.move(0, 0)
    marker.focus()
    expect(card).to_be_visible()
    marker.blur()
    expect(card).to_be_hidden()


def test_a_card_stays_as_long_as_the_pointer(opened: Opened) -> None:
    marker = opened.answer(0).locator(".pplx-text .pplx-marker").nth(1)
    field = opened.show_all().get_by_label("Filter search results")
    field.focus()
    point_at(marker)
    field.blur()
    opened.page.wait_for_timeout(300)  # longer than a card lingers
    expect(opened.answer(0).locator(".pplx-card")).to_be_visible()
    opened.page.mouse.move(0, 0)
    expect(opened.answer(0).locator(".pplx-card")).to_be_hidden()


@pytest.mark.parametrize("way", ["click", "Enter"])
def test_a_marker_leads_to_its_row_and_the_row_back(opened: Opened, way: str) -> None:
    marker = opened.answer(0).locator(".pplx-text .pplx-marker", has_text="[2]").last
    if way == "click":
        marker.click()
    else:
        marker.press("Enter")
    row = opened.table("Citations").locator("tbody tr").nth(1)
    expect(row.locator(".pplx-title")).to_be_focused()
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Stellarators")
    times = row.get_by_role("button", name="Cited 2 times: go to the place in the text")
    expect(times).to_have_text("2×")
    places = opened.answer(0).locator(".pplx-text .pplx-marker", has_text="[2]")
    for place in (places.first, marker, places.first, marker):  # the first, the next, and round again
        times.click()
        expect(place).to_be_focused()
        expect(place).to_be_in_viewport()


def test_a_marker_of_an_attachment_has_a_row_too(opened: Opened) -> None:
    opened.answer(0).locator(".pplx-text .pplx-marker", has_text="[4]").click()
    row = opened.table("Citations").locator("tbody tr", has_text="report-2026.pdf")
    expect(row.locator(".pplx-title")).to_be_focused()


def test_a_marker_clicked_with_ctrl_stays_the_link_it_is(opened: Opened) -> None:
    marker = opened.answer(0).locator(".pplx-text a.pplx-marker").first
    assert marker.get_attribute("href") == FIRST.search_results[0].url
    assert marker.evaluate(CLICK, {"ctrlKey": False}) == "ours"
    assert marker.evaluate(CLICK, {"ctrlKey": True}) == "the browser's"


def copy(opened: Opened, choice: str, group: str = "Answer") -> str:
    """Choose from the menu of the first answer; what is on the clipboard then."""
    opened.answer(0).get_by_role("button", name="Copy", exact=True).last.click()
    menu = opened.answer(0).get_by_role("menu", name="Copy")
    menu.get_by_role("group", name=group).get_by_role("menuitem", name=choice).click()
    expect(menu).to_be_hidden()
    button = opened.answer(0).locator(".pplx-copy")
    expect(button).to_have_text("Copied")
    expect(button).to_be_focused()
    expect(button).to_have_text("Copy")
    return opened.clipboard()


def test_the_answer_is_copied_with_the_sources_it_cites_and_nothing_else(opened: Opened) -> None:
    copied = copy(opened, "Answer with its citations")
    expect(opened.answer(0).get_by_role("status")).to_have_text("Copied the answer with its citations.")
    text, _, listed = copied.partition("\n\nSources:\n\n")
    assert text == FIRST.text.strip()
    assert [line.partition("] ")[0] for line in listed.splitlines()] == ["- [1", "- [2", "- [3", "- [4"]
    assert FIRST.search_results[0].url in listed
    assert "An older page" not in listed


def test_the_text_is_copied_without_its_markers(opened: Opened) -> None:
    copied = copy(opened, "Text only")
    assert "frees energy. A **tokamak**" in copied
    assert "return n ** 2 * t  # [1] is no marker here" in copied
    assert "Sources" not in copied


def test_there_is_nothing_to_copy_of_an_answer_without_text(opened: Opened) -> None:
    expect(opened.answer(2)).to_contain_text("401: set the key.")
    expect(opened.answer(2).get_by_role("button", name="Copy", exact=True)).to_have_count(0)


def test_a_row_is_copied_by_a_key_and_by_its_button(opened: Opened) -> None:
    table, source = opened.table("Citations"), FIRST.search_results[0]
    markdown = f"[Fusion \\& the \\{{tokamak\\}}: 100% of it\\_all](<{source.url}>)"
    table.locator(".pplx-title").first.press("c")
    expect(opened.answer(0).get_by_role("status")).to_have_text("Copied the source.")
    assert opened.clipboard() == markdown
    opened.page.evaluate("navigator.clipboard.writeText('')")
    table.locator(".pplx-title").first.press("ArrowRight")
    table.locator("tbody tr").first.get_by_role("button", name="Copy").click()
    expect(table.locator("tbody tr").first.get_by_role("button", name="Copied")).to_be_visible()
    assert opened.clipboard() == markdown
    table.locator(".pplx-title").first.press("ArrowLeft")


def test_a_table_is_copied_as_python_writes_it(opened: Opened) -> None:
    source = FIRST.search_results[0]
    citations, results = "Citations (4)", f"Search results ({len(TITLES)})"
    accessed = FIRST.asked.at[:10] if FIRST.asked else None
    python = bibtex_entry(Source(url=source.url, title=source.title, date=source.date, accessed=accessed))
    bibtex = copy(opened, "BibTeX", citations)
    expect(opened.answer(0).get_by_role("status")).to_have_text("Copied the citations as BibTeX.")
    assert bibtex.partition("\n\n")[0] == python
    assert "urldate" in copy(opened, "BibLaTeX", citations) or accessed is None
    assert copy(opened, "RIS", citations).count("TY  - ELEC\n") == 4
    assert [item["title"] for item in json.loads(copy(opened, "CSL", results))] == TITLES
    assert len(copy(opened, "Markdown", results).splitlines()) == len(TITLES)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What is a stellarator?", "%%pplx\nWhat is a stellarator?\n"),
        ("!rm -rf /", "%%pplx\n\\!rm -rf /\n"),
        ("What is {{secret}}?", "%%pplx --verbatim\nWhat is {{secret}}?\n"),
    ],
)
def test_a_related_question_is_copied_as_a_cell_that_does_no_more_than_ask(
    opened: Opened, question: str, cell: str
) -> None:
    opened.answer(0).get_by_role("button", name=question).click()
    expect(opened.answer(0).get_by_role("status")).to_have_text("Cell copied: paste it into a new cell.")
    assert opened.clipboard() == cell


def test_the_reasoning_folds(opened: Opened) -> None:
    reasoning = opened.answer(0).locator(".pplx-how")
    expect(reasoning.get_by_text("First I look at what fusion is.")).to_be_hidden()
    reasoning.locator("summary").press("Enter")
    expect(reasoning.get_by_text("First I look at what fusion is.")).to_be_visible()


def test_nothing_was_asked_for_until_the_reader_asks_for_images(opened: Opened) -> None:
    """Runs after all of the above; the one image over plain http is never fetched."""
    assert opened.outside == []
    opened.answer(0).get_by_role("button", name="Show image").click()
    image = opened.answer(0).locator("img")
    expect(image).to_have_count(1)
    expect(image).to_have_attribute("referrerpolicy", "no-referrer")
    opened.page.wait_for_timeout(200)
    assert opened.outside == [FIRST.images[0].image_url]
    opened.answer(0).get_by_role("button", name="Hide image").click()
    expect(image).to_have_count(0)
