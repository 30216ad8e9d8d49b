"""Mistakes in a call: found before anything is sent, told in one line."""

from __future__ import annotations

from typing import Any

import pytest

from pplx_notebook import client
from pplx_notebook.errors import UsageProblem

MISTAKES = {
    "unknown": ({"recensy": "day"}, "did you mean recency"),
    "unlike any": ({"zzz": 1}, "extra="),
    "value": ({"recency": "fortnight"}, "recency"),
    "type": ({"images": "yes"}, "images"),
    "extra": ({"extra": [1]}, "extra"),
    "extra, in the background": ({"extra": [1], "background": True}, "extra"),
    "not JSON": ({"extra": {"a": object()}}, "not JSON"),
    "retries": ({"retries": -1}, "retries"),
    "retries, not a number": ({"retries": "two"}, "retries"),
    "clock": ({"idle_timeout_s": 0}, "positive number of seconds"),
    "clock, not a number": ({"total_timeout_s": "long"}, "positive number of seconds"),
    "provider": ({"provider": 7}, "provider must be text"),
    "base_url": ({"base_url": 7}, "base_url must be text"),
    "key": ({"api_key": 7}, "api_key must be text"),
    "turns": ({"continue_from": "before"}, "continue_from"),
    "tier": ({"provider": "perplexity", "api_key": "k" * 20, "tier": 9}, "tier"),
    "streams": ({"streams_at_once": 0}, "streams_at_once"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_call_is_found_before_anything_is_sent(name: str) -> None:
    """A UsageProblem in the caller's own line, one sentence that names the option."""
    settings, words = MISTAKES[name]
    with pytest.raises(UsageProblem, match=words) as problem:
        client.begin("hi", **{"provider": "demo", **settings})  # type: ignore[arg-type]  # mistakes
    assert len(str(problem.value)) <= 200


def test_an_empty_question_is_a_mistake() -> None:
    """Blanks are no question."""
    with pytest.raises(UsageProblem, match="empty"):
        client.begin("  ", provider="demo")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"model": 7}, "model must be text."),
        ({"domains": 7}, "domains must be a site or a list of sites, as text."),
        ({"domains": [7]}, "domains must be a site or a list of sites, as text."),
        ({"images": "yes"}, "images must be True or False."),
        ({"stream": "no"}, "stream must be True or False."),
        ({"server_run": 1}, "server_run must be True or False."),
        ({"allow_plain_http": "yes"}, "allow_plain_http must be True or False."),
        ({"extra": [1]}, "extra must be a dict of request fields by their names."),
        ({"attachments": "a.png"}, "attachments must be a list of Attachment values."),
        ({"provider": "responses", "tier": 9}, "provider responses has no such tier; it has 0, 1, 2, 3, 4, 5."),
    ],
)  # fmt: skip
def test_a_wrong_type_is_told_in_our_own_words(given: dict[str, Any], line: str) -> None:
    """No library's, no class's, and by the names that were typed."""
    with pytest.raises(UsageProblem) as problem:
        client.ask("hi", **{"provider": "chat", "base_url": "http://127.0.0.1:9", "api_key": "k", **given})
    assert str(problem.value) == line
