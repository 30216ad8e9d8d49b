"""What all tests share: the optional data beside the checkout, and an environment without keys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from places import CASES, SHARED

for name in ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "PERPLEXITY_BASE_URL", "PPLX_PROVIDER"):
    os.environ.pop(name, None)  # a developer's own key must never reach a test


HERE = Path(__file__).parent
PURE = tuple(HERE / folder for folder in ("protocol", "views"))  # no clock, no socket, no process


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: playwright's sync interface keeps an event loop running on the main thread.

    Tests of real servers, kernels and pages get a second try: these share two cores with their neighbours, and
    any of them may stand still for seconds. The report names who needed it (``RERUN``); a fault of ours fails twice.
    """
    items.sort(key=lambda item: "playwright_driver" in getattr(item, "fixturenames", ()))
    for item in items:
        if not any(item.path.is_relative_to(folder) for folder in PURE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded streams and case tables, kept outside the repository."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: recorded streams and case tables are not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def cases() -> Path:
    """The repository's own plain-file cases."""
    return CASES
