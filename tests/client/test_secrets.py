"""The key: in one header of one request, and nowhere else."""

from __future__ import annotations

import base64
import binascii
import logging
import pickle
import traceback
import urllib.parse
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


@pytest.fixture(params=["argument", "environment"])
def given(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The key as an argument, or in the environment."""
    if request.param == "argument":
        return {"api_key": KEY}
    monkeypatch.setenv("PERPLEXITY_API_KEY", KEY)
    return {}


def test_the_key_is_in_one_header(given: dict[str, Any]) -> None:
    """Authorization, and not in the body or another header."""
    with LocalServer(lambda _: HELLO) as server:
        client.ask("hi", provider="chat", base_url=server.url, **given)
        seen = server.seen[0]
    assert seen.headers.pop("authorization") == f"Bearer {KEY}"
    assert not leaks(f"{seen.headers} {seen.path}")
    assert not leaks(seen.body.decode())


def test_no_error_shows_the_key(given: dict[str, Any]) -> None:
    """Not its text, its repr, its pickle, its partial answer, nor the local variables of our frames."""
    with LocalServer(lambda _: ECHO) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url, **given)
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


def test_no_log_shows_the_key(given: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """Every logger at DEBUG: neither the key nor the question."""
    caplog.set_level(logging.DEBUG)
    with LocalServer(lambda _: HELLO) as server:
        client.ask("a very private question", provider="chat", base_url=server.url, **given)
    assert not leaks(caplog.text)
    assert "private question" not in caplog.text


def test_a_live_answer_does_not_show_the_key(given: dict[str, Any]) -> None:
    """Nor does what the display polls."""
    with LocalServer(lambda _: ECHO) as server:
        live = client.begin("hi", provider="chat", base_url=server.url, **given)
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
