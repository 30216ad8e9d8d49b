"""What the documents say of the surfaces, beyond the dialects' bytes: modes, thinking, Perf, chunks, refusals."""

from __future__ import annotations

import concurrent.futures
import http.client
import json
import re
import socket
import time
from typing import Any

import pytest
from asking_http import MESSAGES, QUESTION, sent

from pplx_notebook.demo.engine.chunking import (
    BATCH,
    LONG_ANSWER_WORDS,
    LONG_PROMPT_WORDS,
    QUICK_RUN,
    SLOW_S,
    Chunking,
)
from pplx_notebook.demo.engine.compose import compose
from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.request import DemoQuestion
from pplx_notebook.demo.library.search import Index
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.protocol import read_answer

ENGINE = Engine(pace="instant")
CHAT: dict[str, Any] = {"model": "sonar", "messages": MESSAGES}
AGENT: dict[str, Any] = {"effort": "fast", "input": QUESTION}


def post(path: str, body: dict[str, Any], engine: Engine = ENGINE) -> tuple[int, bytes]:
    reply = engine.reply("POST", path, json.dumps(body).encode())
    return reply.status, b"".join(step.data for step in reply.steps)


def chunks(data: bytes) -> list[dict[str, Any]]:
    lines = (line for line in data.splitlines() if line.startswith(b"data: {"))
    return [json.loads(line[6:]) for line in lines]


def test_the_mode_last_sends_citations_results_and_usage_with_the_last_chunk_only() -> None:
    """As the guide says; ``--stream-mode last`` makes it the server's usual one."""
    for data in (
        post("/chat/completions", {**CHAT, "stream": True, "stream_mode": "last"})[1],
        post("/chat/completions", {**CHAT, "stream": True}, Engine(pace="instant", mode="last"))[1],
    ):
        *before, last = chunks(data)
        assert not any({"citations", "search_results", "usage"} & set(chunk) for chunk in before)
        assert {"citations", "search_results", "usage"} <= set(last)
        assert last["choices"][0]["finish_reason"] == "stop"
        assert read_answer([data]).text == last["choices"][0]["message"]["content"]


def test_a_reasoning_model_thinks_before_it_answers() -> None:
    """``<think>`` at the very start of the content, in one stream and in the whole; in concise mode apart."""
    for model in ("sonar-reasoning-pro", "perplexity/sonar-reasoning"):
        for stream in (True, False):
            body = {**CHAT, "model": model, "stream": stream}
            data = post("/chat/completions", body)[1]
            text = (chunks(data)[-1] if stream else json.loads(data))["choices"][0]["message"]["content"]
            assert re.match(r"<think>\n.*12 pages match.*\n</think>\n\n\*\*DNA\*\*", text, re.DOTALL)
    concise = post(
        "/chat/completions",
        {**CHAT, "model": "sonar-reasoning-pro", "stream_mode": "concise", "stream": True},
    )
    assert b"<think>" not in concise[1]
    assert b'"chat.reasoning"' in concise[1]


def test_stream_options_put_the_usage_where_it_is_asked_for() -> None:
    """True: a chunk of its own without choices, as OpenAI; False: none; nothing said: with the last chunk."""
    path = "/api/v1/chat/completions"
    body = {**CHAT, "stream": True}
    usual = chunks(post(path, body)[1])
    own = chunks(post(path, {**body, "stream_options": {"include_usage": True}})[1])
    none = chunks(post(path, {**body, "stream_options": {"include_usage": False}})[1])
    assert usual[-1]["choices"]
    assert usual[-1]["usage"]
    assert own[-1]["choices"] == []
    assert own[-1]["usage"] == usual[-1]["usage"]
    assert not any("usage" in chunk for chunk in none)
    sonar = post("/chat/completions", {**body, "stream_options": {"include_usage": False}})[1]
    assert b'"usage"' not in sonar


def test_perf_has_its_role_first_its_block_and_its_done() -> None:
    """First chunk role, then content only, then stop, then [DONE]; the model is optional."""
    data = post("/v1/chat/stream", {"messages": MESSAGES, "max_cost_per_call": 0.01, "metadata": {"a": "b"}})[
        1
    ]
    first, *middle, last = chunks(data)
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert all(set(chunk["choices"][0]["delta"]) == {"content"} for chunk in middle)
    assert last["choices"][0]["finish_reason"] == "stop"
    assert set(last["perf"]) == {"model_used", "cost_usd", "latency_ms"}
    assert data.endswith(b"data: [DONE]\n\n")
    whole = json.loads(post("/v1/chat", {"messages": MESSAGES})[1])
    assert whole["perf"]["model_used"] == "demo-library"
    error = json.loads(post("/v1/chat", {"messages": []})[1])["error"]
    assert isinstance(error["code"], str)
    assert error["request_id"]


