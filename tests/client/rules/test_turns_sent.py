"""A question that continues another brings all that led to it, also where that was read back from a notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.saved import MIME, to_saved

TURNS = ["user", "assistant"] * 3 + ["user"]


@pytest.mark.parametrize(("provider", "turns_of"), [("chat", "messages"), ("responses", "input")])
def test_the_fourth_question_brings_the_three_before_it(provider: str, turns_of: str) -> None:
    """However long the conversation: each answer knows all that led to it."""
    with LocalServer(answering) as local:
        answer = None
        for question in ("one?", "two?", "three?", "four?"):
            where: dict[str, Any] = {"provider": provider, "base_url": local.url}
            answer = client.ask(question, **where, continue_from=answer)
        turns = local.seen[-1].json[turns_of]
    assert [turn["role"] for turn in turns] == TURNS
    assert [turn["content"] for turn in turns] == [
        "one?", "Answer 1.", "two?", "Answer 2.", "three?", "Answer 3.", "four?"
    ]  # fmt: skip


@pytest.mark.parametrize("cells", [(0, 1, 2), (2, 0, 1)], ids=["in order", "moved about"])
def test_a_conversation_read_back_from_a_notebook_goes_on_with_all_of_it(
    cells: tuple[int, ...], tmp_path: Path
) -> None:
    """As far as its answers stand there; another conversation in the same notebook is none of its."""
    with LocalServer(answering) as local:
        where: dict[str, Any] = {"provider": "chat", "base_url": local.url}
        answers: list[Answer] = []
        for question in ("one?", "two?", "three?"):
            answers.append(client.ask(question, **where, continue_from=answers[-1] if answers else None))
        saved = [client.ask("Something else?", **where), *(answers[at] for at in cells)]
        read = Answer.from_notebook(notebook_of(saved, tmp_path))
        assert read == saved
        last = read[1 + cells.index(2)]
        client.ask("four?", **where, continue_from=last)
        assert [turn["content"] for turn in local.seen[-1].json["messages"]] == [
            "one?", "Answer 1.", "two?", "Answer 2.", "three?", "Answer 3.", "four?"
        ]  # fmt: skip


def test_a_circle_of_conversations_in_a_notebook_ends(tmp_path: Path) -> None:
    """Whoever writes a notebook by hand may say anything."""
    answers = [
        Answer(prompt=f"{n}?", text=f"{n}.", asked=AskedAs(at=str(n), continues=str((n + 1) % 3)))
        for n in range(3)
    ]
    for answer in Answer.from_notebook(notebook_of(answers, tmp_path)):
        assert len(answer.earlier) <= 2 * 3


def notebook_of(answers: list[Answer], folder: Path) -> Path:
    """A notebook with a cell for each."""
    cells = [{"outputs": [{"data": {MIME: to_saved(answer)}}]} for answer in answers]
    path = folder / "saved.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    return path


def answering(request: Seen) -> tuple[str, ...]:
    """The answer to the n-th question of a conversation, in the dialect it was asked in."""
    turns = request.json.get("messages") or request.json["input"]
    text = f"Answer {1 if isinstance(turns, str) else (len(turns) + 1) // 2}."
    if "messages" in request.json:
        return ("head 200 text/event-stream", f"delta {text.replace(' ', '_')}", "finish", "end")
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    body = {"id": "r", "object": "response", "status": "completed", "output": [message]}
    return ("reply 200 application/json", f"body {json.dumps(body)}")
