"""The key: in one header of one request, and nowhere else."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import pickle
import traceback
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.errors import PplxError
from pplx_notebook.keys import Key

KEY = "pplx-Zq8/Wx+2vTnR5bLkJh3Gs7Df"
FORMS = {
    "plain": KEY,
    "other case": KEY.upper(),
    "URL-encoded": urllib.parse.quote(KEY, safe=""),
    "URL-encoded twice": urllib.parse.quote(urllib.parse.quote(KEY, safe=""), safe=""),
    "in JSON": KEY.replace("/", "\\/"),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 behind one byte": base64.b64encode(b":" + KEY.encode()).decode(),
    "base64 behind a word": base64.b64encode(b"Bearer " + KEY.encode()).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(b"user:" + KEY.encode()).decode(),
    "hex": binascii.hexlify(KEY.encode()).decode(),
    "HEX": binascii.hexlify(KEY.encode()).decode().upper(),
    "reversed": KEY[::-1],
    "first 12": KEY[:12],
    "first 17": KEY[:17],
    "last 8": KEY[-8:],
    "last 11": KEY[-11:],
    "half of its base64": base64.b64encode(KEY.encode()).decode()[:20],
}
# what of these tells: 12 characters that the key alone decides
TELLING = tuple(
    sorted(
        {form[:12] for form in FORMS.values()}
        | {KEY[-8:]}
        | {
            base64.b64encode(b"\0" * shift + KEY.encode()).decode()[shift and shift + 1 :][:12]
            for shift in range(3)
        }
    )
)
TELLING = tuple(form for form in TELLING if "Bearer" not in form and form != "QmVhcmVyIHBw")
HELLO = ("head 200 text/event-stream", "delta Hello", "finish", "done", "end")
ECHO = ("reply 401 application/json", 'body {"error":{"message":"wrong key ' + KEY + '"}}')


def leaks(text: str) -> list[str]:
    """What tells of the key in a text."""
    return [form for form in TELLING if form in text]


Given = Callable[[LocalServer], dict[str, Any]]


@pytest.fixture(params=["argument", "environment"])
def given(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Given:
    """How a question is asked of a server with the key: as an argument, or by the environment for its
    address."""

    def how(server: LocalServer) -> dict[str, Any]:
        where = {"provider": "chat", "base_url": server.url}
        if request.param == "argument":
            return {**where, "api_key": KEY}
        monkeypatch.setenv("PERPLEXITY_API_KEY", KEY)
        monkeypatch.setenv("PERPLEXITY_BASE_URL", server.url)
        return where

    return how


def test_the_key_is_in_one_header(given: Given) -> None:
    """Authorization, and not in the body or another header."""
    with LocalServer(lambda _: HELLO) as server:
        client.ask("hi", **given(server))
        seen = server.seen[0]
    assert seen.headers.pop("authorization") == f"Bearer {KEY}"
    assert not leaks(f"{seen.headers} {seen.path}")
    assert not leaks(seen.body.decode())


def test_no_error_shows_the_key(given: Given) -> None:
    """Not its text, its repr, its pickle, its partial answer, nor the local variables of our frames."""
    with LocalServer(lambda _: ECHO) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", **given(server))
    error = raised.value
    assert "[key]" in str(error)
    assert error.__context__ is None
    assert error.__cause__ is None
    shown = [str(error), repr(error), repr(vars(error)), repr(error.answer), repr(error.args)]
    shown += [repr(pickle.dumps(error.answer)), *error._render_traceback_()]
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in report.stack if "pplx_notebook" in frame.filename]
    shown += [repr(frame.locals) for frame in ours]
    assert ours
    assert not [leak for text in shown for leak in leaks(text)]


def test_no_log_shows_the_key(given: Given, caplog: pytest.LogCaptureFixture) -> None:
    """Every logger at DEBUG: neither the key nor the question."""
    caplog.set_level(logging.DEBUG)
    with LocalServer(lambda _: HELLO) as server:
        client.ask("a very private question", **given(server))
    assert not leaks(caplog.text)
    assert "private question" not in caplog.text


def test_a_live_answer_does_not_show_the_key(given: Given) -> None:
    """Nor does what the display polls."""
    with LocalServer(lambda _: ECHO) as server:
        live = client.begin("hi", **given(server))
        live.wait()
    shown = [repr(live), repr(vars(live)), repr(live.progress), repr(live.answer), repr(live.answer.error)]
    assert not [leak for text in shown for leak in leaks(text)]


def test_a_wrong_key_is_not_repeated() -> None:
    """The complaint about a key names where it came from, not the key; nor do our frames."""
    with pytest.raises(PplxError) as raised:
        client.begin("hi", api_key=f"{KEY} with spaces")
    report = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    inner = [frame for frame in report.stack if "network" in frame.filename]
    assert not inner
    assert not leaks(str(raised.value))


def test_the_key_of_the_environment_stays_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port of this machine that a notebook names does not get it, nor show it where it knows it all the
    same."""
    monkeypatch.setenv("PERPLEXITY_API_KEY", KEY)
    with LocalServer(lambda _: ECHO) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url)
    assert "authorization" not in server.seen[0].headers
    assert not leaks(str(raised.value) + repr(raised.value.answer))
    assert "set PERPLEXITY_BASE_URL or pass api_key=" in str(raised.value)


