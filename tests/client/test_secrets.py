"""The key: in one header of one request, and nowhere else."""

from __future__ import annotations

import base64
import binascii
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

KEY = "pplx-Zq8/Wx+2vTnR5bLkJh3Gs7Df"
FORMS = (
    KEY,
    urllib.parse.quote(KEY, safe=""),
    base64.b64encode(KEY.encode()).decode(),
    binascii.hexlify(KEY.encode()).decode(),
    KEY[:12],
    KEY[-8:],
)
HELLO = ("head 200 text/event-stream", "delta Hello", "finish", "done", "end")
ECHO = ("reply 401 application/json", 'body {"error":{"message":"wrong key ' + KEY + '"}}')


def leaks(text: str) -> list[str]:
    """The forms of the key that stand in a text."""
    return [form for form in FORMS if form in text]


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
