"""What all tests share: the optional data beside the checkout, and an environment without keys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from places import CASES, SHARED

for name in ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "PERPLEXITY_BASE_URL", "PPLX_PROVIDER"):
    os.environ.pop(name, None)  # a developer's own key must never reach a test


BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first: they take longest, and beside them the others find time."""
    items.sort(key=lambda item: not item.path.is_relative_to(BROWSER))


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
