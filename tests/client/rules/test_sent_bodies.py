"""What a request says: what was asked, little besides, and without what a server refuses."""

from __future__ import annotations

from typing import Any

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.errors import StatusError

HI = ("head 200 text/event-stream", "delta hi", "finish", "done", "end")


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({"model": "sonar"}, "concise"),
        ({"model": "sonar-pro"}, "concise"),
        ({"model": "sonar", "stream_mode": "full"}, "full"),
        ({"model": "sonar", "extra": {"stream_mode": "full"}}, "full"),
        ({"model": "sonar", "related": True}, None),
        ({"model": "sonar", "stream": False}, None),
        ({"model": "perplexity/sonar"}, None),
        ({"model": "llama"}, None),
        ({}, None),
    ],
)
def test_sonar_models_are_asked_to_be_concise(settings: dict[str, Any], sent: str | None) -> None:
    """Where the reader did not choose otherwise, and nobody else is."""
    with LocalServer(lambda _: HI) as local:
        client.ask("hi", provider="chat", base_url=local.url, **settings)
        assert local.seen[0].json.get("stream_mode") == sent


def test_a_server_that_does_not_know_concise_mode_is_asked_without() -> None:
    """Once: it is remembered."""

    def script(seen: Seen) -> tuple[str, ...]:
        if "stream_mode" in seen.json:
            return (
                "reply 422 application/json",
                'body {"detail":[{"loc":["body","stream_mode"],"msg":"extra"}]}',
            )
        return HI

    with LocalServer(script) as local:
        for _ in range(2):
            answer = client.ask("hi", provider="chat", base_url=local.url, model="sonar")
            assert (answer.text, answer.notices) == ("hi", ())
        assert ["stream_mode" in seen.json for seen in local.seen] == [True, False, False]


def test_only_what_was_asked_is_sent() -> None:
    """Nothing is added on speculation, but concise mode for a Sonar model and the count of tokens."""
    with LocalServer(lambda _: HI) as local:
        where: Any = {"provider": "chat", "base_url": local.url}
        client.ask("hi", **where)
        client.ask(
            "hi", model="sonar", recency="week", domains="nasa.gov", extra={"temperature": 0.1}, **where
        )
        client.ask("hi", provider="responses", base_url=local.url, stream=False)
        bodies = [seen.json for seen in local.seen]
    messages = [{"role": "user", "content": "hi"}]
    assert bodies[0] == {"messages": messages, "stream": True, "stream_options": {"include_usage": True}}
    assert bodies[1] == bodies[0] | {
        "model": "sonar", "stream_mode": "concise", "search_recency_filter": "week", "search_domain_filter": ["nasa.gov"], "temperature": 0.1,
    }  # fmt: skip
    assert bodies[2] == {"input": "hi", "effort": "fast"}


def test_halves_of_surrogate_pairs_are_mended() -> None:
    """No server takes them; the question goes out as well-formed UTF-8."""
    with LocalServer(lambda _: HI) as local:
        client.ask("a\ud83d\ude00b\ud800c", provider="chat", base_url=local.url)
        assert local.seen[0].json["messages"][0]["content"] == "a\U0001f600b\ufffdc"


def test_a_gateways_responses_are_asked_by_model() -> None:
    """A Sonar name is an effort at Perplexity's own address only; elsewhere the server wants a model."""
    done = (
        r'raw data: {"type":"response.completed","response":{"status":"completed","output_text":"Hi."}}\n\n'
    )
    with LocalServer(lambda _: ("head 200 text/event-stream", done, "end")) as local:
        client.ask("hi", provider="responses", base_url=local.url, model="sonar")
        assert local.seen[0].path == "/v1/responses"
        assert local.seen[0].json["model"] == "sonar"
        assert local.seen[0].json["tools"] == [{"type": "web_search"}]


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({"provider": "chat"}, {"include_usage": True}),
        ({"provider": "openrouter"}, {"include_usage": True}),
        ({"provider": "chat", "stream": False}, None),
        ({"provider": "chat", "extra": {"stream_options": {"a": 1}}}, {"a": 1}),
        ({"provider": "perf"}, None),
        ({"provider": "named"}, None),
    ],
)
def test_chat_servers_are_asked_to_count_tokens(settings: dict[str, Any], asked: object) -> None:
    """In streams, which hold no usage else; where the reader said otherwise, that is sent."""
    whole = ("reply 200 application/json", 'body {"choices":[{"message":{"content":"hi"}}]}')
    with LocalServer(lambda seen: HI if seen.json.get("stream") else whole) as local:
        client.ask("hi", base_url=local.url, **settings)
        assert local.seen[0].json.get("stream_options") == asked


@pytest.mark.parametrize(
    "refusal",
    [
        'reply 422 application/json\nbody {"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs"}]}',
        'reply 400 application/json\nbody {"error":{"message":"Unknown parameter: include_usage"}}',
    ],
)
def test_a_server_that_refuses_to_count_is_asked_without(refusal: str) -> None:
    """Once, and streamed all the same: it is remembered."""

    def script(seen: Seen) -> tuple[str, ...]:
        return tuple(refusal.split("\n")) if "stream_options" in seen.json else HI

    with LocalServer(script) as local:
        for _ in range(2):
            answer = client.ask("hi", provider="chat", base_url=local.url)
            assert (answer.text, answer.notices) == ("hi", ())
        assert ["stream_options" in seen.json for seen in local.seen] == [True, False, False]
        assert all(seen.json["stream"] for seen in local.seen)


@pytest.mark.parametrize(
    "refusal",
    [
        ("reply 404 text/plain", "body not found"),
        ("reply 405 text/plain", "body "),
        ("reply 400 application/json", 'body {"error":{"code":"bad_request","message":"Bad request"}}'),
    ],
)
def test_perf_without_a_stream_is_asked_for_the_whole_answer(refusal: tuple[str, ...]) -> None:
    """Its endpoint for that is another one; the reader is told."""
    whole = ("reply 200 application/json", 'body {"choices":[{"message":{"content":"hi"}}]}')
    with LocalServer(lambda seen: refusal if seen.path.endswith("/stream") else whole) as local:
        answer = client.ask("hi", provider="perf", base_url=local.url, retries=0)
        assert answer.text == "hi"
        assert any("does not stream" in notice for notice in answer.notices)
        assert [seen.path for seen in local.seen] == ["/v1/chat/stream", "/v1/chat"]


def test_a_refusal_that_names_a_field_is_the_questions_own() -> None:
    """Asking again would say the same; nor has any other server another address for whole answers."""
    named = ("reply 400 application/json", 'body {"error":{"message":"messages must not be empty"}}')
    for provider, refusal in (("perf", named), ("chat", ("reply 404 text/plain", "body not found"))):
        with LocalServer(lambda _, refusal=refusal: refusal) as local:
            with pytest.raises(StatusError):
                client.ask("hi", provider=provider, base_url=local.url, retries=0)
            assert len(local.seen) == 1
