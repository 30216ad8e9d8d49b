"""Genuine recordings and the shared dialect table, read by the pure protocol: whole, byte by byte, cut anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pplx_notebook.protocol import Answer, AnswerReader, read_answer
from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.reading.http_error import http_error

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parent.parent / "cases" / "protocol" / "recordings.json").read_text()
)
STREAMS = [name for name in FACTS if name.endswith(".sse")]
CUTS_PER_FILE = 120


def bytewise(raw: bytes) -> Iterator[bytes]:
    return (raw[i : i + 1] for i in range(len(raw)))


@pytest.mark.parametrize("name", FACTS)
def test_a_recording_gives_the_right_answer(shared: Path, name: str) -> None:
    """Text, sources, cost and ending of every recorded stream and body, whole and byte by byte."""
    raw = (shared / "streams" / name).read_bytes()
    answer = read_answer([raw])
    got = {
        "status": answer.status,
        "characters": len(answer.text),
        "numbers": [citation.number for citation in answer.citations],
        "citations": len(answer.citations),
        "results": len(answer.search_results),
        "images": len(answer.images),
        "related": len(answer.related_questions),
        "model": answer.model,
        "cost_usd": answer.cost_usd,
        "finish_reason": answer.finish_reason,
        "reasoning": answer.reasoning,
        "error": answer.error.kind if answer.error is not None else None,
    }
    assert {key: got[key] for key in FACTS[name]} == FACTS[name]
    assert answer.warnings == ()
    assert read_answer(bytewise(raw)) == answer


@pytest.mark.parametrize("name", [name for name in STREAMS if "full" in name or "concise" in name])
def test_the_text_is_the_servers_own_last_message(shared: Path, name: str) -> None:
    """Joined deltas, thinking included, equal the cumulative message of the last event."""
    raw = (shared / "streams" / name).read_bytes()
    last = [line for line in raw.decode().split("\n") if line.startswith("data: {")][-1]
    event = json.loads(last.removeprefix("data: "))
    answer = read_answer([raw])
    content = event["choices"][0]["message"]["content"]
    assert content.endswith(answer.text)
    assert content in (answer.text, f"<think>\n{answer.reasoning}\n</think>\n\n{answer.text}")
    assert [citation.url for citation in answer.citations] == event.get(
        "citations", [c.url for c in answer.citations]
    )
    assert answer.usage == event["usage"]


@pytest.mark.parametrize("name", STREAMS)
def test_a_recording_cut_anywhere(shared: Path, name: str) -> None:
    """A cut gives a beginning of the text and says so, until the terminator was seen."""
    raw = (shared / "streams" / name).read_bytes()
    whole = read_answer([raw])
    places = random.Random(name)  # noqa: S311 - a sample, no secret
    ends = [*places.sample(range(len(raw)), min(len(raw), CUTS_PER_FILE)), *range(len(raw) - 12, len(raw))]
    for cut in ends:
        answer = read_answer([raw[:cut]])
        assert whole.text.startswith(answer.text)
        assert answer.status in ("cut off", "done")
        if answer.status == "done":
            assert answer.text == whole.text


def reads_of(response: dict[str, Any]) -> list[bytes]:
    return [
        base64.b64decode(chunk) if isinstance(chunk, str) else base64.b64decode(chunk["b64"]) * chunk["times"]
        for chunk in response["chunks"]
    ]


def ask(response: dict[str, Any], reads: list[bytes]) -> Answer:
    """The answer to one HTTP response, as a client would read it."""
    if response["status"] >= 400:
        return Answer(error=http_error(response["status"], response["headers"], b"".join(reads)))
    reader = AnswerReader()
    for read in reads:
        reader.feed(read)
    reader.close(AnswerError(kind="transport") if response["end"] == "truncated" else None)
    return reader.snapshot()


def as_told(answer: Answer) -> dict[str, Any]:
    """The answer in the words of the shared table."""
    return {
        "text": answer.text,
        "reasoning": answer.reasoning,
        "citations": [citation.url for citation in answer.citations],
        "search_results": [{"title": r.title, "url": r.url, "date": r.date} for r in answer.search_results],
        "usage": answer.usage,
        "finish_reason": answer.finish_reason,
        "choices": [
            {"index": c.index, "text": c.text, "finish_reason": c.finish_reason} for c in answer.choices
        ],
    }


def same_text(expected: Any, text: str) -> bool:
    if isinstance(expected, str):
        return text == expected
    return hashlib.sha256(text.encode()).hexdigest() == expected["sha256"]


def test_the_shared_dialect_table(shared: Path) -> None:
    """All its cases that need no network (everything but compressed bodies), policy included."""
    cases = json.loads((shared / "conformance" / "dialects.json").read_text())
    pure = [case for case in cases if "encoding" not in case["tags"]]
    assert len(pure) > 100
    for case in pure:
        expected = case["expected"]
        reads = reads_of(case["response"])
        for how in (reads, [b"".join(reads)]):
            answer = ask(case["response"], how)
            told = as_told(answer)
            assert same_text(expected["text"], answer.text), case["name"]
            wanted = {key: value for key, value in expected.items() if key in told and key != "text"}
            assert {key: told[key] for key in wanted} == wanted, case["name"]
            check_error(expected["error"], answer, case["name"])
            assert len(answer.warnings) >= expected.get("warnings_min", 0), case["name"]


def check_error(expected: dict[str, Any] | None, answer: Answer, name: str) -> None:
    error = answer.error
    assert (error is None) == (expected is None), name
    if expected is None or error is None:
        return
    assert error.kind == expected["kind"], name
    assert expected.get("message", "") in error.message, name
    assert all(
        getattr(error, key) == expected[key] for key in ("status", "code", "type") if key in expected
    ), name
    assert error.retry_after_s == expected.get("retry_after", error.retry_after_s), name
