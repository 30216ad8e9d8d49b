"""Every dialect's bytes, read back by the protocol layer and checked against the API's rules."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from posted import AGENT, CHAT, ENGINE, MESSAGES, QUESTION, fetched, post

from pplx_notebook.demo.engine.compose import Composed, compose
from pplx_notebook.demo.engine.request import DemoQuestion
from pplx_notebook.demo.library.search import Index
from pplx_notebook.protocol import Answer, AnswerReader, EventStreamDecoder, read_answer

STREAMS: dict[str, tuple[str, dict[str, Any]]] = {
    "responses": ("/v1/responses", AGENT),
    "agent": ("/v1/agent", AGENT),
    "chat full": ("/chat/completions", CHAT),
    "chat concise": ("/chat/completions", {**CHAT, "stream_mode": "concise"}),
    "gateway": ("/api/v1/chat/completions", {"model": "perplexity/sonar", "messages": MESSAGES}),
    "named": ("/named", {"messages": MESSAGES}),
}


def expected(*turns: str, **fields: Any) -> Composed:
    return compose(DemoQuestion(turns=turns or (QUESTION,), words_in=5, **fields), Index())


def streamed(path: str, body: dict[str, Any]) -> bytes:
    reply = post(path, {**body, "stream": True})
    assert (reply.status, reply.is_stream) == (200, True)
    return b"".join(step.data for step in reply.steps)


def events(data: bytes) -> list[dict[str, Any]]:
    decoder = EventStreamDecoder()
    return [json.loads(event.data) for event in decoder.feed(data) if event.data != "[DONE]"]


def check(answer: Answer, composed: Composed) -> None:
    assert answer.status == "done"
    assert answer.error is None
    assert answer.warnings == ()
    assert answer.text == composed.text
    assert answer.model == "demo-library"
    assert answer.cost_usd is None
    assert answer.usage is not None
    assert answer.usage.input_tokens == 5
    assert answer.usage.output_tokens == len(composed.text.split())


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("piece", [1, 7, 10**9])
def test_a_stream_read_back_is_the_composed_answer(name: str, piece: int) -> None:
    """Text, sources, usage and end of every dialect survive the way over the wire, cut anywhere."""
    path, body = STREAMS[name]
    data = streamed(path, body)
    answer = read_answer(data[at : at + piece] for at in range(0, len(data), piece))
    composed = expected()
    if name == "named":
        assert answer.usage is not None
    check(answer, composed)
    urls = [result.url for result in composed.results]
    if name == "gateway":
        assert [citation.url for citation in answer.citations] == urls
    else:
        assert [result.url for result in answer.search_results] == urls
        assert [result.title for result in answer.search_results] == [r.title for r in composed.results]
        assert [result.snippet for result in answer.search_results] == [r.snippet for r in composed.results]
    if name.startswith("chat"):
        assert answer.related_questions == composed.related


@pytest.mark.parametrize("name", STREAMS)
def test_a_body_that_is_not_streamed_is_the_same_answer(name: str) -> None:
    """``stream: false`` gives one JSON body with the same text and sources."""
    path, body = STREAMS[name]
    reader = AnswerReader()
    reader.body(json.dumps(fetched(path, {**body, "stream": False})).encode())
    reader.close()
    answer, composed = reader.snapshot(), expected()
    check(answer, composed)
    found = answer.citations if name == "gateway" else answer.search_results
    assert [source.url for source in found] == [result.url for result in composed.results]


def test_the_agent_stream_has_the_order_of_the_api() -> None:
    """Created, in progress, search, results before text, message, completed; each event named by its line."""
    data = streamed("/v1/responses", AGENT)
    decoder = EventStreamDecoder()
    sent = decoder.feed(data)
    types = [json.loads(event.data)["type"] for event in sent]
    assert [event.event for event in sent] == types
    assert list(dict.fromkeys(types)) == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.reasoning.search_queries",
        "response.reasoning.search_results",
        "response.output_item.done",
        "response.output_text.delta",
        "response.output_text.done",
        "response.completed",
    ]
    assert b"\r" not in data
    assert b"[DONE]" not in data
    assert [json.loads(event.data)["sequence_number"] for event in sent] == list(range(len(sent)))


def test_the_agent_stream_resolves_the_model_at_the_end_and_splits_markers() -> None:
    """``model`` echoes the effort until the end; a marker is cut after its bracket, as recorded."""
    sent = events(streamed("/v1/responses", AGENT))
    assert sent[0]["response"]["model"] == "fast"
    assert sent[-1]["response"]["model"] == "demo-library"
    deltas = [event["delta"] for event in sent if event["type"] == "response.output_text.delta"]
    assert any(delta.endswith("[") for delta in deltas)
    assert "".join(deltas) == expected().text


def test_the_full_chat_stream_repeats_everything_in_every_chunk() -> None:
    """CRLF, cumulative message, sources and usage in all chunks, chunk and done objects, no [DONE]."""
    data = streamed("/chat/completions", CHAT)
    assert re.sub(rb"\r\n", b"", data).count(b"\n") == 0
    assert b"[DONE]" not in data
    *chunks, done = events(data)
    said = ""
    for chunk in chunks:
        said += chunk["choices"][0]["delta"]["content"]
        assert chunk["choices"][0]["message"]["content"] == said
        assert chunk["citations"] == [result["url"] for result in chunk["search_results"]]
        assert chunk["object"] == "chat.completion.chunk"
        assert chunk["choices"][0]["finish_reason"] is None
    assert done["object"] == "chat.completion.done"
    assert done["choices"][0]["finish_reason"] == "stop"
    assert not any("id" in result for result in done["search_results"])


def test_the_concise_chat_stream_has_reasoning_apart_and_bare_chunks() -> None:
    """chat.reasoning, chat.reasoning.done, bare chunks, done with all but a citation list."""
    body = {**CHAT, "stream_mode": "concise"}
    sent = events(streamed("/chat/completions", body))
    objects = list(dict.fromkeys(event["object"] for event in sent))
    assert objects == [
        "chat.reasoning",
        "chat.reasoning.done",
        "chat.completion.chunk",
        "chat.completion.done",
    ]
    assert not any("search_results" in event for event in sent if event["object"] == "chat.completion.chunk")
    assert len(json.dumps(sent)) < len(streamed("/chat/completions", CHAT)) / 10


def test_perf_streams_deltas_only_and_turns_markers_into_links() -> None:
    """Perf documents no sources: role first, deltas, stop, [DONE]; the pages stand as links in the text."""
    data = streamed("/v1/chat/stream", {"messages": MESSAGES})
    assert data.endswith(b"data: [DONE]\n\n")
    first, *rest = events(data)
    assert first["choices"][0]["delta"]["role"] == "assistant"
    assert not any("message" in event["choices"][0] or "citations" in event for event in rest)
    answer = read_answer([data])
    assert answer.status == "done"
    assert answer.citations == answer.search_results == ()
    assert not re.search(r"\[\d+\]", answer.text)
    for result in expected().results:
        if f"[{result.id}]" in expected().text:
            assert f"[{result.title}](<{result.url}>)" in answer.text


def test_the_gateway_sends_annotations_and_a_comment() -> None:
    """``url_citation`` with indexes 0/0 and a keep-alive comment before the first chunk."""
    data = streamed("/api/v1/chat/completions", {"messages": MESSAGES})
    assert data.startswith(b": ")
    annotations = events(data)[-1]["choices"][0]["delta"]["annotations"]
    assert {note["type"] for note in annotations} == {"url_citation"}
    assert {note["url_citation"]["end_index"] for note in annotations} == {0}


def test_a_refusal_streams_too_without_any_search_result() -> None:
    """A declined question is a whole answer in every dialect, with no source."""
    for path, body in STREAMS.values():
        question = "What is the capital of France?"
        body = {key: value for key, value in body.items() if key not in ("input", "messages")}
        key = "input" if "agent" in path or "responses" in path else "messages"
        value = question if key == "input" else [{"role": "user", "content": question}]
        answer = read_answer([streamed(path, {**body, key: value})])
        assert answer.status == "done"
        assert "one of these topics:" in answer.text
        assert answer.search_results == answer.citations == ()


def test_turns_of_a_conversation_are_read_in_both_request_shapes() -> None:
    """The follow-up is answered from the turn before."""
    turns = [QUESTION, "How do they form?"]
    messages = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": [{"type": "text", "text": turns[0]}]},
        {"role": "assistant", "content": "…"},
        {"role": "user", "content": turns[1]},
    ]
    items = [{"type": "message", **message} for message in messages]
    chat = read_answer([streamed("/chat/completions", {"messages": messages})])
    agent = read_answer([streamed("/v1/responses", {"input": items, "effort": "low"})])
    assert chat.text == agent.text == expected(*turns).text


def test_output_limits_end_as_incomplete_or_length() -> None:
    """``max_output_tokens`` ends with response.incomplete, ``max_tokens`` with finish reason length."""
    agent = streamed("/v1/responses", {**AGENT, "max_output_tokens": 16})
    assert events(agent)[-1]["type"] == "response.incomplete"
    assert events(agent)[-1]["response"]["incomplete_details"] == {"reason": "max_output_tokens"}
    body = fetched("/chat/completions", {**CHAT, "max_tokens": 3})
    assert body["choices"][0]["finish_reason"] == "length"
    assert body["choices"][0]["message"]["content"] == "A **black hole**"


def test_search_filters_reach_the_search_in_both_shapes() -> None:
    """A domain filter at the top level (Sonar) or in the tool (Agent API) limits the sources."""
    tool = {"type": "web_search", "filters": {"search_domain_filter": ["nasa.gov"]}}
    agent = read_answer([streamed("/v1/responses", {**AGENT, "tools": [tool]})])
    chat = read_answer([streamed("/chat/completions", {**CHAT, "search_domain_filter": ["nasa.gov"]})])
    assert [r.url for r in agent.search_results] == [r.url for r in chat.search_results]
    assert all("nasa.gov" in result.url for result in chat.search_results)


def test_the_model_list_names_the_library() -> None:
    """GET /v1/models has one entry."""
    (step,) = ENGINE.reply("GET", "/v1/models").steps
    assert [model["id"] for model in json.loads(step.data)["data"]] == ["demo-library"]
