"""A question becomes the body its server takes: only what the user gave, each option where that API has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.asking.payload import build
from pplx_notebook.protocol.asking.question import Attachment, Question
from pplx_notebook.protocol.asking.transcript import Transcript, Turn, turns_of
from pplx_notebook.protocol.saved import from_saved, to_saved

CASES = Path(__file__).resolve().parent.parent / "cases" / "protocol" / "requests.json"
EVERY = json.loads(CASES.read_text())


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case['dialect']}: {case['fact']}")
def test_case(case: dict[str, Any]) -> None:
    """The case's fact: the exact body, or the line that says what to change."""
    question = msgspec.convert(case["question"], Question)
    if "refused" in case:
        with pytest.raises(ValueError, match=case["refused"]):
            build(question, case["dialect"])
        return
    payload = build(
        question, case["dialect"], stream=case.get("stream", True), gateway=case.get("gateway", False)
    )
    assert payload.body == case["body"]
    assert list(payload.notices) == case.get("notices", [])


def test_building_leaves_the_question_as_it_was() -> None:
    """Objects inside ``extra`` are not written to."""
    extra = {
        "web_search_options": {"search_type": "pro"},
        "web_search_options.user_location": {"country": "FR"},
    }
    question = Question(prompt="x", extra=extra)
    build(question, "chat")
    assert extra["web_search_options"] == {"search_type": "pro"}


def test_an_attachment_carries_its_bytes_in_its_address() -> None:
    """``from_bytes`` makes a data URI; the kind follows from the name."""
    attachment = Attachment.from_bytes("chart.png", b"\x89PNG")
    assert attachment.url == "data:image/png;base64,iVBORw=="
    names = ("a.png", "a.pdf", "a.mp3", "a.mp4", "a.docx", "a")
    kinds = [Attachment.from_bytes(name, b"").kind for name in names]
    assert kinds == ["image", "pdf", "audio", "video", "file", "file"]


def test_a_transcript_grows_by_pairs() -> None:
    """Each answered question adds two turns; one without text would break the alternation and is left out."""
    first = Transcript().then(Answer(prompt="Why?", text="Because."))
    assert first.turns == (Turn("user", "Why?"), Turn("assistant", "Because."))
    assert first.then(Answer(prompt="And?", text=" ")) == first
    assert [turn.role for turn in first.then(Answer(prompt="And?", text="So.")).turns] == [
        "user",
        "assistant",
    ] * 2


def test_one_may_go_on_from_an_answer_or_a_transcript_or_nothing() -> None:
    """``turns_of`` takes what a caller has."""
    answer = Answer(prompt="Why?", text="Because.")
    assert turns_of(answer) == turns_of(Transcript().then(answer)) == Transcript().then(answer).turns
    assert turns_of(None) == ()


def test_an_answer_brings_all_that_was_said_before_it() -> None:
    """The conversation goes on whole, over an answer that had no text, too."""
    before = (Turn("user", "Why?"), Turn("assistant", "Because."))
    last = Answer(prompt="And?", text="So.", earlier=before)
    assert turns_of(last) == (*before, Turn("user", "And?"), Turn("assistant", "So."))
    assert turns_of(Answer(prompt="And?", earlier=before)) == before


def test_the_conversation_before_is_neither_saved_nor_printed_nor_compared() -> None:
    """Each notebook cell would repeat all cells above it; and a file cannot make up a conversation."""
    answer = Answer(prompt="And?", text="So.", earlier=(Turn("user", "Why?"), Turn("assistant", "Because.")))
    saved = to_saved(answer)
    assert "earlier" not in saved["answer"]
    assert "Because." not in repr(answer)
    assert repr(answer).startswith("Answer(text='So.', reasoning='',")
    assert answer == from_saved(saved)
    saved["answer"]["earlier"] = [{"role": "user", "content": "forged"}]
    assert from_saved(saved).earlier == ()
