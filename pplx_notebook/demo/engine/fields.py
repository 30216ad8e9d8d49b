"""What the fields of a chat request may hold, and what this engine cannot do and therefore refuses.

Sonar lets unknown fields pass; a known one of a wrong type, or one that asks for what is not here, is a 400
that names it. A field that is null was not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pplx_notebook.demo.engine.request import BadRequest

MODES = ("full", "concise", "last")
"""``last`` is this engine's own: sources and usage in the last chunk only, as Perplexity's streaming guide
describes it."""


def _number(least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
    )


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kind)


def _stops(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(stop, str) for stop in value)
    )


_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "model": (_is(str), "must be a text"),
    "stream": (_is(bool), "must be true or false"),
    "stream_mode": (_one_of(*MODES), "must be full or concise (or last, here)"),
    "stream_options": (_is(dict), "must be an object"),
    "temperature": (_number(0, 2), "must be a number from 0 to 2"),
    "top_p": (_number(0, 1), "must be a number from 0 to 1"),
    "presence_penalty": (_number(-2, 2), "must be a number from -2 to 2"),
    "frequency_penalty": (_number(-2, 2), "must be a number from -2 to 2"),
    "stop": (_stops, "must be a text or a list of texts"),
    "search_mode": (_one_of("web", "academic", "sec"), "must be web, academic or sec"),
    "reasoning_effort": (
        _one_of("minimal", "low", "medium", "high"),
        "must be minimal, low, medium or high",
    ),
    "return_images": (_is(bool), "must be true or false"),
    "return_related_questions": (_is(bool), "must be true or false"),
    "return_citations": (_is(bool), "must be true or false"),
    "metadata": (_is(dict), "must be an object"),
    "max_cost_per_call": (_number(0, float("inf")), "must be a number of dollars"),
}
_CANNOT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "n": (lambda value: value != 1 or isinstance(value, bool), "only one answer is given: n must be 1"),
    "best_of": (lambda value: value != 1, "only one answer is given: best_of must be 1"),
    "tools": (lambda value: value != [], "tool calling is not supported"),
    "functions": (lambda value: value != [], "tool calling is not supported"),
    "tool_choice": (lambda value: value != "none", "tool calling is not supported"),
    "logprobs": (lambda value: value is not False, "logprobs are not supported"),
}


def check_fields(body: Mapping[str, Any]) -> None:
    """Raises ``BadRequest`` for the first field that is wrong or asks for what cannot be done."""
    for name, value in body.items():
        if value is None:
            continue
        right, what = _TYPES.get(name, (None, ""))
        if right is not None and not right(value):
            raise BadRequest(f"{name} {what}", type="invalid_parameter", param=name)
        impossible, why = _CANNOT.get(name, (None, ""))
        if impossible is not None and impossible(value):
            raise BadRequest(why, type="unsupported_parameter", param=name)
