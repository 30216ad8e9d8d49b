"""Spans of time as they are typed: ``7d``, ``12h``, ``30m``; and an age in words."""

from __future__ import annotations

import re
from datetime import timedelta

from pplx_notebook.errors import UsageProblem, printable

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}
_SPAN = re.compile(r"([1-9][0-9]{0,8})\s*([smhdwy])[a-z]*")
_WORDS = ((86_400, "day"), (3600, "hour"), (60, "minute"))


def seconds_of(name: str, span: str | timedelta) -> float:
    """A span in seconds; ``name`` is the option it was given for. UsageProblem where it is none."""
    if isinstance(span, timedelta) and span > timedelta(0):
        return span.total_seconds()
    match = _SPAN.fullmatch(span.strip().lower()) if isinstance(span, str) else None
    if match is None:
        shown = printable(str(span))[:24]
        raise UsageProblem(f"{name} takes a span of time, for example 7d, 12h or 30m, not {shown}.")
    return float(int(match[1]) * _UNITS_S[match[2]])


def in_words(seconds: float) -> str:
    """An age as a reader says it: "3 days", "1 hour", "less than a minute"."""
    for unit_s, word in _WORDS:
        if seconds >= unit_s:
            count = int(seconds // unit_s)
            return f"{count:,} {word}{'s' * (count != 1)}"
    return "less than a minute"
