"""The byte layer: each rule of the event stream format, in any chunking, linear time and bounded memory."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pplx_notebook.protocol import EventStreamDecoder, ServerSentEvent
from pplx_notebook.protocol.sse import EventTooLarge

RULES = Path(__file__).resolve().parent.parent / "cases" / "protocol" / "event_stream.txt"


class Rule(NamedTuple):
    name: str
    stream: bytes
    events: list[dict[str, Any]]
    state: dict[str, Any]


def rules() -> Iterator[Rule]:
    rule: Rule | None = None
    for line in RULES.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:2], line[3:]
        if mark == "==":
            if rule is not None:
                yield rule
            rule = Rule(rest, b"", [], {"last_event_id": "", "retry": None})
        elif mark == "<<" and rule is not None:
            rule = rule._replace(stream=rule.stream + ast.literal_eval(f"b'{rest}'"))
        elif mark == "->" and rule is not None:
            rule.events.append({"event": "message", "id": "", "retry": None, **json.loads(rest)})
        elif mark == "~~" and rule is not None:
            rule.state.update(json.loads(rest))
    if rule is not None:
        yield rule


def as_record(event: ServerSentEvent) -> dict[str, Any]:
    return {"data": event.data, "event": event.event, "id": event.id, "retry": event.retry}


def decode(reads: list[bytes], **limits: int) -> tuple[list[ServerSentEvent], EventStreamDecoder]:
    decoder = EventStreamDecoder(**limits)
    events = [event for read in reads for event in decoder.feed(read)]
    decoder.close()
    return events, decoder


def chunkings(stream: bytes) -> Iterator[list[bytes]]:
    yield [stream]
    yield [stream[i : i + 1] for i in range(len(stream))]
    yield [part for i in range(len(stream)) for part in (b"", stream[i : i + 1])]
    for cut in range(1, len(stream)):
        yield [stream[:cut], stream[cut:]]


@pytest.mark.parametrize("rule", list(rules()), ids=lambda rule: rule.name.partition(":")[0])
def test_rule(rule: Rule) -> None:
    """Each case of the table holds in every chunking, and every event is out before the stream is closed."""
    for reads in chunkings(rule.stream):
        events, decoder = decode(reads)
        assert [as_record(event) for event in events] == rule.events, reads
        assert {"last_event_id": decoder.last_event_id, "retry": decoder.retry} == rule.state, reads


def test_the_table_holds_every_field_and_line_end() -> None:
    """The table is not empty and speaks of each field and each kind of line end."""
    table = b"".join(rule.stream for rule in rules())
    assert sum(1 for _ in rules()) > 50
    assert all(
        word in table
        for word in (b"data", b"event", b"id", b"retry", b"\r\n", b"\r\r", b"\n\n", b"\xef\xbb\xbf")
    )


FIELDS = [b"data", b"event", b"id", b"retry", b":", b" ", b"\0", b"7", b"x", b"[DONE]"]
ENDS = [b"\n", b"\r", b"\r\n", b"\n\n"]
EVENTS = [b"data: {}\n\n", b"data:{}\n\n", b"data: {}\r\n\r\n", b"data: a\r\n", b"data: b\n"]
IDLE = [b": ping\n", b":\r", b"foo: bar\r\n", b"x\n", b": ping\r\n\r\n"]
ODD = [b"\xef\xbb\xbf", "😀".encode(), b"\xff", "\u2028".encode()]
FRAGMENTS = st.sampled_from([*FIELDS, *ENDS, *EVENTS, *IDLE, *ODD])
STREAMS = st.lists(FRAGMENTS, max_size=40).map(b"".join)


def literal(stream: bytes) -> tuple[list[dict[str, Any]], str, int | None]:
    """The standard read aloud: decode all, go line by line. Slow, obvious, the fast one's judge."""
    text = stream.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    *lines, _ = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    events: list[dict[str, Any]] = []
    last_id, buffered_id, time = "", "", None
    data, kind, retry = [], "", None
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            last_id = buffered_id
            if data:
                events.append(
                    {"data": "\n".join(data), "event": kind or "message", "id": last_id, "retry": retry}
                )
            data, kind, retry = [], "", None
        elif name == "data":
            data.append(value)
        elif name == "event":
            kind = value
        elif name == "id" and "\0" not in value:
            buffered_id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            time = retry = int(value)
    return events, last_id, time


