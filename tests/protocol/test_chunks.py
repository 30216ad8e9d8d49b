"""The chunk vocabulary: what folding a chunk does to an answer, whichever dialect said it."""

from __future__ import annotations

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, Image, SearchResult
from pplx_notebook.protocol.chunks import (
    AnyChunk,
    FoundCitations,
    FoundImages,
    FoundRelatedQuestions,
    FoundResults,
    FoundVideos,
    ReasoningDelta,
    ReasoningStep,
    Started,
    TextDelta,
    UsageReport,
    WholeReasoning,
    WholeText,
)
from pplx_notebook.protocol.reading.growing_answer import GrowingAnswer

A, B = SearchResult(url="https://a.example/", title="A"), SearchResult(url="https://b.example/", title="B")


def folded(*chunks: AnyChunk) -> Answer:
    growing = GrowingAnswer(prompt="", provider="", notices=())
    growing.fold(chunks)
    return growing.answer(status="streaming", error=None)


def test_a_whole_fills_a_gap_and_is_never_appended() -> None:
    """Longer replaces, shorter and equal change nothing; text and reasoning alike."""
    answer = folded(TextDelta("ac"), WholeText("abc"), WholeText("ab"), TextDelta("d"))
    assert answer.text == "abcd"
    assert folded(ReasoningDelta("x"), WholeReasoning("xy"), WholeReasoning("x")).reasoning == "xy"


def test_an_empty_list_empties_nothing() -> None:
    """Results, citations, images, videos, related questions and usage keep what is known."""
    full = (
        FoundResults((A,)),
        FoundCitations((Citation(number=1, url=A.url),)),
        FoundImages((Image(image_url="https://i.example/"),)),
        FoundRelatedQuestions(("Why?",)),
        UsageReport({"total_tokens": 1}),
        Started("id", "model"),
    )
    empty = (
        FoundResults(()),
        FoundCitations(()),
        FoundImages(()),
        FoundVideos(()),
        FoundRelatedQuestions(()),
        UsageReport({}),
        Started(),
    )
    assert folded(*full, *empty) == folded(*full)


def test_lists_are_replaced_or_merged() -> None:
    """Without ``merge`` the latest list is all; with it, results add up."""
    assert folded(FoundResults((A, B)), FoundResults((B,))).search_results == (B,)
    assert folded(FoundResults((A,), merge=True), FoundResults((B,), merge=True)).search_results == (A, B)


def test_equal_steps_count_once() -> None:
    """A step that is repeated at the end of a stream is told once and is no news."""
    growing = GrowingAnswer(prompt="", provider="", notices=())
    step = ReasoningStep("look up", queries=("sky",))
    assert growing.fold([step])
    assert not growing.fold([step])
    assert growing.answer(status="done", error=None).reasoning == "look up"
