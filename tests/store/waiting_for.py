"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_S = 30.0


def wait_until(holds: Callable[[], bool]) -> None:
    """Return as soon as it holds; AssertionError where it never does."""
    until = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.01)
