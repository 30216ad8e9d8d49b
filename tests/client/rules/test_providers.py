"""Every provider over real HTTP against the demo engine's server: streamed, whole and in the background."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.errors import StatusError
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.saved import MIME, to_saved

HI = ("head 200 text/event-stream", "delta hi", "finish", "done", "end")
QUESTION = "What is fusion energy?"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """The demo engine on a port."""
    with DemoServer(pace="instant") as running:
        yield running


def asked(server: DemoServer, provider: str, path: str = "", **more: Any) -> Answer:
    """Ask the demo engine as if it were this provider."""
    return client.ask(
        QUESTION, provider=provider, base_url=server.base_url.removesuffix("/v1") + path, **more
    )


PROVIDERS = [
    ("responses", ""),
    ("chat", "/v1"),
    ("openrouter", "/api/v1"),
    ("perf", ""),
    ("named", "/named"),
]


@pytest.mark.parametrize(("provider", "path"), PROVIDERS)
def test_a_provider_streams(server: DemoServer, provider: str, path: str) -> None:
    """Text and, where the dialect has them, sources."""
    answer = asked(server, provider, path)
    assert answer.status == "done"
    assert "fusion" in answer.text.lower()
    assert bool(answer.citations or answer.search_results) == (provider != "perf")


@pytest.mark.parametrize(("provider", "path"), PROVIDERS[:-1])
def test_a_whole_answer_is_the_streamed_one(server: DemoServer, provider: str, path: str) -> None:
    """The same text and the same sources, streamed or not."""
    streamed, whole = asked(server, provider, path), asked(server, provider, path, stream=False)
    assert whole.text == streamed.text
    assert [c.url for c in whole.citations] == [c.url for c in streamed.citations]
    assert [r.url for r in whole.search_results] == [r.url for r in streamed.search_results]


def test_concise_mode_is_the_full_answer_in_fewer_bytes(server: DemoServer) -> None:
    """Text and sources are the same in both modes."""
    full, concise = (asked(server, "chat", "/v1", stream_mode=mode) for mode in ("full", "concise"))
    assert concise.text == full.text
    assert concise.search_results == full.search_results


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


def test_a_run_in_the_background(server: DemoServer) -> None:
    """Polled or streamed, it ends as the same answer."""
    text = asked(server, "responses").text
    assert asked(server, "responses", background=True).text == text
    assert asked(server, "responses", background=True, stream=False).text == text


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


def test_the_demo_provider_needs_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says what it is."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    answer = client.ask(QUESTION)
    assert answer.provider == "demo"
    assert "demo engine: offline library, no model" in answer.notices
    assert answer.status == "done"


def test_a_conversation_goes_on(server: DemoServer) -> None:
    """continue_from sends the turns before."""
    first = asked(server, "responses")
    assert asked(server, "responses", continue_from=first).status == "done"


TURNS = ["user", "assistant"] * 3 + ["user"]


@pytest.mark.parametrize(("provider", "turns_of"), [("chat", "messages"), ("responses", "input")])
def test_the_fourth_question_brings_the_three_before_it(provider: str, turns_of: str) -> None:
    """However long the conversation: each answer knows all that led to it."""
    with LocalServer(answering) as local:
        answer = None
        for question in ("one?", "two?", "three?", "four?"):
            where: dict[str, Any] = {"provider": provider, "base_url": local.url}
            answer = client.ask(question, **where, continue_from=answer)
        turns = local.seen[-1].json[turns_of]
    assert [turn["role"] for turn in turns] == TURNS
    assert [turn["content"] for turn in turns] == [
        "one?", "Answer 1.", "two?", "Answer 2.", "three?", "Answer 3.", "four?"
    ]  # fmt: skip


@pytest.mark.parametrize("cells", [(0, 1, 2), (2, 0, 1)], ids=["in order", "moved about"])
def test_a_conversation_read_back_from_a_notebook_goes_on_with_all_of_it(
    cells: tuple[int, ...], tmp_path: Path
) -> None:
    """As far as its answers stand there; another conversation in the same notebook is none of its."""
    with LocalServer(answering) as local:
        where: dict[str, Any] = {"provider": "chat", "base_url": local.url}
        answers: list[Answer] = []
        for question in ("one?", "two?", "three?"):
            answers.append(client.ask(question, **where, continue_from=answers[-1] if answers else None))
        saved = [client.ask("Something else?", **where), *(answers[at] for at in cells)]
        read = Answer.from_notebook(notebook_of(saved, tmp_path))
        assert read == saved
        last = read[1 + cells.index(2)]
        client.ask("four?", **where, continue_from=last)
        assert [turn["content"] for turn in local.seen[-1].json["messages"]] == [
            "one?", "Answer 1.", "two?", "Answer 2.", "three?", "Answer 3.", "four?"
        ]  # fmt: skip


def test_a_circle_of_conversations_in_a_notebook_ends(tmp_path: Path) -> None:
    """Whoever writes a notebook by hand may say anything."""
    answers = [
        Answer(prompt=f"{n}?", text=f"{n}.", asked=AskedAs(at=str(n), continues=str((n + 1) % 3)))
        for n in range(3)
    ]
    for answer in Answer.from_notebook(notebook_of(answers, tmp_path)):
        assert len(answer.earlier) <= 2 * 3


def notebook_of(answers: list[Answer], folder: Path) -> Path:
    """A notebook with a cell for each."""
    cells = [{"outputs": [{"data": {MIME: to_saved(answer)}}]} for answer in answers]
    path = folder / "saved.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    return path


def answering(request: Seen) -> tuple[str, ...]:
    """The answer to the n-th question of a conversation, in the dialect it was asked in."""
    turns = request.json.get("messages") or request.json["input"]
    text = f"Answer {1 if isinstance(turns, str) else (len(turns) + 1) // 2}."
    if "messages" in request.json:
        return ("head 200 text/event-stream", f"delta {text.replace(' ', '_')}", "finish", "end")
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    body = {"id": "r", "object": "response", "status": "completed", "output": [message]}
    return ("reply 200 application/json", f"body {json.dumps(body)}")


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