@pytest.mark.parametrize("path", ["/v1/chat/stream", "/chat/completions", "/v1/responses", "/events"])
def test_what_is_no_text_is_acknowledged_and_set_aside(path: str) -> None:
    """Images, audio, video and documents are counted; an unknown part is a 400."""
    parts: list[dict[str, Any]] = [
        {"type": "text", "text": QUESTION},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        {"type": "image_url", "image_url": {"url": "https://example.org/b.png"}},
        {"type": "input_audio", "input_audio": {"data": "", "format": "wav"}},
        {"type": "video_url", "video_url": {"url": "https://example.org/v.mp4"}},
        {"type": "file_url", "file_url": {"url": "https://example.org/d.pdf"}},
    ]
    messages = [{"role": "user", "content": parts}]
    body = {**AGENT, "input": messages} if "responses" in path else {"messages": messages}
    text = read_answer([post(path, {**body, "stream": True})[1]]).text
    assert text.startswith(
        "*The demo reads text only; set aside: 2 images, 1 audio recording, 1 video, 1 document.*"
    )
    parts.append({"type": "hologram"})
    assert post(path, {**body, "stream": True})[0] == 400


def test_events_take_a_prompt_or_messages_and_a_get_takes_q() -> None:
    """text_chunk by text_chunk, done with the whole answer; without citations where none are wanted."""
    asked = [{"prompt": QUESTION}, {"q": QUESTION}, {"messages": MESSAGES}]
    texts = {read_answer([post("/events", body)[1]]).text for body in asked}
    reply = ENGINE.reply("GET", "/events?q=What+is+DNA%3F")
    got = b"".join(step.data for step in reply.steps)
    assert {read_answer([got]).text} == texts
    done = chunks(got)[-1]
    assert done["type"] == "done"
    assert {"text", "usage", "citations", "search_results"} <= set(done)
    assert all(chunk == {"type": "text_chunk", "text": chunk["text"]} for chunk in chunks(got)[:-1])
    assert "citations" not in chunks(post("/events", {"q": QUESTION, "return_citations": False})[1])[-1]
    assert ENGINE.reply("GET", "/events?q=DNA", headers={"last-event-id": "done"}).status == 204
    assert ENGINE.reply("GET", "/events").status == 400
    assert json.loads(post("/events", {"q": QUESTION, "stream": False})[1])["type"] == "done"


def test_a_short_prompt_gets_single_words_and_a_long_one_batches() -> None:
    """A long answer is batched behind its first words, and a pause is as long as those of its words."""
    assert [Chunking(words).size(0) for words in (3, LONG_PROMPT_WORDS, LONG_PROMPT_WORDS + 1)] == [
        1,
        1,
        BATCH,
    ]
    assert [Chunking(3).size(said) for said in (0, LONG_ANSWER_WORDS - 1, LONG_ANSWER_WORDS)] == [1, 1, BATCH]
    short, long = (
        [
            c["choices"][0]["delta"].get("content", "")
            for c in chunks(post("/v1/chat/stream", {"messages": m})[1])
        ]
        for m in (MESSAGES, [{"role": "system", "content": "word " * 200}, *MESSAGES])
    )
    assert "".join(short) == "".join(long)
    assert max(len(delta.split()) for delta in short) == 1
    assert max(len(delta.split()) for delta in long) == BATCH
    words = [f"{n} " for n in range(900)]
    assert sum(p for p, _ in Chunking(3).batches(words)) == pytest.approx(
        sum(p for p, _ in Chunking(999).batches(words))
    )


def test_a_slow_reader_gets_larger_batches_and_a_quick_one_small_ones_again() -> None:
    """Twice as many words each time a send took long, at most sixteen times; half as many after a quick run."""
    chunking, sizes = Chunking(3), []
    for took_s in [SLOW_S * 2] * 6 + [0.0] * 5:
        for _ in range(1 if took_s else QUICK_RUN):
            chunking.sent(took_s)
        sizes.append(chunking.size(0))
    assert sizes == [2, 4, 8, 16, 16, 16, 8, 4, 2, 1, 1]


