"""Requests the demo engine refuses, as the documentation of each API says it is done."""

from __future__ import annotations

import pytest
from posted import AGENT, CHAT, ENGINE, MESSAGES, QUESTION, fetched, post

BAD_BODIES: list[tuple[str, object, str, str | None]] = [
    ("/v1/responses", {**AGENT, "return_images": True}, "invalid_request", "return_images"),
    ("/v1/responses", {"input": QUESTION}, "invalid_request", "model"),
    ("/v1/responses", {"effort": "fast"}, "invalid_request", "input"),
    ("/v1/responses", {**AGENT, "effort": "huge"}, "invalid_parameter", "effort"),
    ("/v1/responses", {"input": QUESTION, "model": "sonar-pro"}, "invalid_model", "model"),
    ("/v1/responses", {**AGENT, "max_output_tokens": 3}, "invalid_request", "max_output_tokens"),
    ("/v1/responses", {**AGENT, "tools": "web_search"}, "invalid_request", "tools"),
    ("/chat/completions", {"messages": []}, "invalid_request", "messages"),
    ("/chat/completions", {"messages": MESSAGES * 2}, "invalid_message", None),
    ("/chat/completions", {**CHAT, "stream_mode": "short"}, "invalid_parameter", "stream_mode"),
    ("/chat/completions", {**CHAT, "search_recency_filter": "fortnight"}, "invalid_request", None),
    (
        "/chat/completions",
        {**CHAT, "search_domain_filter": ["a.org", "-b.org"]},
        "invalid_search_domain_filter",
        None,
    ),
    ("/chat/completions", [1, 2], "invalid_request", None),
]


@pytest.mark.parametrize(("path", "body", "kind", "param"), BAD_BODIES)
def test_a_bad_body_gets_the_documented_envelope(
    path: str, body: object, kind: str, param: str | None
) -> None:
    """400 with message, type, numeric code and, where a field is to blame, its name."""
    error = fetched(path, body, 400)["error"]
    assert error["code"] == 400
    assert error["type"] == kind
    assert error.get("param") == param
    assert error["message"]


STRANGE = [None, 0, -1, 2.5, True, "", "x", "[1]", [], [1], [None], {}, {"a": 1}, ["-", "a"], [[]], "\ud800"]


@pytest.mark.parametrize("path", ["/v1/responses", "/chat/completions", "/api/v1/chat/completions", "/named"])
def test_no_value_of_any_field_breaks_the_engine(path: str) -> None:
    """Whatever stands in a field: an answer or a 400, never an exception."""
    body = AGENT if path == "/v1/responses" else CHAT
    fields = [
        *body,
        "input",
        "models",
        "profile",
        "tools",
        "instructions",
        "stream",
        "stream_mode",
        "max_tokens",
    ]
    fields += ["max_output_tokens", "search_domain_filter", "search_recency_filter", "messages", "background"]
    for field in dict.fromkeys(fields):
        for value in [*STRANGE, [{"role": "user", "content": strange} for strange in STRANGE], [{"role": 1}]]:
            reply = post(path, {**body, field: value})
            assert reply.status in (200, 400), (field, value)
            assert b"".join(step.data for step in reply.steps)


def test_json_nested_too_deep_is_refused() -> None:
    """A body of brackets is a 400."""
    assert ENGINE.reply("POST", "/v1/responses", b'{"input":' + b"[" * 100_000).status == 400


def test_what_is_not_json_or_not_there_is_refused() -> None:
    """Broken JSON is a 400, an unknown path a 404, another method a 405."""
    assert ENGINE.reply("POST", "/v1/responses", b"{oops").status == 400
    assert ENGINE.reply("POST", "/v1/nothing", b"{}").status == 404
    assert ENGINE.reply("GET", "/chat/completions").status == 405
