"""Thinking inside the text: split off whatever its tags look like, and wherever they are cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pplx_notebook.protocol import AnswerReader
from pplx_notebook.protocol.reading.growing_answer import Activity
from pplx_notebook.protocol.reading.thinking import split_thinking

CASES = json.loads(
    (Path(__file__).resolve().parent.parent / "cases" / "protocol" / "thinking.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case: dict[str, Any]) -> None:
    """The case's fact, in an answer that came letter by letter, too."""
    assert split_thinking(case["content"], ended=True) == (case["thought"], case["text"])
    reader = fed(case["content"])
    reader.feed(b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n')
    reader.close()
    answer = reader.snapshot()
    assert (answer.reasoning, answer.text) == (case["thought"], case["text"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_no_half_of_a_tag_is_ever_seen(case: dict[str, Any]) -> None:
    """While the text grows it is a beginning of the whole, or of what turns out to be thinking."""
    content = case["content"]
    for end in range(len(content)):
        thought, text = split_thinking(content[:end], ended=False)
        assert case["thought"].startswith(thought) or thought in case["thought"]
        moved = text.strip() and content.startswith(text) and not case["text"].startswith(text)
        if moved:  # nobody can know yet that it is thinking; but no mark of it shows
            assert case["thought"].startswith(text.strip())
        else:
            assert case["text"].startswith(text)


@pytest.mark.parametrize("tag", ["<think>", "<thinking>", "<thought a='b'>", "[THINK]"])
def test_thinking_is_what_goes_on_until_it_closes(tag: str) -> None:
    """From the first half of a tag on."""
    for end in range(1, len(tag) + 1):
        assert fed(tag[:end]).activity == Activity("thinking")
    assert fed(f"{tag}hm").activity == Activity("thinking")
    closing = "[/THINK]" if tag == "[THINK]" else "</think>"
    assert fed(f"{tag}hm{closing}a").activity == Activity("writing")


def fed(content: str) -> AnswerReader:
    """A reader that got this content letter by letter."""
    reader = AnswerReader()
    for letter in content:
        reader.feed(b'data: {"choices":[{"delta":{"content":%s}}]}\n\n' % json.dumps(letter).encode())
    return reader
