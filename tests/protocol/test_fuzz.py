"""Any bytes at all: no exception, the same answer in any chunking, well-formed text, a status that tells the truth."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_dialects import EVERYTHING, FOLDER

from pplx_notebook.protocol import Answer, AnswerReader, read_answer

RAW = st.sampled_from([case.stream for case in EVERYTHING])
FRAMING = [b"\n", b"\r", b"\n\n", b"data: ", b"event: error\n", b"[DONE]", b"\0", b"\xff"]
PIECES = [b"{", b"}", b'"', b"<", b"null", b"NaN", b"1e999", b"[" * 50, b"\\ud83d", b"<think>", b"</think>"]
SCRAPS = st.sampled_from([*FRAMING, *PIECES, b'{"error":{"message":"x"}}'])
WORDS = (FOLDER / "wire_words.txt").read_text().split()
TYPES = st.sampled_from((FOLDER / "wire_types.txt").read_text().split())

CONTROL_IN_REASON = (  # found by this test
    b'data: {"type":"response.incomplete","response":{"status":"incomplete",'
    b'"incomplete_details":{"reason":"\\u0000max_output_tokens"}}}\n\n'
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real stream with pieces cut out, doubled, overwritten or mixed with another's."""
    stream = draw(RAW)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(stream)))
        end = draw(st.integers(start, min(len(stream), start + 60)))
        piece = draw(st.one_of(SCRAPS, st.binary(max_size=8), st.just(stream[start:end] * 2), RAW))
        stream = stream[:start] + piece + stream[end:]
    return stream


def is_sound(answer: Answer) -> None:
    """What holds for every answer."""
    msgspec.json.encode(msgspec.to_builtins(answer, enc_hook=dict))  # fails on a lone surrogate anywhere
    assert answer.status in ("done", "cut off", "failed")
    assert (answer.error is not None) == (answer.status != "done")
    if answer.error is not None:
        assert answer.error.message.isprintable()
        assert len(answer.error.message) <= 200
    assert all(warning.isprintable() for warning in answer.warnings)
    assert answer.cost_usd is None or answer.cost_usd < 1e18


@settings(deadline=None, max_examples=150)
@example(CONTROL_IN_REASON, [])
@given(damaged(), st.lists(st.integers(0, 3000), max_size=5))
def test_damaged_streams(stream: bytes, cuts: list[int]) -> None:
    """However a stream is damaged and cut, it is read without an exception and the same way."""
    whole = read_answer([stream])
    is_sound(whole)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    assert read_answer(stream[start:end] for start, end in pairwise(places)) == whole
    reader = AnswerReader()
    for start in range(0, len(stream), 97):
        reader.feed(stream[start : start + 97])
        reader.snapshot()  # looking must change nothing
    reader.close()
    assert reader.snapshot() == whole


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)
    ),
    max_leaves=25,
)


@st.composite
def events(draw: st.DrawFn) -> bytes:
    """Well-formed events whose fields hold anything."""
    stream = b""
    for _ in range(draw(st.integers(1, 5))):
        payload: dict[str, Any] = draw(st.dictionaries(st.sampled_from(WORDS), JSON, max_size=6))
        for name in ("type", "object", "status"):
            if draw(st.booleans()):
                payload[name] = draw(TYPES)
        if draw(st.booleans()):
            payload["choices"] = [draw(st.dictionaries(st.sampled_from(WORDS), JSON, max_size=4))]
        name = draw(st.sampled_from(["", "event: error\n", "event: done\n", "event: response.completed\n"]))
        stream += name.encode() + b"data: " + json.dumps(payload).encode() + b"\n\n"
    return stream


@settings(deadline=None, max_examples=60)
@given(events())
def test_events_with_fields_of_any_type(stream: bytes) -> None:
    """No field of any type, as an event or as a whole body, raises or breaks an answer."""
    whole = read_answer([stream])
    is_sound(whole)
    assert read_answer(stream[i : i + 1] for i in range(len(stream))) == whole
    is_sound(read_answer([stream.partition(b"data: ")[2]]))
