"""One answer while it arrives: what a caller may rely on between the first byte and the last."""

from __future__ import annotations

import gc
import json
import weakref

import pytest
from reads import DONE, FINISH, TEXT, reader_of

from pplx_notebook.protocol import AnswerReader
from pplx_notebook.protocol.answer import AnswerError, Step
from pplx_notebook.protocol.reading.growing_answer import Activity
from pplx_notebook.protocol.saved import from_saved, to_saved

BROKEN = AnswerError(kind="transport", message="the connection broke")


def test_an_answer_begins_by_waiting() -> None:
    """Before the first byte: waiting, nothing shown, nothing finished; the caller's facts are there."""
    reader = AnswerReader(prompt="Why?", provider="chat", notices=["demo"])
    answer = reader.snapshot()
    assert (answer.status, answer.prompt, answer.provider, answer.notices) == (
        "waiting",
        "Why?",
        "chat",
        ("demo",),
    )
    assert not any((reader.shown, reader.finished, reader.final, reader.error))
    assert reader.activity == Activity("connecting")


def test_feed_says_whether_something_visible_changed() -> None:
    """Text changes the view, a comment and half an event do not."""
    reader = AnswerReader()
    assert reader.feed(TEXT % b"a")
    assert not reader.feed(b": ping\n\n")
    assert not reader.feed(b'data: {"cho')


def test_finished_comes_before_final() -> None:
    """finish_reason: nothing can fail; [DONE]: nothing follows."""
    reader = reader_of(TEXT % b"a", FINISH)
    assert (reader.finished, reader.final, reader.snapshot().status) == (True, False, "streaming")
    reader.feed(DONE)
    assert (reader.finished, reader.final, reader.snapshot().status) == (True, True, "done")


def test_a_broken_connection_after_the_end_is_no_error() -> None:
    """Once finished, an error of the transport changes nothing."""
    reader = reader_of(TEXT % b"a", FINISH)
    reader.close(BROKEN)
    assert (reader.snapshot().status, reader.error) == ("done", None)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("transport", "cut off"), ("timeout", "cut off"), ("decode", "cut off"), ("status", "failed")],
)
def test_an_error_after_text_keeps_it(kind: str, status: str) -> None:
    """What breaks off a begun answer cuts it off; the server's own refusal fails it."""
    reader = reader_of(TEXT % b"half")
    reader.close(AnswerError(kind=kind, message="x"))
    answer = reader.snapshot()
    assert (answer.text, answer.status, answer.error) == ("half", status, AnswerError(kind=kind, message="x"))


def test_an_error_before_any_text_is_a_failure() -> None:
    """Nothing had begun, so nothing was cut off."""
    reader = AnswerReader()
    reader.close(BROKEN)
    assert reader.snapshot().status == "failed"


def test_a_stop_keeps_the_text_and_is_no_error() -> None:
    """After ``interrupt`` nothing more is taken."""
    reader = reader_of(TEXT % b"half")
    reader.interrupt()
    assert not reader.feed(TEXT % b"late")
    reader.close(BROKEN)
    answer = reader.snapshot()
    assert (answer.text, answer.status, answer.error) == ("half", "interrupted", None)


def test_a_stop_after_the_end_is_still_done() -> None:
    """A late click on Stop takes nothing from a whole answer."""
    reader = reader_of(TEXT % b"a", FINISH)
    reader.interrupt()
    assert reader.snapshot().status == "done"


def test_status_and_comments_are_not_text() -> None:
    """Only text or reasoning counts as shown: before it, a dead stream may be asked again."""
    role = b'data: {"id":"c","choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'
    step = b'data: {"choices":[{"delta":{"reasoning_steps":[{"thought":"look"}]}}]}\n\n'
    assert not reader_of(b": ping\n\n", role, step).shown
    assert reader_of(TEXT % b"a").shown
    assert reader_of(b'data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}\n\n').shown


def test_activity_follows_the_server() -> None:
    """Searching with its queries and pages, thinking, writing."""
    reader = AnswerReader()
    reader.feed(b'data: {"type":"response.created","response":{"id":"r","status":"in_progress"}}\n\n')
    assert reader.activity == Activity("searching")
    reader.feed(b'data: {"type":"response.reasoning.search_queries","queries":["sky","blue"]}\n\n')
    assert reader.activity == Activity("searching", queries=("sky", "blue"))
    reader.feed(b'data: {"type":"response.reasoning.fetch_url_queries","urls":["https://a.example/"]}\n\n')
    assert reader.activity == Activity("searching", urls=("https://a.example/",))
    reader.feed(b'data: {"type":"response.reasoning_text.delta","delta":"hm"}\n\n')
    assert reader.activity == Activity("thinking")
    reader.feed(b'data: {"type":"response.output_text.delta","delta":"a"}\n\n')
    assert reader.activity == Activity("writing")
    assert reader.snapshot().reasoning == "hm"


