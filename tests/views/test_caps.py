"""What an answer may cost, however it was made: signs that are read, markers, rows, and what is saved of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pplx_notebook.document.limits import (
    LIMIT_CHARACTERS,
    LIMIT_SIGNS,
    signs_in,
    within_limits,
)
from pplx_notebook.document.nodes import markers
from pplx_notebook.document.parser import TOO_MANY_MARKERS, read_markdown
from pplx_notebook.document.rules.marker_rule import MOST_MARKERS
from pplx_notebook.document.source_rows import MOST_ROWS, SourceRows
from pplx_notebook.protocol.answer import (
    Annotation,
    Answer,
    Choice,
    Citation,
    Image,
    SearchResult,
    Step,
    Usage,
    Video,
)
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.protocol.saved_part import LONG_CHARACTERS, MOST_CHARACTERS, saved_part
from pplx_notebook.views.faces.bundle import MOST_TIMES, bundle
from pplx_notebook.views.faces.growing_html import GrowingDocument
from pplx_notebook.views.faces.html_blocks import blocks_html

MILLIONS = 2_000_000


@pytest.mark.parametrize(
    "sign", ["[", "![", "[x", "[]", "](", "[](", "*a*", "`", "<", "$", "- a\n", "|a", "a\n\n"]
)
def test_two_million_signs_are_not_all_read(sign: str) -> None:
    """As many as any answer has are; a line says so, and the text stays whole in the answer."""
    text = sign * (MILLIONS // len(sign))
    read = within_limits(text)
    assert signs_in(read) <= LIMIT_SIGNS + 20
    assert text.startswith(read[: read.rindex("\n\n*(The rest")])
    assert read.endswith("signs of Markdown.)*\n")


@pytest.mark.parametrize("text", ["[" * MILLIONS, "![" * (MILLIONS // 2)])
def test_two_million_brackets_are_shown_within_the_time_of_a_test(text: str) -> None:
    faces = bundle(Answer(text=text, status="done"))
    assert "signs of Markdown" in faces["text/html"]
    assert faces["application/vnd.pplx.answer+json"]["answer"]["text"] == text


@pytest.mark.parametrize("block", ["a\n\n", "- a\n", "# a\n", "> a\n\n", "a\n"])
def test_two_hundred_thousand_blocks_of_a_letter_are_a_third_as_many_as_signs(block: str) -> None:
    """A line may be a block of its own: tens of thousands of them took the parser ten seconds."""
    read = within_limits(block * 200_000)
    assert 33_000 <= read.count("\n") <= 33_500


@pytest.mark.parametrize("text", ["x" * LIMIT_CHARACTERS, "word [1] of\n" * 9_000, "[" * LIMIT_SIGNS])
def test_what_is_within_the_limits_is_read_whole(text: str) -> None:
    assert within_limits(text) == text


def test_too_many_letters_are_left_out_as_before() -> None:
    read = within_limits("x" * (LIMIT_CHARACTERS + 1))
    assert read.startswith("x" * LIMIT_CHARACTERS + "\n\n*(The rest is left out")


def test_what_is_read_of_a_growing_text_begins_with_what_was_read_of_it() -> None:
    """So that its stable beginning stays one."""
    text = "a [b] c\n\n" * (LIMIT_SIGNS // 4 + 1_000)
    before = ""
    for end in range(0, len(text), len(text) // 40):
        read = within_limits(text[:end])
        assert read.startswith(before)
        before = read.partition("\n\n*(The rest")[0]


def test_a_growing_text_over_the_limit_ends_as_the_whole_one() -> None:
    text = "paragraph [a] *b*\n\n" * 20_000
    growing = GrowingDocument(SourceRows(Answer()))
    for end in range(len(text) // 4, len(text) + 1, len(text) // 4):
        blocks = growing.blocks(text[:end])
    assert blocks == blocks_html(read_markdown(text))


def test_markers_after_the_two_thousandth_stay_text_and_one_notice_says_so() -> None:
    citations = tuple(Citation(number=n, url=f"https://example.org/{n}") for n in range(1, 10))
    count = MOST_MARKERS + 500
    answer = Answer(
        text=" ".join(f"w [{n % 9 + 1}]" for n in range(count)), citations=citations, status="done"
    )
    document = read_markdown(answer.text, answer)
    assert len(list(markers(document))) == MOST_MARKERS
    assert document.notices == (TOO_MANY_MARKERS,)
    faces = bundle(answer)
    assert faces["text/html"].count(TOO_MANY_MARKERS) == 1
    assert faces["text/html"].count('class="pplx-marker"') == MOST_MARKERS
    shorter = Answer(text="w [1] [x] [99] " * MOST_MARKERS, citations=citations)
    assert read_markdown(shorter.text, shorter).notices == ()


def many(count: int) -> dict[str, Any]:
    """So many citations and search results."""
    return {
        "citations": tuple(Citation(number=n, url=f"https://example.org/{n}") for n in range(1, count + 1)),
        "search_results": tuple(
            SearchResult(title=f"t{n}", url=f"https://example.org/{n}") for n in range(1, count + 1)
        ),
    }


def test_a_hundred_thousand_sources_are_two_tables_of_two_thousand_rows() -> None:
    """Any of them may be pointed to; a notice says how many there are."""
    text = "one [1] last [9999] and " + " ".join(f"[{n}]" for n in range(2, 1_500))
    faces = bundle(Answer(text=text, status="done", **many(100_000)))
    html = faces["text/html"]
    assert html.count("<tr>") <= 2 * MOST_ROWS + 4
    assert html.count(" sources: the tables hold the first 2,000") == 1
    assert "https://example.org/9999" in html
    kept = faces[MIME]["answer"]["citations"]
    assert [row["number"] for row in kept] == list(range(1, len(kept) + 1))
    assert len(kept) > 9_999
    assert f"left out of the saved output: {100_000 - len(kept):,} citations" in html


def test_as_many_sources_as_the_tables_hold_need_no_notice() -> None:
    faces = bundle(Answer(text="no marker", status="done", citations=many(MOST_ROWS)["citations"]))
    assert "the tables hold" not in faces["text/html"]
    assert f"https://example.org/{MOST_ROWS}" in faces["text/html"]


LONG = {
    "markers": "word [1] ",
    "links": "[a](https://b.example/) ",
    "tags": "<",
    "quotes": '"',
    "fences": "```python\nx = f(1) + 'a'\n```\n\n",
    "tables": "|a|b|\n|-|-|\n|c|d|\n\n",
    "formulas": "$x$ ",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_a_long_answer_is_saved_in_three_and_a_half_times_its_text(unit: str) -> None:
    """Whatever it is made of; where its HTML is shortened, it says so."""
    text = unit * (LONG_CHARACTERS // len(unit) + 1)
    faces = bundle(Answer(text=text, status="done", citations=many(5)["citations"]))
    assert len(json.dumps(faces, ensure_ascii=False)) <= MOST_TIMES * len(text)
    assert len(faces["text/html"]) > 2_000
    assert faces["application/vnd.pplx.answer+json"]["answer"]["text"] == text


def flood(unit: str) -> dict[str, dict[str, Any]]:
    """A field full of what a server may send there: many small ones, few enormous ones."""
    big, url = unit * 1_000_000, "https://example.org/"
    return {
        "citations": many(100_000),
        "snippets": {"search_results": (SearchResult(title="t", url=url, snippet=big),) * 30},
        "titles": {"citations": (Citation(number=1, url=url, title=big),) * 30},
        "addresses": {"citations": (Citation(number=1, url=url + big),) * 30},
        "annotations": {"annotations": (Annotation(url=url, title=big, start_index=0, end_index=1),) * 30},
        "small annotations": {"annotations": (Annotation(url=url, start_index=0, end_index=1),) * 100_000},
        "steps": {"steps": (Step(thought=big, queries=(big,) * 3, urls=(big,) * 3),) * 5},
        "queries": {"steps": (Step(queries=("q",) * 500_000),) * 5},
        "images": {"images": (Image(image_url=url, title=unit * 100),) * 100_000},
        "videos": {"videos": (Video(url=url, title=big),) * 30},
        "related": {"related_questions": ("q",) * 1_000_000},
        "choices": {"choices": (Choice(index=1, finish_reason=big),) * 30},
        "usage": {"usage": Usage({"x": big * 5})},
        "words": {"model": big * 5, "id": big * 5, "finish_reason": big * 5, "effort": big * 5},
        "warnings": {"warnings": (unit * 100,) * 100_000},
    }


@pytest.mark.parametrize("field", flood(""))
def test_what_a_server_sends_beside_the_text_is_saved_within_limits(field: str) -> None:
    """In every face together, beside a short text and beside a long one; what is left out is said."""
    fields = flood("x")[field]
    short = bundle(Answer(text="word [1]", status="done", **fields))
    assert len(json.dumps(short, ensure_ascii=False)) <= 3 * MOST_CHARACTERS
    long = Answer(text="word [1] " * 30_000, status="done", **fields)
    faces = bundle(long)
    assert len(json.dumps(faces, ensure_ascii=False)) <= MOST_TIMES * len(long.text)
    assert len(faces["text/html"]) > 2_000


def test_an_ordinary_answer_is_saved_whole() -> None:
    """Also one of deep research: hundreds of sources with pages of snippet."""
    results = tuple(
        SearchResult(title="t" * 80, url=f"https://example.org/{n}", snippet="s" * 5_000) for n in range(300)
    )
    answer = Answer(text="word [1] " * 5_000, status="done", search_results=results)
    assert saved_part(answer) is answer
