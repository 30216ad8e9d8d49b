"""Numbers and files of the settings, each mistake in one sentence."""

from __future__ import annotations

import math
from os import PathLike
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.asking.question import Question
from pplx_notebook.spans import seconds_of

MOST = 10**6
_TEXT = "text"
_KINDS = {  # what an option of the question takes, in words
    "model": _TEXT,
    "instructions": _TEXT,
    "recency": _TEXT,
    "context_size": _TEXT,
    "reasoning_effort": _TEXT,
    "stream_mode": _TEXT,
    "domains": "a site or a list of sites, as text",
    "images": "True or False",
    "related": "True or False",
    "attachments": "a list of Attachment values",
    "extra": "a dict of request fields by their names",
}
RECORD_MODES = ("record", "replay", "record-on-miss")


def check_seconds(name: str, value: Any) -> None:
    """None, or seconds above 0."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value <= 0:
        raise UsageProblem(f"{name} must be a positive number of seconds.")


def check_count(name: str, value: Any, least: int, most: int = MOST) -> None:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UsageProblem(f"{name} must be a whole number from {least} to {most}.")


def header_texts(headers: Any) -> dict[str, str]:
    """Texts by name; no frame of a traceback shows their values."""
    try:
        return msgspec.convert(headers or {}, dict[str, str])
    except msgspec.ValidationError:
        raise UsageProblem("headers must be a dict of texts by their names.") from None


def check_recording(record: Any, mode: Any, speed: Any) -> None:
    """A file or None, a mode that has the file it needs, and a speed or None."""
    if record == "" or not (record is None or isinstance(record, str) or hasattr(record, "__fspath__")):
        raise UsageProblem("record must be a file: its path.")
    if mode not in RECORD_MODES:
        raise UsageProblem(f"record_mode must be one of {', '.join(RECORD_MODES)}.")
    if mode != "record" and record is None:
        raise UsageProblem(f"record_mode={mode!r} needs a file: record=PATH.")
    if speed is not None and speed != "instant" and not _is_speed(speed):
        raise UsageProblem('replay_speed must be "instant" or a number above 0: 4 is four times as fast.')


def check_keeping(history: Any, cache: Any, limit_usd: Any) -> None:
    """Where it is kept, how old an answer may be, what may be spent."""
    if not isinstance(history, bool | str | PathLike | None) or history == "":
        raise UsageProblem("history takes True, False or the path of a file.")
    if cache is not None:
        seconds_of("cache", cache)
    is_money = isinstance(limit_usd, int | float) and not isinstance(limit_usd, bool) and limit_usd > 0
    if limit_usd is not None and not is_money:
        raise UsageProblem("max_cost_usd must be a positive number of US dollars.")


def _is_speed(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and 0 < float(value) < math.inf
    except (TypeError, ValueError):
        return False


def question_field(name: str, value: Any) -> Any:
    """An option of the question as its type; UsageProblem when it is of another. To learn all types takes
    msgspec two milliseconds, which text and switches do not need."""
    try:
        return getattr(msgspec.convert({"prompt": "?", name: value}, Question), name)
    except msgspec.ValidationError:
        raise UsageProblem(f"{name} must be {_KINDS[name]}.") from None
