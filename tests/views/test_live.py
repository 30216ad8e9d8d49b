"""Showing an answer: an interrupt keeps the text, and nothing tears the ending apart."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.demo.transport import DemoTransport
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.screens.interrupts import STUCK_S
from pplx_notebook.views.screens.show import show

QUESTION = "What is nuclear fusion?"


def begin(pace: str | float) -> PendingAnswer:
    """An answer of the demo engine under way."""
    return client.begin(QUESTION, provider="demo", transport=DemoTransport(pace=pace))


@pytest.fixture
def interrupt_after() -> Iterator[Callable[..., None]]:
    """``interrupt_after(1.0, 2.0)`` interrupts this process as Ctrl-C does; one that comes when nothing is
    shown any more does no harm here."""
    timers: list[threading.Timer] = []
    before = signal.signal(signal.SIGINT, lambda *_: None)

    def start(*delays_s: float) -> None:
        for delay_s in delays_s:
            timers.append(threading.Timer(delay_s, os.kill, (os.getpid(), signal.SIGINT)))
            timers[-1].start()

    yield start
    for timer in timers:
        timer.join()
    signal.signal(signal.SIGINT, before)


def test_an_answer_is_shown_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    answer = show(begin("instant"), "text")
    assert answer.status == "done"
    shown = capsys.readouterr().out
    assert "Fusion energy is the energy set free" in shown
    assert "[1] " in shown.split("Citations:")[1]


def test_the_last_line_says_how_long_it_all_took(
    capsys: pytest.CaptureFixture[str],
) -> None:
    began_s = time.monotonic()
    answer = show(begin(3), "text")
    took_s = time.monotonic() - began_s
    assert answer.first_text_s is not None
    assert answer.total_s is not None
    assert 0 < answer.first_text_s < answer.total_s < took_s + 0.01  # times are kept to 10 ms
    assert capsys.readouterr().out.splitlines()[-1].endswith(f" · {answer.total_s:.1f} s")


def test_an_answer_that_was_not_streamed_has_no_first_text(capsys: pytest.CaptureFixture[str]) -> None:
    running = client.begin(QUESTION, provider="demo", transport=DemoTransport(pace="instant"), stream=False)
    answer = show(running, "text")
    assert (answer.first_text_s, answer.total_s is None) == (None, False)
    assert "first text" not in capsys.readouterr().out


def test_thinking_that_nobody_opened_makes_room_for_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """What was written cannot be taken back; the answer stands whole below it."""
    steps = (
        "head 200 text/event-stream",
        r"raw data: {\"choices\":[{\"delta\":{\"content\":\"The user asks.\\n\\nHm.\\n\\nSo\"}}]}\n\n",
        "pause 0.5",
        r"raw data: {\"choices\":[{\"delta\":{\"content\":\"\\n</think>\\n\\nFour, of\\n\\ncourse.\"}}]}\n\n",
        "finish",
        "end",
    )
    with LocalServer(lambda _: steps) as server:
        live = client.begin("2 + 2?", provider="chat", base_url=server.url)
        answer = show(live, "text")
    assert answer.text == "Four, of\n\ncourse."
    printed = capsys.readouterr().out
    assert printed.startswith("The user asks.")
    assert "Four, of\n\ncourse." in printed
    assert "think>" not in printed


def test_an_interrupt_ends_the_answer_and_keeps_its_text(
    interrupt_after: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    interrupt_after(1.0)
    began_s = time.monotonic()
    answer = show(begin(1.0), "text")
    assert time.monotonic() - began_s < 5
    assert answer.status == "interrupted"
    assert answer.text
    assert "Stopped." in capsys.readouterr().out


def test_many_interrupts_are_one(
    interrupt_after: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    interrupt_after(1.0, 1.005, 1.01, 1.02, 1.03, 1.05, 1.1)
    assert show(begin(1.0), "text").status == "interrupted"
    shown = capsys.readouterr().out
    assert "Stopped." in shown
    assert "search results:" in shown.lower()  # "More search results:" once a marker has come


def test_an_interrupt_in_a_wait_that_never_ends_gets_through_the_second_time(
    interrupt_after: Callable[..., None],
) -> None:
    """A task of the notebook may hang in the cooperative wait; then ■ must work as everywhere."""
    interrupt_after(0.3, 0.3 + STUCK_S + 0.2)
    running = begin(0.2)
    with pytest.raises(KeyboardInterrupt):
        show(running, "text", wait=lambda _: time.sleep(30))
    running.wait(2)
    assert running.answer.status == "interrupted"


def test_the_handler_of_interrupts_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    show(begin("instant"), "text")
    assert signal.getsignal(signal.SIGINT) is before


def test_it_can_be_shown_from_another_thread_too() -> None:
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(show(begin("instant"), "text")))
    thread.start()
    thread.join(10)
    assert [answer.status for answer in answers] == ["done"]
