"""One JupyterLab and one headless Chromium for all browser tests.

``chromium.py`` finds or fetches one; PPLX_NO_BROWSER=1 leaves these tests out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import launch
from desk import Desk, desk_of
from growing_answer import Writer, asking
from lab_server import Lab, Notebook, profile, running_lab
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("PPLX_NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="PPLX_NO_BROWSER=1"))


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A running JupyterLab."""
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """One headless Chromium."""
    browser = launch(playwright_driver)
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    with profile(chromium, lab) as made:
        yield made


@pytest.fixture(scope="package")
def desk(chromium: Browser, lab: Lab) -> Iterator[Desk]:
    """The page in which most tests open their notebook."""
    with desk_of(chromium, lab) as made:
        yield made


@pytest.fixture
def open_notebook(desk: Desk) -> Iterator[Callable[..., Notebook]]:
    """``open_notebook(name)`` opens a notebook of the folder, with a kernel unless ``kernel=False``."""
    yield desk.open
    desk.clear()


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Iterator[Writer]:
    """The writer a test asks for, running."""
    writer = Writer(**request.param)
    with writer.server:
        yield writer


@pytest.fixture
def begin(lab: Lab, open_notebook: Callable[..., Notebook]) -> Callable[[str], Notebook]:
    """``begin(options)``: a notebook whose second cell is answering."""
    return lambda options: asking(lab, open_notebook, options)
