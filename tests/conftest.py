"""What all tests share: the optional data beside the checkout, and an environment without keys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from places import CASES, ROOT, SHARED

# a developer's own key must never reach a test
KEYS = ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "OPENROUTER_API_KEY", "PERF_API_KEY")
for name in (*KEYS, "PERPLEXITY_BASE_URL", "PPLX_PROVIDER", "JPY_SESSION_NAME"):
    os.environ.pop(name, None)
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
if (ROOT / ".env").exists() or Path(".env").exists():
    pytest.exit("move .env away: it may hold a key, and a developer's own key must never reach a test")


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
