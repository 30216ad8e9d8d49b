"""Each fault on demand, over HTTP and in the embedded engine: what a reader of it sees."""

from __future__ import annotations

import http.client
import json
import time

import pytest
from asking_http import AGENT, CHAT, MESSAGES, sent

import pplx_notebook as pplx
from pplx_notebook.demo.engine.faults import FAULTS
from pplx_notebook.demo.library.misquoting import INVENTED
from pplx_notebook.demo.server.server import DemoServer

SURFACES = {
    "responses": ("/v1/responses", AGENT),
    "chat": ("/chat/completions", CHAT),
    "perf": ("/v1/chat/stream", {"messages": MESSAGES}),
    "named": ("/events", {"messages": MESSAGES}),
}
# what our own client says of it, which asks once
SAID = {
    "refuse": ("transport", False),
    "drop-before": ("transport", False),
    "drop": ("transport", True),
    "cut": ("incomplete", True),
    "stall": ("timeout", True),
    "html": ("content_type", False),
    "401": ("status", False),
    "429": ("status", False),
    "500": ("status", False),
}


@pytest.fixture(scope="module")
def server() -> object:
    with DemoServer(pace="instant") as server:
        yield server


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("where", ["server", "embedded"])
def test_our_own_client_says_what_happened(server: DemoServer, name: str, where: str) -> None:
    """The kind of the error, and whether text had come; ``--header X-Demo-Fault=…`` with provider demo."""
    place = {"provider": "chat", "base_url": server.base_url} if where == "server" else {"provider": "demo"}
    kind, has_text = SAID[name]
    with pytest.raises(pplx.PplxError) as raised:
        pplx.ask("What is DNA?", headers={"X-Demo-Fault": name}, retries=0, idle_timeout_s=0.3, **place)
    assert raised.value.kind == kind
    text = raised.value.answer.text if raised.value.answer else ""
    assert bool(text) is has_text
    assert not has_text or "**DNA**".startswith(text[:7])


@pytest.mark.parametrize("surface", SURFACES)
def test_a_drop_breaks_the_connection_and_a_cut_ends_the_stream(server: DemoServer, surface: str) -> None:
    """In every dialect: some text, then no end."""
    path, body = SURFACES[surface]
    with pytest.raises(http.client.IncompleteRead) as raised:
        sent(server, path, body, X_Demo_Fault="drop")
    answer = pplx.protocol.read_answer([raised.value.partial])
    assert (answer.status, 5 < len(answer.text.split()) < 20) == ("cut off", True)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        sent(server, path, body, X_Demo_Fault="drop-before")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        sent(server, path, body, X_Demo_Fault="refuse")
    status, data, _ = sent(server, path, body, X_Demo_Fault="cut")
    answer = pplx.protocol.read_answer([data])
    assert status == 200
    assert answer.status == "cut off"
    assert 5 < len(answer.text.split()) < 20


def test_a_malformed_event_stands_in_the_middle(server: DemoServer) -> None:
    """The rest of the stream is whole, a reader that goes on has the whole answer."""
    data = sent(server, "/v1/chat/stream", {"messages": MESSAGES}, X_Demo_Fault="malformed")[1]
    lines = [line[6:] for line in data.splitlines() if line.startswith(b"data: ") and line != b"data: [DONE]"]
    broken = 0
    for line in lines:
        try:
            json.loads(line)
        except ValueError:
            broken += 1
    assert broken == 1
    whole = pplx.protocol.read_answer([sent(server, "/v1/chat/stream", {"messages": MESSAGES})[1]])
    assert pplx.protocol.read_answer([data]).text == whole.text


def test_no_done_leaves_the_last_line_out(server: DemoServer) -> None:
    """``finish_reason`` is the end then."""
    data = sent(server, "/v1/chat/stream", {"messages": MESSAGES}, X_Demo_Fault="no-done")[1]
    assert b"[DONE]" not in data
    assert pplx.protocol.read_answer([data]).status == "done"


