"""An answer that is JSON is shown as tables in every face; what it holds is text, whatever stands in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pplx_notebook.document.records import MOST_ROWS, dry_run_page, read_answer_text, shown_text
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import blocks_html


def answer(value: Any, **more: Any) -> Answer:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Answer(**{"text": text, "schema": "Form", "status": "done", **more})


ROWS = [
    {"name": "ITER", "year": 2025, "url": "https://www.iter.org/"},
    {"name": None, "mass": 1.5, "year": 7},
]


def test_records_are_a_table_with_a_column_for_every_field() -> None:
    for value in (ROWS, {"items": ROWS}):
        faces = bundle(answer(value))
        table = faces["text/html"]
        assert table.count("<th>") == 4
        assert '<a href="https://www.iter.org/"' in table
        assert ">ITER</" in table
        assert "| name | year | url | mass |" in faces["text/markdown"]
        assert "ITER │ 2025 │" in faces["text/plain"]
        assert "–" in faces["text/plain"], "what is not there is a dash"


def test_numbers_stand_to_the_right_and_years_have_no_comma() -> None:
    html = bundle(answer(ROWS))["text/html"]
    assert html.count('align="right"') >= 3
    assert "2,025" not in html


def test_an_object_is_a_table_of_its_fields_and_what_is_in_it_has_its_own() -> None:
    text = bundle(
        answer({"title": "Fusion", "sure": True, "rows": ROWS, "tags": ["a", "b"], "inner": {"x": {"y": 1}}})
    )["text/plain"]
    for line in ("title │ Fusion", "sure  │ true", "tags  │ a, b", "rows", "ITER", "inner"):
        assert line in text


HOSTILE = ["<script>alert(1)</script>", "**bold** | pipe", "a\nb\u202ec", "[x](javascript:alert(1))", "$x$", "javascript:alert(1)", "data:text/html,x", "![i](https://e.example/i.png)"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_record_holds_is_text(text: str) -> None:
    faces = bundle(answer([{"a": text, text: 1}]))
    html = faces["text/html"]
    assert "<script" not in html
    assert "<strong>bold" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert "\u202e" not in html + faces["text/plain"] + faces["text/markdown"]
    assert not re.search(r"(?<!\\)\]\(javascript:", faces["text/markdown"])
    assert len(faces["text/markdown"].strip().split("\n")) == 3, "one head, one rule, one row"


def test_a_long_list_is_its_beginning_and_that_is_said() -> None:
    long = answer([{"n": n} for n in range(1000)])
    faces = bundle(long)
    assert "the table shows 200 of 1,000 rows; .parsed holds them all" in faces["text/html"]
    assert faces["text/html"].count("<tr") == MOST_ROWS + 1


def test_json_that_is_being_written_or_does_not_fit_is_shown_as_json() -> None:
    growing = answer('[{"name": "ITER', status="streaming")
    assert shown_text(growing) == '```json\n[{"name": "ITER'
    wrong = answer("[1]", parse_error="the answer does not fit Form at $: expected an object, got a list")
    html = bundle(wrong)["text/html"]
    assert (
        "<strong>Not as asked.</strong> The answer does not fit Form at $: expected an object, got a list."
        in html
    )
    assert "<code" in html
    assert shown_text(answer("a ``` b")).startswith("````json\n")


def test_the_blocks_of_a_growing_one_end_as_those_of_the_whole() -> None:
    whole = answer(ROWS)
    renderer = BlockRenderer()
    for end in range(0, len(whole.text), 7):
        renderer.update(answer(whole.text[:end], status="streaming"))
    assert "<code" in renderer.blocks[0]
    renderer.finish(whole)
    assert renderer.blocks == blocks_html(read_answer_text(whole))


def test_an_answer_that_is_no_form_is_markdown_as_ever() -> None:
    assert "<strong>" in bundle(Answer(text="**a**", status="done"))["text/html"]
    assert bundle(answer("{broken"))["text/html"].count("<code") == 1


def test_a_dry_run_is_a_page_of_two_columns_and_its_body() -> None:
    html = "".join(blocks_html(dry_run_page([("question", "3 characters")], '{"a": "```<b>"}')))
    assert html.index(">question<") < html.index(">3 characters<") < html.index("<code>")
    assert "<b>" not in html
