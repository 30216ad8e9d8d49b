"""The built site and a Chromium in which it is opened; PPLX_NO_BROWSER=1 leaves these tests out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import lite_site
import pytest
from cells_page import CellsPage, open_cells
from lesson_page import chromium_alone
from playwright.sync_api import Browser, Playwright, sync_playwright
from static_site import serving_folder

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser or builds for one."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(420))  # the first one waits for the build
            if os.environ.get("PPLX_NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="PPLX_NO_BROWSER=1"))


@pytest.fixture(scope="session")
def lite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's folder, one for all workers. Nobody writes into it: `changed` of a server does what a test needs."""
    base = tmp_path_factory.getbasetemp()
    return lite_site.built((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "lite")


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """Playwright itself, for the tests of one file: two at once in a process would be refused."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """One for this file."""
    with chromium_alone(driver) as browser:
        yield browser


@pytest.fixture(scope="module", params=("with", "without"))
def mode(request: pytest.FixtureRequest) -> str:
    """With stack switching and without it."""
    return str(request.param)


@pytest.fixture(scope="module")
def site(mode: str, lite_folder: Path) -> Iterator[str]:
    """Where it is served."""
    changed = dict(lite_site.environment(PPLX_DEMO_PACE="instant"))
    if mode == "without":
        changed |= lite_site.without_stack_switching(lite_folder)
    with serving_folder(lite_folder, changed=changed) as served:
        yield served.url


@pytest.fixture(scope="module")
def cells(site: str, chromium: Browser) -> Iterator[CellsPage]:
    """One page a mode, and its kernel."""
    page = chromium.new_page()
    yield open_cells(page, site)
    page.context.close()
