"""Two answers compared: what became of each sentence and each source, and how the words changed."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from places import CASES

from pplx_notebook import Answer, Citation
from pplx_notebook.errors import UsageProblem
from pplx_notebook.magic.shown.comparison import comparison_bundle
from pplx_notebook.over_time.pairing import pairs
from pplx_notebook.over_time.wording import pieces

COMPARISONS = tomllib.loads((CASES / "over_time" / "comparisons.toml").read_text(encoding="utf-8"))
PAGES = tuple(Citation(number=n, url=f"https://example.org/{n}", title=f"Page {n}") for n in (1, 2, 3))


def saying(text: str) -> Answer:
    return Answer(
        text=text,
        citations=PAGES if ("[" in text and "|" not in text) or "[1]" in text else (),
        status="done",
    )


@pytest.mark.parametrize("name", COMPARISONS)
def test_each_sentence_becomes_what_the_case_says(name: str) -> None:
    case: dict[str, Any] = COMPARISONS[name]
    found = saying(case["before"]).compare(saying(case["after"]))
    assert [[row.became, row.before, row.after, row.differs] for row in found] == case["rows"]
    assert found.summary == case["summary"]


@pytest.mark.parametrize("name", COMPARISONS)
def test_both_wordings_are_shown_whole(name: str) -> None:
    case: dict[str, Any] = COMPARISONS[name]
    for row in saying(case["before"]).compare(saying(case["after"])):
        said = pieces(row.before, row.after)
        assert "".join(text for kind, text in said if kind != "lost") == row.after
        assert {text for kind, text in said if kind == "lost"} <= {row.before} | set(_runs(row.before))


def _runs(text: str) -> list[str]:
    """All runs of characters of a text."""
    return [text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)]


def test_a_page_with_two_addresses_is_one_source() -> None:
    one = Answer(
        text="Cats purr.[1]", citations=(Citation(number=1, url="http://example.org/a/"),), status="done"
    )
    other = Answer(
        text="Cats purr.[2]", citations=(Citation(number=2, url="https://example.org/a"),), status="done"
    )
    found = one.compare(other)
    assert [row.became for row in found] == ["same"]
    assert [(row.held, row.number_before, row.number_after) for row in found.sources] == [("kept", 1, 2)]


def test_what_changed_can_be_had_alone_and_as_a_data_frame() -> None:
    found = saying("Cats purr. Dogs bark.").compare(saying("Cats purr. Owls hoot at night."))
    assert [row.became for row in found.changed] == ["lost", "gained"]
    assert list(found.to_pandas()["became"]) == ["same", "lost", "gained"]


def test_what_is_no_answer_is_refused_in_one_line() -> None:
    with pytest.raises(UsageProblem, match="another whole answer"):
        saying("x").compare("y")  # type: ignore[arg-type]  # a reader's mistake


def test_each_sentence_is_in_one_pair_however_much_they_repeat() -> None:
    before = [f"The same words again and again, number {n % 7}." for n in range(2_000)]
    after = [f"The same words again and again, number {n % 5}." for n in range(2_000)]
    found = pairs(before, after)
    assert sorted(new for _, new in found if new is not None) == list(range(2_000))
    assert sorted(old for old, _ in found if old is not None) == list(range(2_000))


def test_words_that_went_and_came_are_marked_without_colour() -> None:
    bundle = comparison_bundle(saying("It is 5 km away.[1]").compare(saying("It is 7 km away.[2]")))
    assert "<del>5</del>" in bundle["text/html"]
    assert "<ins>7</ins>" in bundle["text/html"]
    assert "~~5~~" in bundle["text/markdown"]
    assert "**7**" in bundle["text/markdown"]
    assert "− It is 5 km away.\n+ It is 7 km away." in bundle["text/plain"]


def test_hostile_words_stay_words() -> None:
    hostile = "Run <script>alert(1)</script> and <img src=x onerror=y> now.[1]"
    bundle = comparison_bundle(saying(f"{hostile} Old.").compare(saying(f"{hostile} New one.")))
    assert not {"script", "img"} & set(re.findall(r"<(\w+)", bundle["text/html"]))
    assert "<script" not in bundle["text/markdown"].replace("\\<", "")
