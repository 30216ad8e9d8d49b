"""Many questions: order and length are kept, a failed row is a row with its error, and what was asked is on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from study_serving import BAD_KEY, StudyServer, texts

import pplx_notebook as pplx
from pplx_notebook import Study
from pplx_notebook.errors import UsageProblem

Ask = Callable[..., Study]
TEN = [f"Question {n}?" for n in range(10)]


def test_answers_stand_in_the_order_of_the_questions_and_are_as_many(ask: Ask) -> None:
    study = ask(TEN)
    assert texts(study) == TEN
    assert (len(study), study.errors, study.done, study.failed, study.reason) == (10, [None] * 10, 10, 0, "")
    assert [row.place for row in study] == list(range(10))
    assert study[-1].question == TEN[-1]
    assert study.answers[2:4] == [study.answers[2], study[3].answer]


def test_a_row_that_cannot_be_asked_or_fails_is_a_row_with_its_error(ask: Ask) -> None:
    study = ask(["One?", "", f"{BAD_KEY}?", None, "Two?"])
    assert texts(study) == ["One?", None, None, None, "Two?"]
    assert [error and (error.kind, error.status) for error in study.errors] == [
        None,
        ("usage", None),
        ("status", 401),
        ("usage", None),
        None,
    ]
    assert [row.status for row in study] == ["done", "failed", "failed", "failed", "done"]
    assert repr(study) == "<Study: 2 of 5 answered, 3 failed, $0.0020>"


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}, index=["a", "b"]),
    pl.DataFrame({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}),
    pa.table({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}),
    [{"name": "tea", "GDP (USD)": 1}, {"name": "gold", "GDP (USD)": 2}],
], ids=["pandas", "polars", "arrow", "dicts"])  # fmt: skip
def test_a_frame_is_asked_row_by_row_by_its_template(ask: Ask, frame: Any) -> None:
    study = ask(frame, template='What is {{name}} at {{ GDP (USD) }}, {"x": 1}?')
    assert texts(study) == ['What is tea at 1, {"x": 1}?', 'What is gold at 2, {"x": 1}?']
    table = study.to_pandas()
    assert list(table["question"]) == study.questions
    assert len(table) == 2
    assert list(table.columns)[:2] == ["name", "GDP (USD)"]


def test_the_questions_own_index_and_columns_stay(ask: Ask) -> None:
    frame = pd.DataFrame({"name": ["tea", "gold"], "answer": [True, False]}, index=[7, 3])
    table = ask(frame, template="{{name}}?").to_pandas()
    assert list(table.index) == [7, 3]
    assert list(table["answer"]) == [True, False]
    assert table["answer_2"].str.startswith("You asked").all()
    assert list(table["cost_usd"]) == [0.001, 0.001]


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"name": ["tea", None, float("nan")]}),
    pl.DataFrame({"name": ["tea", None, None]}),
    pa.table({"name": ["tea", None, None]}),
], ids=["pandas", "polars", "arrow"])  # fmt: skip
def test_a_value_that_is_missing_is_no_question_to_pay_for(ask: Ask, server: StudyServer, frame: Any) -> None:
    study = ask(frame, template="What is {{name}}?")
    assert [error and error.message for error in study.errors] == [
        None,
        *["{{name}} has no value in this row."] * 2,
    ]
    assert server.counts()["requests"] == 1


@pytest.mark.parametrize(("questions", "given", "said"), [
    ("one text", {}, "questions must be a list of texts"),
    (TEN, {"max_activ": 3}, "did you mean max_active?"),
    (TEN, {"max_active": 0}, "max_active must be a whole number from 1 to 1000."),
    (TEN, {"max_cost_usd": -1}, "max_cost_usd must be a positive number"),
    (TEN, {"on_error": "ignore"}, "on_error takes keep or raise."),
    (TEN, {"executor": "threads"}, "executor takes a concurrent.futures.Executor or a dask.distributed.Client."),
    ([{"a": 1}], {}, "rows with columns need a template"),
    (pd.DataFrame({"a": [1]}), {}, "rows with columns need a template"),
    ([{"a": 1}], {"template": "{{b}}"}, "{{b}} is neither a column (a) nor a variable."),
])  # fmt: skip
def test_a_mistake_is_told_before_anything_is_asked(
    ask: Ask, server: StudyServer, questions: Any, given: Any, said: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        ask(questions, **given)
    assert said in str(caught.value)
    assert server.counts()["requests"] == 0


def test_the_methods_record_says_what_was_asked_when_of_whom_and_who_answered(
    ask: Ask, server: StudyServer, tmp_path: Path
) -> None:
    study = ask(["One?", f"{BAD_KEY}?"], model="local", api_key="a-key-nobody-must-see")
    text = study.methods(tmp_path / "methods.jsonl")
    one, two = map(json.loads, (tmp_path / "methods.jsonl").read_text("utf-8").splitlines())
    assert one | {"asked_at": "", "usage": ""} == {
        "row": 1, "question": "One?", "status": "done", "asked_at": "", "host": server.url.removeprefix("http://"),
        "provider": "chat", "model": "local", "settings": {"provider": "chat", "base_url": server.url, "model": "local"},
        "response": "x", "usage": "", "cost_usd": 0.001, "sources": [], "error": None,
    }  # fmt: skip
    assert one["asked_at"].startswith("20")
    assert (two["status"], two["row"]) == ("failed", 2)
    assert "401" in two["error"]
    assert "nobody-must-see" not in text


def test_the_sources_of_all_answers_are_listed_once_with_their_rows() -> None:
    with pplx.Client(provider="demo") as client:
        study = client.ask_many(["What is DNA?", "What is nuclear fusion?", "What is DNA?"], progress=False)
    urls = [source.url for source in study.sources]
    assert len(urls) == len(set(urls)) > 1
    assert study.sources[0].cells == (1, 3)
