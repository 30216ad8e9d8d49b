"""{{name}} and nothing else."""

from __future__ import annotations

import json

import pytest
from IPython.core.error import UsageError
from places import CASES

from pplx_notebook.magic.names import Names
from pplx_notebook.magic.template import fill

CASE_FILE = json.loads((CASES / "magic" / "templates.json").read_text())


@pytest.mark.parametrize(("text", "filled"), CASE_FILE["filled"])
def test_a_template_fills_plain_names_and_leaves_the_rest(text: str, filled: str) -> None:
    assert fill(text, Names(CASE_FILE["namespace"])).text == filled


@pytest.mark.parametrize(("text", "says"), CASE_FILE["refused"])
def test_a_missing_name_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        fill(text, Names(CASE_FILE["namespace"]))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_function_is_never_the_variable_that_was_meant() -> None:
    with pytest.raises(UsageError, match="assign nope first"):
        fill("{{nope}}", Names({"open": open}))  # IPython puts its own open into every namespace


def test_a_value_that_looks_like_a_key_is_not_sent_and_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        fill("{{k}}", Names({"k": "pplx-" + "a1" * 24}))
    assert "a1a1" not in str(caught.value)


def test_a_value_over_20_kilobytes_is_refused_with_its_size() -> None:
    with pytest.raises(UsageError, match="5 MB of text, the limit is 20 kB"):
        fill("{{big}}", Names({"big": "x" * 5_000_000}))


def test_a_variable_whose_text_fails_is_one_sentence() -> None:
    class Bad:
        def __str__(self) -> str:
            raise RuntimeError("secret detail")

    with pytest.raises(UsageError) as caught:
        fill("{{bad}}", Names({"bad": Bad()}))
    assert str(caught.value) == "{{bad}} cannot be turned into text (RuntimeError)."
