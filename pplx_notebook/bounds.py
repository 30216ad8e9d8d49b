"""What a number among the settings may be; a mistake is told in one sentence."""

from __future__ import annotations

import math
from typing import Any

from pplx_notebook.errors import UsageProblem

MOST = 10**6


def check_seconds(name: str, value: Any) -> None:
    """A positive number of seconds, or none."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value <= 0:
        raise UsageProblem(f"{name} must be a positive number of seconds.")


def check_count(name: str, value: Any, least: int, most: int = MOST) -> None:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UsageProblem(f"{name} must be a whole number from {least} to {most}.")
