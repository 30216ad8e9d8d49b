"""A link that none of the answer's sources holds looks otherwise, and says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES
from lab_server import Lab
from playwright.sync_api import Browser, expect

from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook import Answer
from pplx_notebook.protocol.answer import Citation
from pplx_notebook.views.faces.bundle import bundle

HELD = "https://example.org/held"
TEXT = f"Both [held]({HELD}) and [made up](https://example.net/made-up) [1]."


@pytest.fixture(params=PAGES, scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """An answer with a link of each kind, on a page of JupyterLab and of Notebook 7."""
    answer = Answer(text=TEXT, citations=(Citation(number=1, url=HELD),), status="done")
    with open_untrusted(
        chromium, lab, write(lab, "links.ipynb", [bundle(answer)]), PAGES[request.param]
    ) as page:
        yield page


def test_it_is_dotted_and_the_other_is_not(opened: Opened) -> None:
    links = opened.answer(0).locator(".pplx-text a:not(.pplx-marker)")
    expect(links.nth(0)).to_have_css("text-decoration-line", "none")
    expect(links.nth(1)).to_have_css("text-decoration-line", "underline")
    expect(links.nth(1)).to_have_css("text-decoration-style", "dotted")
    assert "not among the sources" in (links.nth(1).get_attribute("title") or "")
