"""Every test of this folder: no program it starts wants an address beyond this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asked import answer, asked, environment, export, home

__all__ = ["answer", "asked", "environment", "export", "home"]


@pytest.fixture(autouse=True)
def _nothing_leaves_the_machine(home: Path) -> Iterator[None]:
    """After every test: no program of it wanted an address outside."""
    yield
    noted = home / "outside"
    outside = noted.read_text("utf-8") if noted.exists() else ""
    noted.unlink(missing_ok=True)
    assert outside == ""
