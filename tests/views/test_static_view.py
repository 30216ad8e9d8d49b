"""The static view: how often it sends an answer that grows, and how much that is in all."""

from __future__ import annotations

import json

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol import AnswerReader
from pplx_notebook.views.screens.static_view import StaticView

SENTENCE = "Fusion joins light nuclei [1], and nobody has sold electricity made that way yet. "
MOST_TIMES = 12  # all that is sent for an answer, in sizes of its finished HTML


def delta(text: str) -> bytes:
    """An event that adds text."""
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': text}}]})}\n\n".encode()


@pytest.fixture(scope="module", autouse=True)
def shell() -> InteractiveShell:
    """What display() publishes through."""
    return InteractiveShell.instance()


def sent(characters: int, seconds: float) -> tuple[list[dict[str, str]], int]:
    """Everything the view publishes for an answer that takes so long, and the bytes of its finished HTML."""
    live = PendingAnswer(AnswerReader())
    ticks = round(seconds / 0.05)
    pieces = [SENTENCE] * (characters // len(SENTENCE))
    with capture_output(stdout=False, stderr=False) as captured:
        view = StaticView()
        view.start(live)
        for tick in range(ticks):
            for piece in pieces[tick * len(pieces) // ticks : (tick + 1) * len(pieces) // ticks]:
                live.feed(delta(piece))
            view.draw(live, tick * 0.05)
        live.feed(b"data: [DONE]\n\n")
        view.end(live.answer, seconds)
    published = [output.data for output in captured.outputs]
    return published, len(published[-1]["text/html"])


@pytest.mark.parametrize("characters", [1_000, 12_000, 48_000])
@pytest.mark.parametrize("seconds", [3, 30, 300])
def test_all_that_is_sent_is_in_proportion_to_the_answer(characters: int, seconds: float) -> None:
    published, finished_bytes = sent(characters, seconds)
    assert len(json.dumps(published)) <= MOST_TIMES * finished_bytes + 10_000


def test_the_first_text_is_shown_at_once() -> None:
    live = PendingAnswer(AnswerReader())
    with capture_output(stdout=False, stderr=False) as captured:
        view = StaticView()
        view.start(live)
        view.draw(live, 0.0)
        live.feed(delta("Hello"))
        view.draw(live, 0.05)
    assert "Hello" in captured.outputs[-1].data["text/html"]


def test_a_reader_sees_a_short_answer_grow_twice_a_second() -> None:
    published, _ = sent(1_000, 5)
    assert len(published) >= 8


def test_the_state_is_told_until_there_is_text() -> None:
    live = PendingAnswer(AnswerReader())
    with capture_output(stdout=False, stderr=False) as captured:
        view = StaticView()
        view.start(live)
        live.say("waiting for a slot")
        for tick in range(20):
            view.draw(live, tick * 0.5)
    shown = [output.data["text/plain"] for output in captured.outputs]
    assert ["waiting for a slot" in text for text in shown] == [False, True]
