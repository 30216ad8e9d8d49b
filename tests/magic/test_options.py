"""What may stand on the line of %pplx, and what is said when it may not."""

from __future__ import annotations

import json

import pytest
from IPython.core.error import UsageError
from places import CASES

from pplx_notebook.magic.line.option_table import OPTIONS, Option
from pplx_notebook.magic.line.options import extra_fields, help_text, read_line

CASE_FILE = json.loads((CASES / "magic" / "options.json").read_text())


@pytest.mark.parametrize("case", CASE_FILE, ids=lambda case: case["why"])
def test_a_line_is_read_as_its_case_says(case: dict) -> None:
    asked = read_line(case["line"])
    assert asked.text == case["text"]
    assert asked.values == case.get("values", {})
    assert asked.switches == frozenset(case.get("switches", ()))
    assert {name: list(values) for name, values in asked.lists.items()} == case.get("lists", {})


def test_set_values_are_json_where_they_parse_and_text_elsewhere() -> None:
    pairs = ("temperature=0.2", "n=3", "flag=true", "word=hello there", 'o={"a": [1]}', "a.b.c=1", 'q="2"')
    assert extra_fields(pairs) == {
        "temperature": 0.2, "n": 3, "flag": True, "word": "hello there", "o": {"a": [1]}, "a": {"b": {"c": 1}}, "q": "2",
    }  # fmt: skip


def test_help_lists_every_option_once() -> None:
    lines = help_text().splitlines()
    assert [line.split()[0] for line in lines] == [f"--{option.name}" for option in OPTIONS]


def test_a_set_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="KEY=VALUE"):
        extra_fields(("=1",))


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_name_of_any_option_alone_is_no_question(option: Option) -> None:
    """Read from the table: one that is added has its hint."""
    with pytest.raises(UsageError, match=f"did you mean --{option.name}"):
        read_line(option.name)