def in_every_field(form: str) -> dict[str, Any]:
    """A whole answer, each text of which holds this."""
    said = f"it is {form} here"
    page = {"title": said, "url": f"https://a.example/{form}", "date": said, "snippet": said, "source": said}
    return {
        "id": said,
        "model": said,
        "choices": [
            {"index": 0, "finish_reason": said, "message": {"content": f"<think>{said}</think>{said} [1]"}},
            {"index": 1, "finish_reason": said, "message": {"content": said}},
        ],
        "citations": [f"https://a.example/{form}"],
        "search_results": [page],
        "images": [{"image_url": said, "origin_url": said, "title": said}],
        "videos": [{"url": said, "title": said, "thumbnail_url": said}],
        "related_questions": [said],
        "usage": {"total_tokens": 1, said: said, "more": {"list": [said]}},
    }


def shown_of(live: Any) -> str:
    """All that somebody can see of an answer."""
    answer = live.answer
    return " ".join((repr(answer), repr(vars(live)), repr(live.progress), repr(pickle.dumps(answer))))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_field_of_an_answer_shows_the_key(form: str) -> None:
    """Whatever the server says of it, the rest of the field stays."""
    body = json.dumps(in_every_field(form)).replace("\\", "\\\\")
    with LocalServer(lambda _: ("reply 200 application/json", f"body {body}")) as server:
        live = client.begin("hi", provider="chat", base_url=server.url, api_key=KEY, stream=False)
        answer = live.result()
    assert not leaks(shown_of(live))
    assert answer.status == "done"
    assert answer.text.startswith("it is ")
    assert answer.text.endswith(" here [1]")
    assert "[key]" in answer.text
    assert "[key]" in answer.model


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_field_of_an_error_shows_the_key(form: str) -> None:
    """Nor its type and code, and what is cut was masked before."""
    for padding in ("", "x" * 150, "x" * 185):
        error = {"message": f"{padding} {form} given", "type": form, "code": form, "param": form}
        body = json.dumps({"error": error}).replace("\\", "\\\\")
        for steps in (
            ("reply 401 application/json", f"body {body}"),
            ("reply 401 text/html", f"body <html><title>{padding} {form} given</title>"),
            ("reply 200 application/json", f"body {body}"),
            ("head 200 text/event-stream", f"raw data: {body}\\n\\n", "end"),
        ):
            with LocalServer(lambda _, steps=steps: steps) as server:
                live = client.begin("hi", provider="chat", base_url=server.url, api_key=KEY, retries=0)
                live.wait()
            assert live.answer.error is not None
            assert not leaks(shown_of(live)), steps


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_key_in_many_deltas_is_never_shown(form: str) -> None:
    """Not the first half of it either, while the second is under way."""
    deltas = [
        f"raw data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': char}}]})}\\n\\n".replace(
            "\\\\", "\\\\\\\\"
        )
        for char in f"so {form} it is"
    ]
    seen = []
    with LocalServer(lambda _: ("head 200 text/event-stream", *deltas, "finish", "done", "end")) as server:
        live = client.begin("hi", provider="chat", base_url=server.url, api_key=KEY)
        while not live.done:
            live.wait_change(0.01)
            seen.append(live.answer.text)
    assert live.answer.text.startswith("so ")
    assert live.answer.text.endswith(" it is")
    assert "[key]" in live.answer.text
    assert not [leak for text in [*seen, live.answer.text] for leak in leaks(text)]


def test_the_beginning_of_a_key_at_the_end_of_an_answer_that_broke_off_stays_text() -> None:
    """What waited for the rest of a key is shown when none comes."""
    steps = ("head 200 text/event-stream", "delta the_prefix_is_pplx-", "close")
    with LocalServer(lambda _: steps) as server:
        live = client.begin("hi", provider="chat", base_url=server.url, api_key=KEY)
        live.wait()
    assert live.answer.text == "the prefix is pplx-"


def test_a_word_for_a_key_stays_a_word_of_the_answer() -> None:
    """Local servers take any: the answer may speak of it, an error need not."""
    with LocalServer(lambda _: ("head 200 text/event-stream", "delta ask_ollama", "finish", "end")) as server:
        where: Any = {"provider": "chat", "base_url": server.url, "api_key": "ollama"}
        assert client.ask("hi", **where).text == "ask ollama"


def test_no_log_shows_what_headers_echo(caplog: pytest.LogCaptureFixture) -> None:
    """The HTTP library tells every header of a response at DEBUG."""
    caplog.set_level(logging.DEBUG)
    head = "head 200 text/event-stream | x-echo: Bearer " + KEY + " | x-again: " + FORMS["base64"]
    with LocalServer(lambda _: (head, *HELLO[1:])) as server:
        client.ask("hi", provider="chat", base_url=server.url, api_key=KEY)
    assert "x-echo" in caplog.text
    assert not leaks(caplog.text)


def test_the_state_of_a_key_is_where_it_came_from() -> None:
    """What pickle, copy and the like would ask for."""
    key = Key(KEY, "PPLX_API_KEY")
    assert not leaks(repr(key.__getstate__()))
    assert not leaks(repr(key.mask_own.__getstate__()))
    for value in (key, key.mask_own):
        with pytest.raises(TypeError):
            pickle.dumps(value)
