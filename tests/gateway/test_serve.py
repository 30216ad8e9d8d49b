"""``pplx-notebook serve``: every dialect out whatever the provider speaks; the key stays on this side."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asking_http import AGENT, CHAT, MESSAGES, command, sent

import pplx_notebook as pplx
from pplx_notebook.client import Client
from pplx_notebook.demo.server.server import DemoServer, Port
from pplx_notebook.gateway.answerer import Gateway
from pplx_notebook.gateway.tokens import tokens_in

KEY = "pplx-the-key-of-the-provider-0001"
OUT = {
    "responses": ("/v1/responses", AGENT),
    "chat full": ("/chat/completions", CHAT),
    "chat concise": ("/v1/chat/completions", {**CHAT, "stream_mode": "concise"}),
    "chat last": ("/chat/completions", {**CHAT, "stream_mode": "last"}),
    "gateway": ("/api/v1/chat/completions", CHAT),
    "perf": ("/v1/chat/stream", {"messages": MESSAGES}),
    "named": ("/events", {"messages": MESSAGES}),
}
BEHIND = {
    "perplexity": ("perplexity", "", "responses"),
    "chat": ("chat", "", "chat"),
    "gateway": ("chat", "/api/v1", "chat"),
    "named": ("named", "/named", "named"),
}


@pytest.fixture(scope="module")
def provider() -> Iterator[DemoServer]:
    """The demo engine in a real provider's place; it asks for the key."""
    with DemoServer(pace="instant", token=KEY) as server:
        yield server


@pytest.fixture(scope="module", params=BEHIND)
def gateway(provider: DemoServer, request: pytest.FixtureRequest) -> Iterator[Port]:
    name, path, dialect = BEHIND[request.param]
    with serving(provider.base_url + path, name, dialect, tokens={"ann": "anns-token"}) as port:
        yield port


@contextmanager
def serving(base_url: str, name: str = "chat", dialect: str = "chat", **more: Any) -> Iterator[Port]:
    """A gateway to a provider at this address."""
    with (
        Client(provider=name, base_url=base_url, api_key=KEY, retries=0) as client,
        Port(Gateway(client, dialect), **more) as port,
    ):
        yield port


def asked(port: Port, path: str, body: dict[str, Any], **headers: str) -> tuple[int, bytes]:
    body = {name: value for name, value in body.items() if name != "model"}  # each provider has its own
    status, data, _ = sent(port, path, body, Authorization="Bearer anns-token", **headers)
    assert KEY.encode() not in data
    return status, data


@pytest.mark.parametrize("out", OUT)
def test_every_dialect_comes_out_of_every_provider(gateway: Port, provider: DemoServer, out: str) -> None:
    """The text is the provider's, with its sources, streamed and whole."""
    path, body = OUT[out]
    direct = pplx.ask("What is DNA?", provider="chat", base_url=provider.base_url, api_key=KEY)
    status, data = asked(gateway, path, body)
    answer = pplx.protocol.read_answer([data])
    assert (status, answer.status, answer.error) == (200, "done", None)
    if out == "perf":
        assert answer.text.startswith("**DNA**")
        assert direct.citations[0].url in answer.text
    else:
        assert answer.text == direct.text
        sources = {source.url for source in (*answer.citations, *answer.search_results)}
        assert sources >= {result.url for result in direct.search_results}
    if out != "perf":
        status, data = asked(gateway, path, {**body, "stream": False})
        reader = pplx.protocol.AnswerReader()
        reader.body(data)
        reader.close()
        assert (status, reader.snapshot().text) == (200, direct.text)


def test_an_event_source_asks_it_by_get(gateway: Port) -> None:
    """The token in the query, the key nowhere."""
    status, data, _ = sent(gateway, "/events?q=What%20is%20DNA%3F&token=anns-token")
    assert status == 200
    assert pplx.protocol.read_answer([data]).text.startswith("**DNA**")
    assert sent(gateway, "/events?q=DNA")[0] == 401


def test_a_conversation_and_its_instructions_reach_the_provider(gateway: Port) -> None:
    """The follow-up is answered from the turn before."""
    messages = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "What is a black hole?"},
        {"role": "assistant", "content": "…"},
        {"role": "user", "content": "How do they form?"},
    ]
    status, data = asked(gateway, "/chat/completions", {**CHAT, "messages": messages})
    assert status == 200
    assert "black hole" in pplx.protocol.read_answer([data]).text.lower()


def test_the_models_are_the_providers(provider: DemoServer) -> None:
    """``GET /v1/models``."""
    with serving(provider.base_url) as port:
        assert json.loads(sent(port, "/v1/models")[1])["data"][0]["id"] == "demo-library"


