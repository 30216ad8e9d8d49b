"""An answer that was under way is an answer once it is done; before, it says that it is still being written."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from local_server import LocalServer

from pplx_notebook import Answer, PplxError, client
from pplx_notebook.client import PendingAnswer
from pplx_notebook.errors import StillBeingWritten

SLOW = ("head 200 text/event-stream", "delta one two", "stall")
WHOLE = ("head 200 text/event-stream", "delta one two", "finish", "done", "end")
CUT = ("head 200 text/event-stream", "delta one two", "close")
REFUSED = ("reply 400 application/json", 'body {"error": {"message": "no such model"}}')
FIELDS = sorted(name for name in dir(Answer) if not name.startswith("_"))
OWN = {"asked", "first_text_s", "total_s", "id"}  # known of one under way


def begun(*steps: str) -> Iterator[PendingAnswer]:
    with LocalServer(lambda _: steps) as server:
        live = client.begin("hi", provider="chat", base_url=server.url, retries=0)
        yield live
        live.stop()
        live.wait(10)


@pytest.fixture
def slow() -> Iterator[PendingAnswer]:
    """With two words, and no more to come."""
    for live in begun(*SLOW):
        while not live.answer.text:
            live.wait_change(0.1)
        yield live


@pytest.fixture
def ended(request: pytest.FixtureRequest) -> Iterator[PendingAnswer]:
    for live in begun(*request.param):
        live.wait(10)
        yield live


@pytest.mark.parametrize("name", sorted(set(FIELDS) - OWN))
def test_before_its_end_every_field_says_so_and_how_to_get_it(slow: PendingAnswer, name: str) -> None:
    with pytest.raises(
        StillBeingWritten, match=rf"{name}: still being written, 2 words so far; \.wait\(\)"
    ) as caught:
        getattr(slow, name)
    assert len(str(caught.value)) <= 200
    assert caught.value._render_traceback_() == [f"StillBeingWritten: {caught.value}"]


def test_hasattr_says_what_is_there(slow: PendingAnswer) -> None:
    assert not hasattr(slow, "citations")
    slow.stop()
    slow.wait(10)
    assert hasattr(slow, "citations")


def test_what_no_answer_has_is_a_plain_mistake(slow: PendingAnswer) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'citation'") as caught:
        slow.citation  # noqa: B018
    assert not isinstance(caught.value, PplxError)


def test_its_repr_is_a_sentence_before_and_after(slow: PendingAnswer) -> None:
    assert (
        repr(slow)
        == str(slow)
        == "An answer still being written, 2 words so far: .wait() or await gives it whole."
    )
    slow.stop()
    slow.wait(10)
    assert repr(slow).startswith("An answer you stopped, 2 words and no citations: .text,")
    assert str(slow) == "one two"


@pytest.mark.parametrize("ended", [WHOLE, CUT, REFUSED], indirect=True, ids=["whole", "cut off", "refused"])
@pytest.mark.parametrize("name", FIELDS)
def test_after_its_end_every_field_is_the_answers(ended: PendingAnswer, name: str) -> None:
    mine, answers = getattr(ended, name), getattr(ended.answer, name)
    if callable(mine):
        mine, answers = mine.__func__, answers.__func__
    if name not in ("first_text_s", "total_s"):  # an answer nobody saw coming has none
        assert mine == answers


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        (WHOLE, "An answer, 2 words and no citations: "),
        (CUT, "An answer that was cut off ("),
        (REFUSED, "An answer that failed (no such model"),
    ],
    indirect=["ended"],
    ids=["whole", "cut off", "refused"],
)
def test_the_sentence_says_how_it_ended(ended: PendingAnswer, sentence: str) -> None:
    assert repr(ended).startswith(sentence)
    assert "\n" not in repr(ended)


@pytest.mark.parametrize("ended", [WHOLE], indirect=True)
def test_the_next_question_goes_on_from_it(ended: PendingAnswer) -> None:
    with LocalServer(lambda _: WHOLE) as server:
        settings = {"provider": "chat", "base_url": server.url}
        assert client.ask("and?", continue_from=ended, **settings).text == "one two"  # type: ignore[arg-type]


def test_but_not_while_it_is_written(slow: PendingAnswer) -> None:
    with pytest.raises(PplxError, match="still being written"):
        client.ask("and?", continue_from=slow)  # type: ignore[arg-type]


@pytest.mark.parametrize("ended", [WHOLE], indirect=True)
def test_completion_and_the_copying_of_python_know_it(ended: PendingAnswer) -> None:
    offered = {name for name in dir(ended) if not name.startswith("_")}
    assert set(FIELDS) <= offered
    assert offered - set(FIELDS) == {"answer", "done", "progress", "result", "size", "stop", "wait"}
    with pytest.raises(TypeError):
        copy.deepcopy(ended)  # it holds a lock, and says so as Python does
