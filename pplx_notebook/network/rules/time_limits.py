"""How long a question may take: what the reader set, else what such a question usually needs."""

from __future__ import annotations

import math

import msgspec

from pplx_notebook.protocol.asking.question import Question
from pplx_notebook.settings import Settings

CLOCKS = {
    "connect_timeout_s": "connect_s",
    "idle_timeout_s": "idle_s",
    "first_text_timeout_s": "first_s",
    "gap_timeout_s": "gap_s",
    "total_timeout_s": "total_s",
    "settle_timeout_s": "settle_s",
}
DEEP = ("sonar-deep-research", "high", "xhigh")
# other defaults where the server has reason to be silent: it sends nothing before the whole answer is there,
# it reads fifty pages first, or the run is queued and thinks on its own (only the total counts then)
WHOLE_CLOCKS = {"idle_s": 300.0, "first_s": 300.0}
DEEP_CLOCKS = {"idle_s": 300.0, "first_s": 600.0, "total_s": 3600.0}
SERVER_RUN_CLOCKS = {"first_s": math.inf, "gap_s": math.inf, "total_s": 3600.0}


class TimeLimits(msgspec.Struct, frozen=True):
    """The clocks of one question, in seconds; ``float("inf")`` switches one off."""

    connect_s: float = 5.0
    idle_s: float = 60.0
    first_s: float = 120.0
    gap_s: float = 300.0
    total_s: float = 900.0
    settle_s: float = 4.0


def time_limits(question: Question, settings: Settings) -> TimeLimits:
    """The clocks: what was given, else the default for such a question."""
    usual = _usual_clocks(question, stream=settings.stream)
    given = {short: value for name, short in CLOCKS.items() if (value := getattr(settings, name)) is not None}
    return TimeLimits(**usual | given)


def _usual_clocks(question: Question, *, stream: bool) -> dict[str, float]:
    """Where the defaults of ``TimeLimits`` are too short."""
    clocks = {} if stream else dict(WHOLE_CLOCKS)
    if question.model.partition("@")[0] in DEEP:
        clocks |= DEEP_CLOCKS
    if question.extra.get("background"):
        clocks |= SERVER_RUN_CLOCKS
    return clocks