def test_the_connection_itself_says_that_its_reader_is_slow() -> None:
    """Over a real socket: a reader who pauses finds larger events behind, one who does not finds single words."""
    body = {**CHAT, "messages": [{"role": "user", "content": "Explain physics in detail"}], "stream": True}

    def most(pause_s: float) -> int:
        with DemoServer(pace="instant") as server, socket.socket() as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect((server.host, server.port))
            data = json.dumps(body).encode()
            head = f"POST /chat/completions HTTP/1.1\r\nHost: {server.host}:{server.port}\r\nConnection: close\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            reader.sendall(head.encode() + data)
            response = http.client.HTTPResponse(reader)
            response.begin()
            read = b""
            for _ in range(30):
                read += response.read(20_000)
                time.sleep(pause_s)
            read += response.read()
        deltas = [c["choices"][0]["delta"]["content"] for c in chunks(read)]
        return max(len(delta.split()) for delta in deltas)

    assert most(0.04) > BATCH


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("/chat/completions", {"n": 2}, "n"),
    ("/chat/completions", {"tools": [{"type": "function"}]}, "tools"),
    ("/chat/completions", {"logprobs": True}, "logprobs"),
    ("/chat/completions", {"response_format": {"type": "json_schema"}}, "response_format"),
    ("/chat/completions", {"stream": "yes"}, "stream"),
    ("/chat/completions", {"model": 7}, "model"),
    ("/chat/completions", {"temperature": 3}, "temperature"),
    ("/chat/completions", {"temperature": "hot"}, "temperature"),
    ("/chat/completions", {"top_p": 2}, "top_p"),
    ("/chat/completions", {"max_tokens": "many"}, "max_tokens"),
    ("/chat/completions", {"search_mode": "library"}, "search_mode"),
    ("/v1/chat/stream", {"n": 2}, "n"),
    ("/v1/chat", {"tools": [{}]}, "tools"),
    ("/events", {"n": 2}, "n"),
    ("/v1/responses", {"tools": [{"type": "function", "name": "f"}]}, "tools"),
    ("/v1/responses", {"stream": 1}, "stream"),
    ("/v1/responses", {"response_format": {"type": "json_schema"}}, "response_format"),
    ("/v1/responses", {"input": [{"type": "function_call_output"}]}, "input"),
    ("/v1/responses", {"previous_response_id": "resp_unknown"}, "previous_response_id"),
]


@pytest.mark.parametrize(("path", "more", "param"), REFUSED)
def test_what_the_engine_cannot_do_is_refused_by_its_name(
    path: str, more: dict[str, Any], param: str
) -> None:
    """Never ignored."""
    status, data = post(path, {**(AGENT if "responses" in path else CHAT), **more})
    assert (status, json.loads(data)["error"]["param"]) == (400, param)


def test_stop_sequences_end_the_text() -> None:
    """The sequence itself is left out."""
    for stop in ("double", ["helix", "double"]):
        data = post("/chat/completions", {**CHAT, "stop": stop})[1]
        text = json.loads(data)["choices"][0]["message"]["content"]
        assert text.endswith("wound around each other as a ")


def test_a_response_goes_on_from_the_one_it_names() -> None:
    """``previous_response_id``: the follow-up is answered from the turn before, unless that was not stored."""
    first = json.loads(post("/v1/responses", {**AGENT, "input": "What is a black hole?"})[1])
    more = {**AGENT, "input": "How do they form?", "previous_response_id": first["id"]}
    second = json.loads(post("/v1/responses", more)[1])
    assert second["previous_response_id"] == first["id"]
    together = compose(DemoQuestion(turns=("What is a black hole?", "How do they form?")), Index())
    assert second["output"][-1]["content"][0]["text"] == together.text
    assert together.text != compose(DemoQuestion(turns=("How do they form?",)), Index()).text
    hidden = json.loads(post("/v1/responses", {**AGENT, "store": False})[1])
    assert post("/v1/responses", {**more, "previous_response_id": hidden["id"]})[0] == 400


def test_a_whole_answer_is_one_body_after_its_time() -> None:
    """The documents' comparison: one JSON body instead of events, its length known."""
    with DemoServer(pace="instant") as server:
        status, data, headers = sent(server, "/chat/completions", {**CHAT, "stream": False})
        assert status == 200
        assert headers["content-type"] == "application/json"
        assert int(headers["content-length"]) == len(data)
        assert {"citations", "search_results", "usage"} <= set(json.loads(data))


def test_streams_at_once_do_not_mix() -> None:
    """Eight readers at once, four questions: each has its own answer."""
    questions = [
        "What is DNA?",
        "What is a black hole?",
        "What is an exoplanet?",
        "What is fusion energy?",
    ] * 2
    with DemoServer(pace=20) as server, concurrent.futures.ThreadPoolExecutor(8) as readers:
        streams = list(readers.map(lambda question: sent(server, "/events", {"q": question})[1], questions))
    for question, stream in zip(questions, streams, strict=True):
        assert read_answer([stream]).text == read_answer([post("/events", {"q": question})[1]]).text
