"""The built site and a Chromium in which it is opened; PPLX_NO_BROWSER=1 leaves these tests out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import lite_site
import pytest
from playwright.sync_api import Playwright, sync_playwright

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
