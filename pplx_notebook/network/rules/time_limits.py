"""How long a question may take: what the reader set, else what such a question usually needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.asking.question import Question

SETTLE_S = 1.5
CLOCKS = {
    "connect_timeout_s": "connect_s",
    "idle_timeout_s": "idle_s",
    "first_text_timeout_s": "first_s",
    "gap_timeout_s": "gap_s",
    "total_timeout_s": "total_s",
}
DEEP = ("sonar-deep-research", "high", "xhigh")
# other defaults where the server has reason to be silent: it sends nothing before the whole answer is there,
# it reads fifty pages first, or the run is queued and thinks on its own (only the total counts then)
WHOLE_CLOCKS = {"idle_s": 300.0, "first_s": 300.0}
DEEP_CLOCKS = {"idle_s": 300.0, "first_s": 600.0, "total_s": 3600.0}
BACKGROUND_CLOCKS = {"first_s": math.inf, "gap_s": math.inf, "total_s": 3600.0}


class TimeLimits(msgspec.Struct, frozen=True):
    """The clocks of one question, in seconds; ``float("inf")`` switches one off."""

    connect_s: float = 5.0
    idle_s: float = 60.0
    first_s: float = 120.0
    gap_s: float = 300.0
    total_s: float = 900.0


def time_limits(question: Question, settings: Mapping[str, Any]) -> TimeLimits:
    """The clocks: what was given, each a positive number of seconds, else the default for such a question."""
    given = {CLOCKS[name]: settings[name] for name in CLOCKS if settings.get(name) is not None}
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value <= 0:
            raise UsageProblem(f"the limit {name} must be a positive number of seconds.")
    return TimeLimits(**usual_clocks(question, stream=settings.get("stream", True)) | given)


def usual_clocks(question: Question, *, stream: bool) -> dict[str, float]:
    """Where the defaults of ``TimeLimits`` are too short."""
    clocks = {} if stream else dict(WHOLE_CLOCKS)
    if question.model.partition("@")[0] in DEEP:
        clocks |= DEEP_CLOCKS
    if question.extra.get("background"):
        clocks |= BACKGROUND_CLOCKS
    return clocks
