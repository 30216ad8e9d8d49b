"""What all tests share: the optional data beside the checkout, and an environment without keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from places import CASES, ROOT, SHARED
from xdist.scheduler import LoadFileScheduling

# a developer's own key must never reach a test
KEYS = ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "OPENROUTER_API_KEY", "PERF_API_KEY")
for name in (*KEYS, "PERPLEXITY_BASE_URL", "PPLX_PROVIDER", "JPY_SESSION_NAME"):
    os.environ.pop(name, None)
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
if (ROOT / ".env").exists() or Path(".env").exists():
    pytest.exit("move .env away: it may hold a key, and a developer's own key must never reach a test")


HERE = Path(__file__).parent
BROWSER = HERE / "browser"
FINISHED = (BROWSER / "finished", BROWSER / "inspector")


def place_in_line(path: Path) -> int:
    """0 for a page with a growing answer, 2 for one with a finished answer, 1 for what has no browser."""
    if any(path.is_relative_to(room) for room in FINISHED):
        return 2
    return 0 if path.is_relative_to(BROWSER) else 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages with a growing answer come first: they take longest. Pages with a finished one come last."""
    items.sort(key=lambda item: place_in_line(item.path))


class BrowserTogether(LoadFileScheduling):
    """A file goes to one worker, and all pages with a growing answer to the same one: it has the whole suite's
    time for them, since they wait for paces and clocks. The other does the rest and then the finished pages and the
    inspector's, which hardly wait. Each has one JupyterLab. (xdist's own groups are not heard by pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid)).replace("browser/inspector/", "browser/finished/")
        return next((room for room in ("browser/finished", "browser") if f"{room}/" in file), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserTogether:
    """How ``-n 2`` divides the suite."""
    return BrowserTogether(config, log)


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


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which ``course.execute`` leaves the notebooks' outputs, one for all workers."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "course"
