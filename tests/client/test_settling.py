"""What comes behind the last word of an answer: sources and usage are taken for a while, then nothing is."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.client import PendingAnswer

HEAD = ("head 200 text/event-stream", "delta Blue_[1].", "finish")
SOURCES = r'raw data: {"choices":[],"citations":["https://a.example/"],"usage":{"total_tokens":5}}\n\n'
SOON_S = 2.0  # less than the 4 s it is waited for, more than the 1.5 s it once was


@pytest.fixture(scope="module")
def late() -> Iterator[LocalServer]:
    """A server whose sources come 2 s behind the last word."""
    with LocalServer(lambda _: (*HEAD, f"pause {SOON_S}", SOURCES, "done", "end")) as server:
        yield server


def begun(server: LocalServer, **settings: float) -> PendingAnswer:
    """A question under way, up to its last word."""
    live = client.begin("hi", provider="chat", base_url=server.url, **settings)
    end = time.monotonic() + 10
    while not live.reader.finished and time.monotonic() < end:
        live.wait_change(0.05)
    return live


def test_sources_two_seconds_behind_the_last_word_are_taken(late: LocalServer) -> None:
    """The view says done meanwhile; the result waits for them, and for no more than they need."""
    live = begun(late)
    assert (live.progress.state, live.done) == ("done", False)
    answer = live.result()
    assert [citation.url for citation in answer.citations] == ["https://a.example/"]
    assert answer.usage is not None
    assert answer.notices == ()


def test_after_the_time_for_them_nothing_changes(late: LocalServer) -> None:
    """A shorter time is kept, and the answer is the one that was returned."""
    answer = begun(late, settle_timeout_s=0.2).result()
    assert (answer.text, answer.status, answer.citations) == ("Blue [1].", "done", ())


def test_what_trickles_in_does_not_put_the_end_off() -> None:
    """The time counts from the last word."""
    with LocalServer(lambda _: (*HEAD, "drip " + SOURCES.removeprefix("raw "))) as server:
        live = begun(server, settle_timeout_s=0.5)
        assert live.wait(5)
        assert live.answer.status == "done"


def test_a_connection_that_ends_ends_the_wait() -> None:
    """There is nothing more to come."""
    with LocalServer(lambda _: (*HEAD, "end")) as server:
        live = begun(server, settle_timeout_s=60)
        assert live.wait(5)
        assert live.answer.status == "done"


def test_a_stop_behind_the_last_word_leaves_at_once_with_a_whole_answer() -> None:
    """Nothing of the text is missing."""
    with LocalServer(lambda _: (*HEAD, "stall")) as server:
        live = begun(server, settle_timeout_s=60)
        live.stop()
        assert live.wait(5)
        assert live.result().status == "done"