@settings(deadline=None, max_examples=400)
@given(STREAMS, st.lists(st.integers(0, 200), max_size=6))
@example(b"data: a\r", [8])
@example(b"data: {}\n\ndata: {}\r\n\r\n", [])
def test_any_bytes_in_any_chunking_give_what_the_standard_says(stream: bytes, cuts: list[int]) -> None:
    """The decoder agrees with a literal reading of the standard, however the bytes are cut."""
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    reads = [stream[start:end] for start, end in pairwise(places)]
    events, decoder = decode(reads)
    assert ([as_record(event) for event in events], decoder.last_event_id, decoder.retry) == literal(stream)


@settings(deadline=None)
@given(STREAMS, st.integers(1, 30))
def test_the_limit_does_not_depend_on_the_chunking(stream: bytes, limit: int) -> None:
    """Whether an event is too large, and what came before it, is the same whole and byte by byte."""
    whole, decoder = decode([stream], limit_bytes=limit)
    bytewise, other = decode([stream[i : i + 1] for i in range(len(stream))], limit_bytes=limit)
    assert (whole, decoder.error) == (bytewise, other.error)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [1, 7, 4096])
def test_a_long_line_takes_linear_time(size: int) -> None:
    """Two million bytes in one line, byte by byte: quadratic copying would take hours, not the time limit."""
    stream = b"data: " + b"x" * 2_000_000 + b"\n\n"
    (event,), _ = decode([stream[i : i + size] for i in range(0, len(stream), size)])
    assert len(event.raw) == 2_000_000


@pytest.mark.timeout(60)
def test_many_data_lines_take_linear_time() -> None:
    """Two hundred thousand data lines of one event are joined once."""
    (event,), _ = decode([b"data: x\n"] * 200_000 + [b"\n"])
    assert event.raw == b"\n".join([b"x"] * 200_000)


@pytest.mark.parametrize(
    "flood",
    [b"x", b"data: x\n", b"data: x", b": x", b"event: x"],
    ids=["line", "lines", "data", "comment", "type"],
)
def test_an_endless_event_stops_at_the_limit(flood: bytes) -> None:
    """An event or line that never ends sets the error, frees what was kept and reads no further."""
    decoder = EventStreamDecoder(limit_bytes=1000)
    assert decoder.feed(b"data: kept\n\n")[0].data == "kept"
    for _ in range(2000):
        assert decoder.feed(flood) == []
    assert decoder.error == EventTooLarge(1000)
    assert decoder.unfinished() is None
    assert decoder.feed(b"\n\ndata: late\n\n") == []


def test_endless_comments_and_heartbeats_are_not_kept() -> None:
    """Keep-alives of any kind leave nothing behind, so they never reach the limit."""
    decoder = EventStreamDecoder(limit_bytes=100)
    for _ in range(1000):
        assert decoder.feed(b": ping\n") == decoder.feed(b"unknown: x\n") == decoder.feed(b"\n") == []
    assert decoder.error is None


def test_the_unfinished_event_can_be_seen_before_it_is_discarded() -> None:
    """``unfinished`` shows what a blank line would have dispatched, with and without the last line end."""
    decoder = EventStreamDecoder()
    decoder.feed(b"event: e\ndata: a\ndata: b")
    assert decoder.unfinished() == ServerSentEvent(b"a\nb", "e")
    decoder.close()
    assert decoder.unfinished() is None


def test_an_event_shows_its_data_as_text() -> None:
    """``data`` is a string, ``raw`` the bytes it came from."""
    (event,) = EventStreamDecoder().feed(b"data: caf\xc3\xa9 \xff\n\n")
    assert (event.data, event.raw) == ("café \ufffd", b"caf\xc3\xa9 \xff")


def test_the_shared_table_passes_in_every_feeding(shared: Path) -> None:
    """All cases of ../shared/conformance/sse.json at the full level, none late."""
    import importlib.util

    path = shared / "conformance" / "run_sse.py"
    spec = importlib.util.spec_from_file_location("run_sse", path)
    assert spec is not None
    assert spec.loader is not None
    run_sse = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run_sse)
    cases = json.loads(path.with_name("sse.json").read_text())
    for case in cases:
        for how, reads, early in run_sse.feedings(case):
            got = run_sse.run_push(EventStreamDecoder, reads, early)
            assert run_sse.level(case, got) == 4, (case["name"], how)
    assert len(cases) > 100
