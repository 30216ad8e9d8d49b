"""What an answer adds to the notebook: its text in four forms, and little more."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.views.faces.bundle import bundle

SENTENCE = (
    "the answer grows **word by word** over a list of `things` and cites its source{} as it goes on to the"
)
WORDS = [*SENTENCE.split(" "), "end"]
CHARACTERS = 12_288
WORDS_IN_PARAGRAPH = 60


def cited_text(sources: int) -> tuple[str, int]:
    """12 kB of paragraphs with a marker every 19 words, and how many markers that are."""
    pieces: list[str] = []
    markers = size = 0
    while size < CHARACTERS:
        word = WORDS[len(pieces) % len(WORDS)]
        if "{}" in word:
            word = word.format(f"[{markers % sources + 1}]")
            markers += 1
        pieces.append(word + ("\n\n" if len(pieces) % WORDS_IN_PARAGRAPH == WORDS_IN_PARAGRAPH - 1 else " "))
        size += len(pieces[-1])
    return "".join(pieces), markers


def found(number: int) -> SearchResult:
    """A search result of ordinary length: an address of 62 characters, a snippet of two lines."""
    return SearchResult(
        title=f"A report about the matter, part {number}: what was found",
        url=f"https://www.example-{number}.org/news/2026/11/a-report-about-the-matter",
        date="2026-11-02",
        snippet="A passage of the page that says in two sentences what the answer says. It goes on. " * 2,
    )


def answer(sources: int) -> Answer:
    """The answer with that many sources, all of them cited."""
    results = tuple(found(number) for number in range(1, sources + 1))
    citations = tuple(Citation(number=n, url=r.url, title=r.title) for n, r in enumerate(results, 1))
    return Answer(text=cited_text(sources)[0], citations=citations, search_results=results, status="done")


def saved_bytes(answer: Answer) -> int:
    """What the four faces take in a notebook's file, as nbformat writes it."""
    return len(json.dumps(bundle(answer), ensure_ascii=False, indent=1).encode())


def test_twelve_thousand_characters_with_eight_sources_take_at_most_85_kb() -> None:
    """Four faces of a text that points to its sources every 19 words."""
    assert saved_bytes(answer(8)) <= 85_000


@pytest.mark.parametrize("sources", [1, 8, 20, 40])
def test_a_marker_takes_at_most_200_bytes_in_all_four_faces(sources: int) -> None:
    """Measured against the same answer with every marker but each source's first taken out."""
    whole = answer(sources)
    text, markers = cited_text(sources)
    fewer = text
    for number in range(1, sources + 1):
        first, mark, rest = fewer.partition(f"[{number}]")
        fewer = first + mark + rest.replace(mark, "")
    taken_out = markers - sources
    spent = saved_bytes(whole) - saved_bytes(replace(whole, text=fewer))
    assert spent / taken_out <= 200
