"""An answer's text becomes sentences with the citations that stand behind each."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace
from places import CASES

from pplx_notebook.evidence.sentences import Sentence, sentences_of
from pplx_notebook.evidence.splitting import MOST_CHARACTERS, split_line, split_text
from pplx_notebook.protocol.answer import Answer, Citation

NUMBERS = range(1, 10)
ANSWER = Answer(
    citations=tuple(Citation(number=n, url=f"https://example.org/{n}", title=f"Page {n}") for n in NUMBERS),
    status="done",
)
PARTS = (CASES / "evidence" / "sentences.txt").read_text("utf-8").split("\n\n", 1)[1].split("\n.\n")
TABLE = [(PARTS[n].strip(), PARTS[n + 1], PARTS[n + 2].strip()) for n in range(0, len(PARTS) - 2, 3)]
HOSTILE = [
    ". ",
    "a.[1]",
    "。",
    "1.",
    "...",
    '."',
    ". [1] [2]",
    "Dr. ",
    " · ",
    "(",
    "A. ",
    "?!",
    ". »",
    "12. Mai am ",
]


def sentences(text: str) -> tuple[Sentence, ...]:
    return sentences_of(replace(ANSWER, text=text))


def told(sentence: Sentence) -> str:
    """A sentence as the table writes it."""
    return f"{' '.join(str(c.number) for c in sentence.citations) or '-'} | {sentence.text}"


@pytest.mark.parametrize(("title", "text", "expected"), TABLE, ids=[title for title, _, _ in TABLE])
def test_the_table_of_sentences(title: str, text: str, expected: str) -> None:
    assert "\n".join(map(told, sentences(text))) == expected


def test_the_table_holds_at_least_150_sentences() -> None:
    assert sum(" | " in line for _, _, expected in TABLE for line in expected.split("\n")) >= 150


def test_a_citation_at_the_end_of_a_paragraph_may_be_meant_for_those_before_it() -> None:
    first, second, third = sentences("It is old. It is large.[3] It is red.\n\nNothing.")[:3]
    assert (first.citations, [c.number for c in first.later]) == ((), [3])
    assert ([c.number for c in second.citations], second.later) == ([3], ())
    assert (third.citations, third.later) == ((), ())


def test_a_sentence_knows_where_it_stands_and_whether_it_only_announces() -> None:
    found = sentences("In short:\n\n- an item\n\n> a quotation\n\n| a |\n|---|\n| b |\n")
    assert [(s.part, s.announces) for s in found] == [
        ("paragraph", True),
        ("item", False),
        ("quote", False),
        ("row", False),
    ]


def test_a_page_is_split_as_an_answer_and_line_ends_end_a_sentence() -> None:
    assert split_text("Menu\nIt rose 3.5 %. It fell.\n\n") == ["Menu", "It rose 3.5 %.", "It fell."]


@pytest.mark.parametrize("piece", HOSTILE)
def test_nothing_is_lost_however_the_text_is_made(piece: str) -> None:
    text = piece * 2_000
    kept = "".join("".join(split_line(text)).split())
    assert kept == "".join(text.replace(" · ", " ").split())


def test_nothing_is_lost_of_any_mixture() -> None:
    mixed = random.Random(16)  # noqa: S311  # cases, no secrets
    for _ in range(300):
        text = "".join(mixed.choice([*HOSTILE, "word ", "Word ", "5", "\u3042"]) for _ in range(40))
        split = split_line(text)
        assert "".join("".join(split).split()) == "".join("".join(text.split(" · ")).split())


def test_what_has_no_stop_for_long_is_cut() -> None:
    assert [len(piece) <= MOST_CHARACTERS for piece in split_line("word " * 3_000)] == [True] * 4
    assert max(map(len, split_line("x" * 10_000))) == MOST_CHARACTERS


def test_signs_that_stand_for_markers_inside_are_none_in_a_text() -> None:
    (sentence,) = sentences("A \ufdd0 strange \ufdd1 text.[1]")
    assert [c.number for c in sentence.citations] == [1]
    assert "\ufdd0" not in sentence.text
