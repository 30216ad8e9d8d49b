"""A display that fails never loses an answer; what a stream cannot write is replaced."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from pplx_notebook import client
from pplx_notebook.demo.transport import DemoTransport
from pplx_notebook.errors import PplxError
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol import AnswerReader
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.writable import writable
from pplx_notebook.views.screens.show import show
from pplx_notebook.views.screens.show_again import again

TEXT = "Straße – “東京” … naïve • 5 µm\u00a0→ x"
WRITTEN = {
    "ascii": 'Stra?e - "??" ... na?ve * 5 ?m ? x',
    "latin-1": 'Straße - "??" ... naïve * 5 µm\u00a0? x',
    "cp1252": "Straße – “??” … naïve • 5 µm\u00a0? x",
    "cp437": 'Straße - "??" ... naïve * 5 µm\u00a0? x',
    "utf-8": TEXT,
    "no-such-encoding": TEXT,
}


class Broken(io.StringIO):
    """A terminal that is gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


class Full(io.StringIO):
    """A disk that is full after the first word."""

    def flush(self) -> None:
        raise OSError("no space left")


def closed() -> io.StringIO:
    """A stream somebody closed."""
    stream = io.StringIO()
    stream.close()
    return stream


def begin() -> PendingAnswer:
    """An answer of the demo engine under way."""
    return client.begin("What is gravity?", provider="demo", transport=DemoTransport(pace="instant"))


def answered(text: str) -> PendingAnswer:
    """An answer that has ended."""
    live = PendingAnswer(AnswerReader())
    live.feed(b'data: {"choices": [{"index": 0, "delta": {"content": "' + text.encode() + b'"}}]}\n\n')
    live.feed(b"data: [DONE]\n\n")
    live.close()
    live.finish()
    return live


def stream_of(encoding: str) -> io.TextIOWrapper:
    """Standard output as an operating system gives it, in another encoding than UTF-8."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")


@pytest.mark.parametrize("encoding", WRITTEN)
def test_what_an_encoding_has_not_is_replaced_by_something_like_it(encoding: str) -> None:
    stream = io.StringIO()
    named = type("Stream", (), {"encoding": encoding})()
    assert writable(TEXT, named) == WRITTEN[encoding]
    assert writable(TEXT, stream) == TEXT
    assert writable(TEXT, None) == TEXT


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_an_answer_is_written_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stream_of(encoding))
    answer = show(answered(TEXT), "text")
    sys.stdout.seek(0)
    assert WRITTEN[encoding].replace("\u00a0", " ") in sys.stdout.read().replace("\u00a0", " ")
    assert answer.text == TEXT


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_answer_shown_again_and_an_error_are_fit_for_the_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", stream_of(encoding))
    shown = again(Answer(text=TEXT, status="done"), "text")["text/plain"]
    (line,) = PplxError(f"the server says: {TEXT}")._render_traceback_()
    shown.encode(encoding)
    line.encode(encoding)


@pytest.mark.parametrize("stream", [Broken, Full, closed], ids=["broken", "full", "closed"])
def test_a_stream_that_fails_comes_out_after_the_answer_was_handed_over(
    stream: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Answer] = []
    monkeypatch.setattr(sys, "stdout", stream())
    with pytest.raises((OSError, ValueError)):
        show(begin(), "text", at_end=kept.append)
    assert [answer.status for answer in kept] == ["done"]
    assert kept[0].text


def test_a_program_without_standard_output_gets_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert show(begin(), "text").status == "done"


def test_a_view_that_cannot_even_be_made_loses_nothing() -> None:
    script = "import sys; sys.modules['anywidget'] = None\n" + SCRIPT
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "done True ModuleNotFoundError"


SCRIPT = """
import os; os.environ["PPLX_DEMO_PACE"] = "instant"
from pplx_notebook import client
from pplx_notebook.views.screens.show import show
kept = []
try:
    show(client.begin("What is gravity?", provider="demo"), "widget", at_end=kept.append)
except Exception as error:
    print(kept[0].status, bool(kept[0].text), type(error).__name__)
"""
