"""What values become in a question, and what of them is left out."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import pandas as pd
import polars as pl
import pytest
from places import CASES

import pplx_notebook as pplx
from pplx_notebook.errors import UsageProblem
from pplx_notebook.prompts.template import LIMIT_BYTES, fields, filled, hidden
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

_spec = importlib.util.spec_from_file_location("filled_cases", CASES / "prompts" / "filled.py")
assert _spec is not None
assert _spec.loader is not None
WRITTEN: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(WRITTEN)


@pytest.mark.parametrize(("template", "text", "note"), WRITTEN.CASES)
def test_a_value_stands_in_the_question_as_the_table_says(template: str, text: str, note: str) -> None:
    found = filled(template, WRITTEN.VALUES)
    assert found.text == text
    assert found.notes == ((note,) if note else ())


def test_a_long_or_wide_table_is_its_beginning_and_the_model_is_told() -> None:
    long, wide = filled("{{long}}", WRITTEN.VALUES), filled("{{wide}}", WRITTEN.VALUES)
    assert long.text.endswith("| 49 |\n(the first 50 of 1,200 rows, 1 column)")
    assert long.notes == ("{{long}}: the first 50 of 1,200 rows, 1 column, 353 bytes",)
    assert wide.text.splitlines()[0].count("|") == 21
    assert wide.text.endswith("(1 row, the first 20 of 31 columns)")


def test_a_table_of_long_texts_stays_within_its_bytes() -> None:
    table = pd.DataFrame({name: ["word " * 100] * 300 for name in "abc"})
    found = filled("{{t}}", {"t": table})
    assert 10_000 < len(found.text.encode()) < 13_000 < LIMIT_BYTES
    assert found.notes[0].startswith("{{t}}: the first 19 of 300 rows, 3 columns, ")


def test_an_earlier_answer_brings_its_sources_under_a_name_of_their_own() -> None:
    earlier = Answer(
        text="Hot.[1][3] `x[1]` But [2024].",
        citations=(Citation(number=1, url="https://a.example/", title="A"), Citation(number=3, url="https://c.example/", title="C")),
        status="done",
    )  # fmt: skip
    found = filled("Go on from {{fusion}}", {"fusion": earlier})
    assert found.text == (
        "Go on from Hot.[fusion 1][fusion 3] `x[1]` But [2024].\n\nSources of fusion:\n"
        "[fusion 1] A https://a.example/\n[fusion 3] C https://c.example/"
    )
    assert found.notes == ("{{fusion}}: an earlier answer with 2 sources, as [fusion 1] …",)


def test_the_markers_of_a_new_answer_do_not_point_into_an_earlier_one() -> None:
    fusion = pplx.ask("What is fusion energy?", provider="demo")
    text = filled("{{fusion}}", {"fusion": fusion}).text
    assert "[fusion 1]" in text
    answer = Answer(text=text, search_results=(SearchResult(url="https://other.example/", id=1),))
    from pplx_notebook.protocol.markers import find_markers

    assert find_markers(answer.text.replace("$", "")) == []


def test_several_answers_stand_one_behind_the_other() -> None:
    answers = [
        Answer(text=f"text {n}[1]", prompt=f"q{n}", citations=(Citation(number=1, url="https://a.example/"),))
        for n in (1, 2)
    ]
    text = filled("{{both}}", {"both": answers}).text
    assert text.index("[both1 1]") < text.index("2. q2") < text.index("[both2 1]")


def test_a_column_wins_over_a_variable_and_need_not_be_a_plain_name() -> None:
    row = {"year": 1990, "GDP (USD)": float("nan")}
    template = "{{year}} {{GDP (USD)}} {{region}}"
    assert filled(template, {"year": 2026, "region": "EU"}, row).text == "1990 (no value) EU"
    assert fields(template, row) == ("year", "GDP (USD)", "region")
    assert (
        hidden(template, {"year": 2026, "region": "EU"}, row)
        == "the column year hides the variable of the same name"
    )
    assert hidden("{{region}}", {"region": "EU"}, row) == ""


def test_a_name_that_is_neither_names_the_columns() -> None:
    with pytest.raises(UsageProblem, match=r"\{\{zz\}\} is neither a column \(year\) nor a variable"):
        filled("{{zz}}", {}, {"year": 1})
    with pytest.raises(UsageProblem, match=r"did you mean \{\{year\}\}"):
        filled("{{yaer}}", {}, {"year": 1})


BAD = json.loads((CASES / "prompts" / "bad_values.json").read_text("utf-8"))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["why"])
def test_a_value_that_is_no_text_is_refused_in_one_line(case: dict[str, str]) -> None:
    value = eval(case["value"], {"pd": pd, "pl": pl, "Answer": Answer})  # noqa: S307 - of our own file
    with pytest.raises(UsageProblem) as caught:
        filled("{{v}}", {"v": value})
    assert case["says"] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 200