REFUSED = {
    "401": (502, "upstream_error"),
    "429": (429, "rate_limit_exceeded"),
    "500": (502, "upstream_error"),
    "html": (502, "upstream_error"),
    "refuse": (502, "upstream_error"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_provider_that_fails_before_its_text_is_a_status(fault: str) -> None:
    """Its 401 is about this side's key; its 429 says when to come back."""
    with DemoServer(pace="instant", fault=fault) as bad, serving(bad.base_url) as port:
        for stream in (True, False):
            status, data, headers = sent(port, "/chat/completions", {**CHAT, "stream": stream})
            error = json.loads(data)["error"]
            assert (status, error["type"]) == REFUSED[fault]
            assert KEY not in data.decode()
            assert ("retry-after" in headers) is (fault == "429")


@pytest.mark.parametrize("out", OUT)
def test_a_provider_that_fails_in_the_text_ends_it_with_an_error(out: str) -> None:
    """In the dialect's own words; what had come is kept."""
    path, body = OUT[out]
    with DemoServer(pace="instant", fault="drop") as bad, serving(bad.base_url) as port:
        status, data, _ = sent(port, path, body)
    answer = pplx.protocol.read_answer([data])
    assert (status, answer.status) == (200, "failed")
    assert answer.error is not None
    assert answer.text.startswith("**DNA**")


def test_a_field_the_provider_lacks_is_refused_and_others_reach_it(provider: DemoServer) -> None:
    """``stop`` is no field of the Agent API; a limit of tokens is, by another name."""
    with serving(provider.base_url, "perplexity", "responses") as port:
        status, data, _ = sent(port, "/chat/completions", {**CHAT, "stop": ["x"]})
        assert (status, json.loads(data)["error"]["param"]) == (400, "stop")
        limited = {"messages": MESSAGES, "max_tokens": 16, "stream": True}
        data = sent(port, "/chat/completions", limited)[1]
        answer = pplx.protocol.read_answer([data])
        assert (len(answer.text.split()), answer.finish_reason) == (16, "length")
        data = sent(port, "/chat/completions", {**limited, "stream": False})[1]
        assert json.loads(data)["choices"][0]["finish_reason"] == "length"
        status, data, _ = sent(port, "/v1/responses", {**AGENT, "background": True})
        assert (status, json.loads(data)["error"]["param"]) == (400, "background")


def test_a_reader_who_leaves_ends_the_providers_stream() -> None:
    """Nobody pays for what nobody reads."""
    with DemoServer(pace="lifelike") as slow, serving(slow.base_url) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port.port, timeout=10)
        connection.request(
            "POST", "/chat/completions", json.dumps(CHAT), {"Content-Type": "application/json"}
        )
        connection.getresponse().readline()
        assert slow.connections == 1
        connection.close()
        end = time.monotonic() + 5
        while slow.connections and time.monotonic() < end:
            time.sleep(0.02)
        assert slow.connections == 0


def test_each_token_has_its_own_limit(provider: DemoServer) -> None:
    """Sixty of one name, and the other still goes."""
    tokens = {"ann": "anns-token", "bob": "bobs-token"}
    with serving(provider.base_url, tokens=tokens, tier="free") as port:
        bad: dict[str, Any] = {"messages": []}
        for _ in range(60):
            assert sent(port, "/v1/chat", bad, Authorization="Bearer anns-token")[0] == 400
        assert sent(port, "/v1/chat", bad, Authorization="Bearer anns-token")[0] == 429
        assert sent(port, "/v1/chat", bad, Authorization="Bearer bobs-token")[0] == 400


@pytest.mark.parametrize("out", ["chat full", "chat last", "chat concise", "named"])
def test_images_and_related_questions_pass_where_the_dialect_has_them(out: str, tmp_path: Path) -> None:
    """The demo library has no image: this provider is a recording."""
    image = {"image_url": "https://example.org/a.png", "origin_url": "https://example.org/", "title": "A"}
    more = {"images": [image], "related_questions": ["And RNA?"], "citations": ["https://example.org/"]}
    choice = {"index": 0, "delta": {"content": "DNA is [1]."}, "finish_reason": "stop"}
    recording = tmp_path / "images.sse"
    recording.write_text(f"data: {json.dumps({'choices': [choice], **more})}\n\n", "utf-8")
    path, body = OUT[out]
    with DemoServer(pace="instant", replay=recording) as recorded, serving(recorded.base_url) as port:
        body = {**body, "return_images": True, "return_related_questions": True}
        answer = pplx.protocol.read_answer([sent(port, path, body)[1]])
    assert [image.image_url for image in answer.images] == ["https://example.org/a.png"]
    assert answer.related_questions == ("And RNA?",)


def test_a_file_of_tokens_is_for_its_owner_only(tmp_path: Path) -> None:
    """Mode 0600; what is wrong is said by line, never with a token."""
    file = tmp_path / "tokens"
    file.write_text("# the class\nann = anns-token-1\nbob=bobs-token-1\n", "utf-8")
    file.chmod(0o644)
    with pytest.raises(ValueError, match="chmod 600"):
        tokens_in(file)
    file.chmod(0o600)
    assert tokens_in(file) == {"ann": "anns-token-1", "bob": "bobs-token-1"}
    for wrong in ("ann anns-token-1", "ann = short", "ann = anns-token-1\nann = another-token", ""):
        file.write_text(wrong, "utf-8")
        with pytest.raises(ValueError, match="tokens") as raised:
            tokens_in(file)
        assert "anns-token-1" not in str(raised.value)


def test_the_program_serves_and_says_where(provider: DemoServer, tmp_path: Path) -> None:
    """One JSON line with a random token; with a file none is shown; another address warns."""
    place = ("pplx_notebook", "serve", "--provider", "chat", "--base-url", provider.base_url)
    with command(*place) as line:
        port = Port(Gateway(Client(), "chat"), port=line["port"])
        status, data, _ = sent(
            port, "/v1/chat", {"messages": MESSAGES}, Authorization=f"Bearer {line['token']}"
        )
        assert status == 502  # this provider wants its key, which was not given
        assert b"refused this gateway's key" in data
    file = tmp_path / "tokens"
    file.write_text("ann = anns-token-1", "utf-8")
    file.chmod(0o600)
    with command(*place, "--tokens", str(file)) as line:
        assert "token" not in line
    file.chmod(0o644)
    with command(*place, "--tokens", str(file)) as line:
        assert "the gateway cannot start" in line["stderr"]
    assert threading.active_count() < 50
