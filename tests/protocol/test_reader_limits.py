"""What no server can make the reader do: grow without end, nest without end, warn without end."""

from __future__ import annotations

import pytest
from reads import FINISH, TEXT, reader_of

from pplx_notebook.protocol import AnswerReader, read_answer


@pytest.mark.parametrize(
    "opening", [b"data: ", b": ", b'{"a":"', b"data: x\ndata: "], ids=["data", "comment", "body", "lines"]
)
def test_an_endless_answer_is_too_large(opening: bytes) -> None:
    """An event, line or body over the limit stops the reading with one error; the text so far is kept."""
    reader = AnswerReader(limit_bytes=5000)
    if opening[:1] != b"{":
        reader.feed(TEXT % b"kept")
    reader.feed(opening)
    for _ in range(100):
        reader.feed(b"x" * 100)
    assert reader.final
    reader.close()
    answer = reader.snapshot()
    assert answer.error is not None
    assert answer.error.kind == "too_large"
    assert answer.text == ("" if opening[:1] == b"{" else "kept")


def test_an_endless_text_is_too_large() -> None:
    """Many small events may not grow an answer over the limit; events of the same size without text may."""
    reader = AnswerReader(max_answer_bytes=5000)
    empty = b'data: {"choices":[{"delta":{"content":""},"padding":"%s"}]}\n\n' % (b"x" * 100)
    for _ in range(200):
        reader.feed(empty)
    assert not reader.final
    for _ in range(200):
        reader.feed(TEXT % (b"x" * 100))
    assert reader.final
    assert reader.error is not None
    assert reader.error.kind == "too_large"
    assert reader.snapshot().text == "x" * 5000


THOUGHT = (
    b'data: {"object":"chat.reasoning","choices":[{"delta":{"reasoning_steps":[{"thought":"%s"}]}}]}\n\n'
)


BIG: dict[str, tuple[bytes, ...]] = {
    "one delta that also ends it": (
        b'data: {"choices":[{"delta":{"content":"%s"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
        % (b"x" * 9000),
    ),
    "a body": (b'{"choices":[{"message":{"content":"%s"},"finish_reason":"stop"}]}' % (b"x" * 9000),),
    "reasoning": tuple([b'data: {"choices":[{"delta":{"reasoning_content":"%s"}}]}\n\n' % (b"x" * 90)] * 100),
    "reasoning, then text": (
        b'data: {"choices":[{"delta":{"reasoning_content":"%s"}}]}\n\n' % (b"r" * 3000),
        b'data: {"choices":[{"delta":{"content":"%s"}}]}\n\n' % (b"x" * 3000),
    ),
    "steps": tuple(THOUGHT % (b"%d" % n * 100) for n in range(100)),
    "letters of three bytes": tuple([TEXT % "日本語".encode()] * 700),
    "letters of four bytes, at once": (TEXT % ("😀" * 1300).encode(),),
    "several choices": tuple(
        b'data: {"choices":[{"index":%d,"delta":{"content":"%s"}}]}\n\n' % (n % 3, b"x" * 90)
        for n in range(90)
    ),
    "thinking in the text": (TEXT % b"<think>", *[TEXT % (b"x" * 90)] * 100),
    "the whole text again and again": tuple(
        b'data: {"choices":[{"message":{"content":"%s"}}]}\n\n' % (b"x" * n) for n in range(100, 9000, 100)
    ),
}


@pytest.mark.parametrize("reads", BIG.values(), ids=BIG)
def test_an_answer_holds_no_more_text_than_it_may(reads: tuple[bytes, ...]) -> None:
    """Whatever it comes in: as much as it may hold is kept, and the error says so."""
    reader = AnswerReader(max_answer_bytes=5000)
    for data in reads:
        reader.feed(data)
    reader.close()
    answer = reader.snapshot()
    assert answer.error is not None
    assert answer.error.kind == "too_large"
    assert answer.status == ("cut off" if reader.shown else "failed")
    texts = [choice.text for choice in answer.choices] or [answer.text]
    kept = sum(len(text.encode()) for text in (*texts, answer.reasoning))
    assert 4700 < kept <= 5000 + len(answer.reasoning.split("\n"))


def test_an_answer_of_just_the_size_is_whole() -> None:
    """The limit is the last size that is taken."""
    reader = AnswerReader(max_answer_bytes=3000)
    for _ in range(1000):
        reader.feed(TEXT % "日".encode())
    assert not reader.final
    reader.feed(TEXT % b"x")
    assert reader.final


def test_an_endless_page_is_not_read_on() -> None:
    """Of a web page only the beginning is looked at, and it is known for what it is."""
    reader = reader_of(b"<html><title>Sign in</title>", *([b"x" * 1000] * 5))
    assert reader.final
    reader.close()
    answer = reader.snapshot()
    assert answer.error is not None
    assert "Sign in" in answer.error.message


def test_the_last_marker_of_a_long_answer_counts() -> None:
    """Long texts are not searched at every look, but always at the end."""
    results = b'[{"id":1,"url":"https://a.example/"},{"id":2,"url":"https://b.example/"}]'
    reader = reader_of(b'data: {"type":"response.reasoning.search_results","results":%s}\n\n' % results)
    delta = b'data: {"type":"response.output_text.delta","delta":"%s"}\n\n'
    reader.feed(delta % (b"[1]" + b"x " * 20_000))
    assert [citation.number for citation in reader.snapshot().citations] == [1]
    reader.feed(delta % b"[2]")
    reader.feed(b'data: {"type":"response.completed","response":{"status":"completed"}}\n\n')
    assert [citation.number for citation in reader.snapshot().citations] == [1, 2]


def test_warnings_do_not_pile_up() -> None:
    """A thousand bad events are twenty lines and a count."""
    answer = read_answer([b"data: {oops\n\n"] * 1000)
    assert len(answer.warnings) == 21
    assert answer.warnings[-1] == "and 980 more"


@pytest.mark.parametrize("deep", [900, 100_000])
@pytest.mark.parametrize(
    "where",
    [b'{"choices":%s}', b'{"usage":%s,"choices":[]}', b'{"search_results":%s}', b'{"error":%s}', b"%s"],
)
def test_deeply_nested_json_crashes_nothing(where: bytes, deep: int) -> None:
    """A bomb of brackets is passed over, in an event, twice, and as a body."""
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        bomb = where % (opening * deep + b"1" + closing * deep)
        event = b"data: " + bomb + b"\n\n"
        assert read_answer([TEXT % b"a", event, event, TEXT % b"b", FINISH]).text.startswith("a")
        assert read_answer([bomb]).status in ("failed", "cut off")


def test_json_just_deep_enough_to_be_read_crashes_nothing() -> None:
    """Near the recursion limit a value can be read but not compared or copied: it is passed over."""
    for deep in range(800, 1000, 3):
        bomb = b'data: {"choices":[],"citations":%s}\n\n' % (b"[" * deep + b"]" * deep)
        assert read_answer([TEXT % b"a", bomb, bomb, FINISH]).text == "a"
