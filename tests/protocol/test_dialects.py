"""Streams and bodies of every dialect give the right answer: whole, byte by byte, cut anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from pplx_notebook.protocol import Answer, AnswerReader, EventStreamDecoder, read_answer
from pplx_notebook.protocol.chunks import TextDelta
from pplx_notebook.protocol.dialects.recognise import Dialects
from pplx_notebook.protocol.reading.growing_answer import GrowingAnswer
from pplx_notebook.protocol.sse import ServerSentEvent

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "protocol"


class Case(NamedTuple):
    name: str
    stream: bytes
    expected: dict[str, Any]


def cases(*names: str) -> Iterator[Case]:
    for name in names:
        text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        for block in text.split("\n=== ")[1:]:
            title, _, rest = block.partition("\n")
            stream, _, expected = ("\n" + rest).rpartition("\n--> ")
            raw = (stream[1:] + "\n").encode() if stream else b""
            yield Case(f"{name}:{title.partition(' |')[0]}", raw, json.loads(expected))


STREAMS = list(cases("chat", "responses", "named"))
EVERYTHING = [*STREAMS, *cases("bodies")]


def seen(answer: Answer) -> dict[str, Any]:
    """The answer as the case files write it."""
    return {
        **msgspec.to_builtins(answer, enc_hook=dict),
        "citations": [citation.url for citation in answer.citations],
        "titles": [citation.title for citation in answer.citations],
        "search_queries": list(answer.search_queries),
        "numbers": [citation.number for citation in answer.citations],
        "cost_usd": answer.cost_usd,
        "warnings": len(answer.warnings),
    }


def matches(expected: Any, got: Any) -> bool:
    """Whether ``got`` says all that ``expected`` says; lists are compared item by item."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(name in got and matches(value, got[name]) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return len(expected) == len(got) and all(map(matches, expected, got))
    return bool(expected == got)


def check(case: Case, answer: Answer, how: str) -> None:
    got = seen(answer)
    wrong = {name: got[name] for name, value in case.expected.items() if not matches(value, got[name])}
    assert not wrong, f"{how}: {wrong}"


def bytewise(stream: bytes) -> Iterator[bytes]:
    return (stream[i : i + 1] for i in range(len(stream)))


@pytest.mark.parametrize("case", EVERYTHING, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """The case's fact holds for the whole bytes, byte by byte, and with CRLF and CR line ends."""
    check(case, read_answer([case.stream]), "whole")
    check(case, read_answer(bytewise(case.stream)), "byte by byte")
    check(case, read_answer([b"\xef\xbb\xbf" + case.stream]), "with a BOM")
    if case in STREAMS:
        check(case, read_answer([case.stream.replace(b"\n", b"\r\n")]), "CRLF")
        check(case, read_answer(bytewise(case.stream.replace(b"\n", b"\r"))), "CR, byte by byte")


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
def test_cut_anywhere(case: Case) -> None:
    """A cut stream gives a beginning of the text, "cut off" until its terminator was seen."""
    whole = read_answer([case.stream])
    for cut in range(len(case.stream)):
        answer = read_answer([case.stream[:cut]])
        assert answer.status in ("cut off", "done", "failed")
        assert answer.status != "done" or whole.status == "done"
        if not whole.warnings:
            assert whole.text.startswith(answer.text), cut


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
def test_the_fast_path_says_what_the_full_one_says(case: Case) -> None:
    """Reading every event in full gives the same answer as the typed decoder of plain deltas."""
    whole = read_answer([case.stream])
    dialects, growing = Dialects(), GrowingAnswer(prompt="", provider="", notices=())
    for event in EventStreamDecoder().feed(case.stream):
        growing.fold(dialects.decode(event))
        if growing.final or growing.error is not None:
            break
    grown = growing.answer(status=whole.status, error=whole.error)
    assert msgspec.structs.replace(grown, notices=whole.notices) == whole  # the reader has its own to add


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
def test_snapshots_only_grow(case: Case) -> None:
    """Looking after every byte changes nothing at the end, and shown text is only ever added to."""
    whole = read_answer([case.stream])
    reader = AnswerReader()
    shown = ""
    for byte in bytewise(case.stream):
        reader.feed(byte)
        text = reader.snapshot().text
        if not whole.warnings:
            assert text.startswith(shown)
        shown = text
    reader.close()
    assert reader.snapshot() == whole


def test_every_file_of_cases_is_read() -> None:
    """No case is lost to a slip in a file's layout."""
    written = sum(
        line.startswith("=== ")
        for path in FOLDER.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert len(EVERYTHING) == written > 80


def test_sources_that_are_said_again_with_every_word_are_read_once() -> None:
    """Full mode repeats them in each chunk; read in full each time they cost ten times the rest."""
    chunk = '{"choices":[{"index":0,"delta":{"content":"%s"}}],"citations":["https://example.org/"]}'
    first, second = (ServerSentEvent((chunk % word).encode()) for word in ("one", " two"))
    dialects = Dialects()
    dialects.decode(first)
    assert dialects.plain(second) == TextDelta(" two")
