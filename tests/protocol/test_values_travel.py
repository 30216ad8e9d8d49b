"""Values travel: to other processes, into sets and files, into a table."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pplx_notebook.errors import BY_KIND, PplxError, Stopped, exception_for
from pplx_notebook.protocol.answer import (
    Answer,
    AnswerError,
    Choice,
    Citation,
    Image,
    SearchResult,
    Usage,
    Video,
)

ANSWER = Answer(
    text="Fusion [1].",
    citations=(Citation(number=1, url="https://example.org/a", title="A"),),
    search_results=(
        SearchResult(title="A", url="https://example.org/a", date="2026-01-02", id=1),
        SearchResult(title="B", url="https://example.org/b"),
    ),
    images=(Image(image_url="https://example.org/i.png"),),
    videos=(Video(url="https://example.org/v"),),
    usage=Usage({"input_tokens": 3, "cost": {"total_cost": 0.01}, "nested": [1, {"a": 2}]}),
    status="failed",
    error=AnswerError(kind="status", message="busy", status=503),
    choices=(Choice(index=0, text="x"),),
)
ROWS = (
    *ANSWER.citations,
    *ANSWER.search_results,
    *ANSWER.images,
    *ANSWER.videos,
    *ANSWER.choices,
    ANSWER.error,
)
ERRORS = [
    *(exception_for(AnswerError(kind=kind, message="what happened", status=500), ANSWER) for kind in BY_KIND),
    Stopped(ANSWER),
    Stopped(),
]  # fmt: skip
VALUES = [ANSWER, Answer(), ANSWER.usage, *ROWS, *ERRORS]
COPIES: dict[str, Callable[[Any], Any]] = {
    "pickled": lambda value: pickle.loads(pickle.dumps(value)),  # noqa: S301  # our own bytes
    "pickled the oldest way": lambda value: pickle.loads(pickle.dumps(value, 2)),  # noqa: S301
    "copied": copy.copy,
    "copied deeply": copy.deepcopy,
}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("way", COPIES)
def test_a_copy_is_equal_and_hashes_alike(value: Any, way: str) -> None:
    other = COPIES[way](value)
    assert type(other) is type(value)
    assert other == value
    assert hash(other) == hash(value)
    assert {value: 1}[other] == 1


def test_another_value_is_another() -> None:
    assert exception_for(AnswerError(kind="api", message="a")) != exception_for(
        AnswerError(kind="api", message="b")
    )
    assert Stopped(ANSWER) != Stopped()
    assert dataclasses.replace(ANSWER, text="Fission [1].") != ANSWER  # type: ignore[type-var]


def test_an_error_keeps_its_facts_on_the_way() -> None:
    error = pickle.loads(pickle.dumps(ERRORS[1]))  # noqa: S301
    assert isinstance(error, PplxError)
    assert (str(error), error.status, error.answer) == ("what happened", 500, ANSWER)
    assert str(pickle.loads(pickle.dumps(Stopped(ANSWER)))) == "stopped; 2 words kept"  # noqa: S301


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_reads_as_a_dataclass(row: Any) -> None:
    assert dataclasses.is_dataclass(row)
    assert dataclasses.asdict(row) == {name: getattr(row, name) for name in row.__struct_fields__}


def test_a_whole_answer_becomes_plain_values() -> None:
    plain = dataclasses.asdict(ANSWER)  # type: ignore[call-overload]
    assert plain["citations"] == ({"number": 1, "url": "https://example.org/a", "title": "A"},)
    assert json.loads(json.dumps({**plain, "usage": dict(plain["usage"])}))["error"]["status"] == 503


def test_rows_become_a_table_with_named_columns() -> None:
    table = pd.DataFrame(ANSWER.search_results)
    assert list(table.columns) == ["title", "url", "date", "last_updated", "snippet", "source", "id"]
    assert list(table["title"]) == ["A", "B"]
    assert list(pd.DataFrame(ANSWER.citations).columns) == ["number", "url", "title"]
    assert list(pd.DataFrame([ANSWER, Answer(text="b")])["text"]) == ["Fusion [1].", "b"]
