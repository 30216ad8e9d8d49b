"""A notebook saved by an earlier version, opened without a kernel: our extension draws every answer in it."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from lab_server import Lab
from places import CASES
from playwright.sync_api import Browser, expect

from browser.finished.untrusted import Opened, open_untrusted
from pplx_notebook import Answer

SAVED = sorted((CASES / "library").glob("saved-*.ipynb"))


@pytest.fixture(params=SAVED, ids=lambda path: path.stem, scope="module")
def old(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[tuple[Opened, list[Answer]]]:
    """The page, and the answers that stand in the file; it names no kernel here, so that none is started."""
    file = lab.root / request.param.name
    notebook = nbformat.read(request.param, as_version=4)
    notebook.metadata.clear()
    nbformat.write(notebook, file)
    with open_untrusted(chromium, lab, file.name) as opened:
        yield opened, Answer.from_notebook(request.param)


def test_every_old_answer_is_drawn_with_the_sources_it_has(old: tuple[Opened, list[Answer]]) -> None:
    opened, answers = old
    expect(opened.page.locator(".pplx-interactive")).to_have_count(len(answers))
    for number, answer in enumerate(answers):
        results = opened.answer(number).locator(".pplx-sources", has_text="Search results")
        if (button := results.get_by_role("button", name="Show all")).count():
            button.click()
        expect(results.locator("tbody tr")).to_have_count(len(answer.search_results))
    assert opened.outside == []


def test_the_tables_of_an_old_answer_sort_and_filter(old: tuple[Opened, list[Answer]]) -> None:
    opened, answers = old
    titles = [result.title for result in answers[0].search_results]
    sites = opened.show_all().locator("td.pplx-column-site")
    opened.table("Search results").get_by_role("button", name="Site").click()
    assert sites.all_inner_texts() == sorted(sites.all_inner_texts())
    opened.table("Search results").get_by_label("Filter search results").fill(titles[0])
    assert titles[0] in opened.titles("Search results")
    assert len(opened.titles("Search results")) < len(titles)


def test_a_marker_of_an_old_answer_leads_to_its_row(old: tuple[Opened, list[Answer]]) -> None:
    opened, _ = old
    opened.answer(0).locator(".pplx-text .pplx-marker").first.click()
    expect(opened.table("Citations").locator("tbody tr .pplx-title").first).to_be_focused()