def test_the_answer_tells_what_was_searched_and_read() -> None:
    """Each step once, in the order they came; in what is saved, too."""
    reader = AnswerReader()
    for _ in range(2):
        reader.feed(
            b'data: {"type":"response.reasoning.search_queries","queries":["a","b"],"thought":"Look"}\n\n'
        )
    reader.feed(b'data: {"type":"response.reasoning.fetch_url_queries","urls":["https://a.example/"]}\n\n')
    answer = reader.snapshot()
    assert answer.steps == (
        Step(thought="Look", queries=("a", "b")),
        Step(urls=("https://a.example/",)),
    )
    assert answer.reasoning == "Look"
    assert from_saved(json.loads(json.dumps(to_saved(answer)))) == answer


def test_inline_thinking_is_thinking_until_it_closes() -> None:
    """``<think>`` inside the content shows as thinking, the text after it as writing."""
    reader = reader_of(TEXT % b"<think>hm")
    assert reader.activity == Activity("thinking")
    reader.feed(TEXT % b"</think>a")
    assert reader.activity == Activity("writing")


def test_half_a_tag_and_half_a_character_wait() -> None:
    """What the next delta may complete is not shown yet."""
    reader = reader_of(TEXT % b"<thi")
    assert reader.snapshot().text == ""
    reader.feed(TEXT % b"s is text \\ud83d")
    assert reader.snapshot().text == "<this is text "
    reader.feed(TEXT % b"\\ude00")
    assert reader.snapshot().text == "<this is text 😀"
    reader = reader_of(TEXT % b"<think>hm</thi")
    assert reader.snapshot().reasoning == "hm"


def test_a_background_run_is_polled() -> None:
    """A queued body is not the end; the next body goes on with the same answer."""
    reader = AnswerReader()
    reader.body(b'{"id":"resp_1","object":"response","status":"queued","output":[]}')
    assert (reader.run_state, reader.finished, reader.snapshot().id) == ("queued", False, "resp_1")
    reader.body(b'{"id":"resp_1","object":"response","status":"in_progress","output":[]}')
    assert (reader.run_state, reader.finished) == ("in_progress", False)
    part = b'[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]'
    reader.body(b'{"id":"resp_1","object":"response","status":"completed","output":%s}' % part)
    answer = reader.snapshot()
    assert (reader.run_state, answer.status, answer.text) == ("completed", "done", "Hi")


def test_a_run_is_taken_up_after_a_broken_connection() -> None:
    """Half an event is dropped, what comes again is skipped, the text goes on."""
    delta = b'data: {"type":"response.output_text.delta","sequence_number":%d,"delta":"%s"}\n\n'
    reader = reader_of(delta % (3, b"One "), delta % (7, b"two "), b'data: {"type":"resp')
    reader.close(BROKEN)
    assert (reader.snapshot().status, reader.last_sequence) == ("cut off", 7)
    reader.resume()
    assert reader.snapshot().status == "streaming"
    for sequence, text in ((3, b"One "), (7, b"two "), (8, b"three")):
        reader.feed(delta % (sequence, text))
    reader.feed(
        b'data: {"type":"response.completed","sequence_number":9,"response":{"status":"completed"}}\n\n'
    )
    reader.close()
    answer = reader.snapshot()
    assert (answer.text, answer.status) == ("One two three", "done")


def test_a_whole_body_on_a_broken_connection_is_an_answer() -> None:
    """A JSON body that is all there cannot fail any more; half of one was broken off."""
    body = b'{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}'
    whole, half = reader_of(body), reader_of(body[:-5])
    whole.close(BROKEN)
    half.close(BROKEN)
    assert (whole.snapshot().text, whole.snapshot().status, whole.error) == ("Hi", "done", None)
    assert half.error == BROKEN


def test_an_answer_survives_closing_twice() -> None:
    """The first ending counts."""
    reader = reader_of(TEXT % b"a")
    reader.close()
    reader.close(BROKEN)
    assert reader.error is not None
    assert reader.error.kind == "incomplete"


def test_an_answer_that_nobody_holds_is_gone_at_once() -> None:
    """A reader holds no reference to itself: its text and sources do not wait for the cycle collector."""
    reader = reader_of(TEXT % b"a", FINISH, DONE)
    reader.close()
    reader.snapshot()
    seen = [weakref.ref(reader), weakref.ref(reader._growing)]
    gc.disable()
    try:
        del reader
        assert [ref() for ref in seen] == [None, None]
    finally:
        gc.enable()
