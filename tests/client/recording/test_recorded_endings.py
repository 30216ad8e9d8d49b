"""However a stream ends: it is recorded with its reason, and ends the same way when it is replayed."""

from __future__ import annotations

from pathlib import Path

from hello import HELLO, chat, hello, until
from local_server import LocalServer
from recorded_questions import HEAD, as_raw, asked, one, recorded, replayed

from pplx_notebook import client
from pplx_notebook.inspect.recording import Recording


def test_a_stream_that_broke_breaks_again_at_the_same_byte(file: Path) -> None:
    """Half a character stays half a character."""
    answer, recording = recorded(
        file, HEAD, "delta one_", as_raw('data: {"a":"é'.encode()[:-1]), "pause 0.05", "reset"
    )
    entry = one(recording)
    assert (answer.status, answer.text, entry.end) == ("cut off", "one ", "cut")
    assert entry.body.endswith(b"\xc3")
    assert entry.error == answer.error.message  # type: ignore[union-attr]
    assert replayed(file) == answer


def test_a_stream_that_ended_without_a_last_word(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "end")
    assert (answer.status, one(recording).end) == ("cut off", "eof")
    assert replayed(file) == answer


def test_a_stream_that_was_silent_too_long(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "stall", idle_timeout_s=0.2)
    assert (answer.status, one(recording).end) == ("cut off", "timeout")
    assert replayed(file) == answer


def test_a_clock_of_ours_that_ran_out(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "drip :\\n\\n", gap_timeout_s=0.2)
    assert (answer.status, one(recording).end) == ("cut off", "timeout")
    assert replayed(file).error == answer.error


def test_an_error_inside_the_stream_is_its_last_word(file: Path) -> None:
    answer, recording = recorded(
        file, HEAD, "delta one", 'raw data: {"error": {"message": "overloaded"}}\\n\\n', "end"
    )
    assert (answer.status, one(recording).end, one(recording).error) == ("failed", "done", "overloaded")
    assert replayed(file) == answer


def test_a_refusal_is_recorded_with_its_body(file: Path) -> None:
    answer, recording = recorded(file, "reply 401 application/json", 'body {"error": {"message": "no_key"}}')
    assert (one(recording).status, one(recording).end, one(recording).body) == (
        401,
        "refused",
        b'{"error": {"message": "no_key"}}',
    )
    assert replayed(file) == answer


def test_a_server_that_is_not_there(file: Path) -> None:
    with LocalServer(hello) as server:
        settings = chat(server)
    answer = asked("hi", record=file, **settings)
    entry = one(Recording.open(file))
    assert (entry.status, entry.end, entry.reads) == (0, "refused", ())
    assert replayed(file) == answer


def test_a_stop_keeps_what_had_come(file: Path) -> None:
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        live = client.begin("hi", record=file, **chat(server))
        until(lambda: live.answer.text)
        live.stop()
        assert live.wait(5)
    entry = one(Recording.open(file))
    assert (entry.end, len(entry.events)) == ("stopped", 1)
    assert live.answer.exchange == Recording.open(file)
    assert list(file.parent.iterdir()) == [file]