def test_misquote_changes_one_number_and_adds_one_sentence_that_no_source_holds(server: DemoServer) -> None:
    """In every dialect the answer is wrong in itself: nothing is wrong with its stream."""
    moon = [{"role": "user", "content": "Why does the Amazon rainforest matter?"}]
    for path, body in (
        ("/chat/completions", {"messages": moon}),
        ("/v1/responses", {"model": "openai/gpt-5.2", "input": moon[0]["content"]}),
    ):
        right, wrong = (
            pplx.protocol.read_answer([sent(server, path, {"stream": True, **body}, X_Demo_Fault=name)[1]])
            for name in ("none", "misquote")
        )
        assert wrong.status == "done"
        assert wrong.search_results == right.search_results
        changed = wrong.text.replace("6.5 million", "5.5 million")
        assert changed != wrong.text
        assert changed.replace(f" {INVENTED}[2]", "") == right.text


def test_slow_is_a_fifth_of_a_second_and_more_for_each_event(server: DemoServer) -> None:
    """The first events take their time even at the pace "instant"."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
    headers = {"Content-Type": "application/json", "X-Demo-Fault": "slow"}
    began = time.monotonic()
    connection.request("POST", "/events", json.dumps({"q": "DNA"}), headers)
    response = connection.getresponse()
    for _ in range(6):
        response.readline()
    assert time.monotonic() - began >= 0.4
    connection.close()


def test_statuses_carry_the_envelope_of_their_api(server: DemoServer) -> None:
    """429 says when to come back; Perf's codes are words."""
    status, data, headers = sent(server, "/v1/chat", {"messages": MESSAGES}, X_Demo_Fault="429")
    assert (status, headers["retry-after"]) == (429, "1")
    assert json.loads(data)["error"]["code"] == "rate_limit_exceeded"
    assert json.loads(data)["error"]["request_id"] == headers["x-request-id"]
    status, data, headers = sent(server, "/v1/chat/stream", {"messages": MESSAGES}, X_Demo_Fault="401")
    assert json.loads(data)["error"]["code"] == "invalid_api_key"
    assert headers["www-authenticate"] == "Bearer"
    status, data, _ = sent(server, "/v1/responses", AGENT, X_Demo_Fault="500")
    assert (status, json.loads(data)["error"]["code"]) == (500, 500)


def test_a_whole_body_can_fail_too(server: DemoServer) -> None:
    """Without streaming there is no partial output."""
    body = {**CHAT, "stream": False}
    for name in ("drop", "drop-before", "refuse"):
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            sent(server, "/chat/completions", body, X_Demo_Fault=name)
    data = sent(server, "/chat/completions", body, X_Demo_Fault="malformed")[1]
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(data)


def test_a_server_may_fail_by_default_and_a_request_may_ask_it_not_to() -> None:
    """``--fault NAME``; the header comes first; an unknown name is told the known ones."""
    with DemoServer(pace="instant", fault="500") as server:
        assert sent(server, "/events", {"q": "DNA"})[0] == 500
        assert sent(server, "/events", {"q": "DNA"}, X_Demo_Fault="none")[0] == 200
        status, data, _ = sent(server, "/events", {"q": "DNA"}, X_Demo_Fault="gremlin")
        assert status == 400
        assert all(name in json.loads(data)["error"]["message"] for name in FAULTS)


def test_a_question_is_asked_again_after_a_fault_before_its_text() -> None:
    """A dropped or refused request costs a retry and nothing else; after text nothing is asked again."""
    with DemoServer(pace="instant", fault="drop-before") as server:
        with pytest.raises(pplx.PplxError):
            pplx.ask("What is DNA?", provider="chat", base_url=server.base_url, retries=1)
        assert server.served == 2
    with DemoServer(pace="instant", fault="drop") as server:
        with pytest.raises(pplx.PplxError):
            pplx.ask("What is DNA?", provider="chat", base_url=server.base_url, retries=1)
        assert server.served == 1
