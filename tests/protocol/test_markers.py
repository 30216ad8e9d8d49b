"""Citation markers: found on text, resolved by id, position or page; never inside code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, SearchResult
from pplx_notebook.protocol.markers import Marker, find_markers, pointed_to, resolve

CASES = Path(__file__).resolve().parent.parent / "cases" / "protocol" / "markers.json"
WITH_IDS = tuple(SearchResult(id=n, url=f"https://{n}.example/", title=f"T{n}") for n in (1, 7, 30))
PLAIN = tuple(SearchResult(url=f"https://{n}.example/", title=f"T{n}") for n in (1, 2))


@pytest.mark.parametrize("case", json.loads(CASES.read_text()), ids=lambda case: case["fact"])
def test_case(case: dict[str, Any]) -> None:
    """The case's fact."""
    text = case["text"]
    found = find_markers(text)
    assert [[marker.kind, marker.number, text[marker.start : marker.end]] for marker in found] == case[
        "markers"
    ]


def target(answer: Answer, number: int, kind: str = "") -> str | None:
    citation = resolve(answer, Marker(0, 0, kind, number))
    return None if citation is None else citation.url


def test_an_id_wins_over_a_position() -> None:
    """[7] is the result with id 7, not the seventh; ids also beat a citation list."""
    answer = Answer(search_results=WITH_IDS, citations=(Citation(number=7, url="https://seventh.example/"),))
    assert target(answer, 7) == "https://7.example/"
    assert target(answer, 7, "web") == "https://7.example/"
    assert target(answer, 2) is None


def test_a_position_counts_in_the_citations_from_one() -> None:
    """[1] is the first citation; a number beyond the list stays text."""
    answer = Answer(citations=(Citation(number=1, url="https://c.example/"),), search_results=PLAIN)
    assert target(answer, 1) == "https://c.example/"
    assert target(answer, 2) is None


def test_without_citations_a_position_counts_in_the_results() -> None:
    """Servers that send only results mean their places."""
    answer = Answer(search_results=PLAIN)
    assert [target(answer, n) for n in (0, 1, 2, 3)] == [
        None,
        "https://1.example/",
        "https://2.example/",
        None,
    ]


def test_web_markers_count_fetched_pages_from_zero() -> None:
    """[web:0] is the first page without id."""
    assert [target(Answer(search_results=PLAIN), n, "web") for n in (0, 1, 2)] == [
        "https://1.example/",
        "https://2.example/",
        None,
    ]


def test_several_in_one_point_to_several() -> None:
    """Lists, ranges and lenses are citations of an answer whose server sent results only."""
    for text in ("Fact [7, 1].", "Fact【7†L1-L9】【1】.", "Fact.[^7] Fact.[^1]", "Fact [web:1, 7]."):
        assert [citation.number for citation in pointed_to(text, WITH_IDS)] == [1, 7]
    assert pointed_to("x in [1, 7]", WITH_IDS) == ()
    assert [citation.number for citation in pointed_to("`[1, 7]` fact [30, 31]", WITH_IDS)] == [30]


def test_a_long_run_of_brackets_takes_no_long_time() -> None:
    """Each group is looked at once, whatever stands around it."""
    for text in ("[1, 2] and " * 20_000, "[" * 100_000, "[1," * 50_000, "【" * 100_000, "[^1]" * 50_000):
        assert len(find_markers(text)) <= 2 * 20_000 + 50_000


def test_markers_in_code_point_to_nothing() -> None:
    """Fences, also unclosed ones, and code spans are passed over; numbers come in order, each once."""
    assert pointed_to("`` [7] ` [7] `` [1] `", WITH_IDS) == pointed_to("[1]", WITH_IDS)
    text = "x[30] `a[7]`\n```py\nb[7]\n```\n[1] [30]\n\n~~~\n[7]"
    assert [citation.number for citation in pointed_to(text, WITH_IDS)] == [1, 30]
