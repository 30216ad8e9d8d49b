"""A recording is its bytes and times: written as HAR 1.2 and read back as it was, and all else follows from it."""

from __future__ import annotations

import base64
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from places import CASES
from recordings import STREAM, assert_valid, entry_of, in_a_file, recording_of

from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.blocks import GrowingBlocks
from pplx_notebook.inspect.recording import Entry, Read, Recording
from pplx_notebook.protocol import EventStreamDecoder, read_answer

SPECIMENS = {
    "lf": b'data: {"a": 1}\n\ndata: b\n\n',
    "crlf": b"event: x\r\ndata: 1\r\n\r\n: hi\r\n\r\ndata: 2\r\n\r\n",
    "cr": b"data: 1\r\rdata: 2\r\r\r",
    "mixed": b"data: 1\n\r\ndata: 2\r\n\rdata: 3\r\n\n\n\n: c\n\n",
    "bom": b"\xef\xbb\xbfdata: 1\n\ndata: 2\n\n",
    "blank lines first": b"\n\r\n\ndata: 1\n\n",
    "ids": b"id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n",
    "cut": b'data: 1\n\ndata: {"te',
    "torn character": "data: é\n\ndata: ü".encode()[:-1],
    "not UTF-8": b"data: \xff\xfe\n\n",
    "nothing": b"",
    "comments": b": ping\n\n: ping\n\n",
}


def cuts(data: bytes, seed: int) -> list[bytes]:
    """The bytes in reads, cut anywhere."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    places = sorted(chance.sample(range(len(data) + 1), min(len(data), seed * 3)))
    return [data[one:other] for one, other in zip([0, *places], [*places, len(data)], strict=True)]


def streams(shared: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((shared / "streams").glob("*.sse"))}


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_file_gives_back_the_bytes_and_the_times(name: str, tmp_path: Path) -> None:
    for seed in range(6):
        recording = recording_of(cuts(SPECIMENS[name], seed), end="eof", why="because", error="it ended")
        assert_valid(in_a_file(recording, tmp_path / "a.har"))
        assert Recording.open(tmp_path / "a.har") == recording


def assert_blocks_are_the_decoders(pieces: list[bytes]) -> None:
    """Events and their times are what a decoder hands over at each read, and blocks leave no hole."""
    entry = entry_of(pieces)
    decoder, events = EventStreamDecoder(), []
    for read, piece in zip(entry.reads, pieces, strict=True):
        events += [(event, read.time_us) for event in decoder.feed(piece)]
    assert [(block.event, block.time_us) for block in entry.events] == events
    assert b"".join(entry.body[block.start : block.end] for block in entry.blocks) in (
        entry.body,
        entry.body.rstrip(b"\r\n"),  # blank lines that no block came before
    )


@pytest.mark.parametrize("name", SPECIMENS)
def test_events_are_the_decoders_at_the_time_of_the_read_that_completed_them(name: str) -> None:
    data = SPECIMENS[name]
    for seed in range(12):
        assert_blocks_are_the_decoders(cuts(data, seed))
    assert_blocks_are_the_decoders([data[n : n + 1] for n in range(len(data))])


def test_the_same_of_every_recorded_stream(shared: Path) -> None:
    for data in streams(shared).values():
        assert_blocks_are_the_decoders(cuts(data, 20))


def test_blocks_grow_as_they_are_found_in_the_whole() -> None:
    pieces = cuts(SPECIMENS["mixed"], 5)
    entry, growing = entry_of(pieces), GrowingBlocks()
    grown = [
        block
        for read, piece in zip(entry.reads, pieces, strict=True)
        for block in growing.feed(piece, read.time_us)
    ]
    assert [(block.number, block.start, block.event, block.time_us) for block in grown] == [
        (block.number, block.start, block.event, block.time_us)
        for block in entry.blocks
        if not block.unfinished
    ]


def test_what_an_event_became_adds_up_to_the_answer(shared: Path) -> None:
    """Text and inline thinking of every stream, from the words of its chunks."""
    for name, data in streams(shared).items():
        words = [chunk for event in entry_of([data]).events for chunk in event.chunks]
        answer = read_answer([data])
        assert "".join(text for kind, text in words if kind == "TextDelta") == answer.text, name
        if "think" in name:
            assert "".join(text for kind, text in words if kind == "ReasoningDelta") == answer.reasoning


def test_an_event_knows_its_reads_and_its_gap() -> None:
    first, second, third = recording_of([b"data: 1", b"\n\ndata: 2\n\nda", b"ta: 3\n\n"]).events
    assert (first.reads, first.time_us, first.gap_us, first.data) == (2, 2000, 1000, "1")
    assert (second.reads, second.time_us, second.gap_us) == (1, 2000, 1000)
    assert (third.reads, third.time_us, third.gap_us, third.size) == (2, 3000, 1000, 9)


def test_a_comment_is_a_block_and_what_was_cut_is_no_event() -> None:
    comment, unfinished = entry_of([b": ping\n\ndata: 1\n"]).blocks
    assert (comment.is_event, comment.unfinished) == (False, False)
    assert (unfinished.is_event, unfinished.unfinished, unfinished.size) == (False, True, 8)


def test_the_browsers_list_of_events_is_in_the_file(tmp_path: Path) -> None:
    recording = recording_of(
        [b"event: x\nid: 7\ndata: 1\n\n", b"data: 2\n\ndata: 3"], started="2026-11-30T10:00:00.000Z"
    )
    entry = in_a_file(recording, tmp_path / "a.har")["log"]["entries"][0]
    assert entry["_eventSourceMessages"] == [
        {"time": 1796032800.001, "eventName": "x", "eventId": "7", "data": "1"},
        {"time": 1796032800.002, "eventName": "message", "eventId": "7", "data": "2"},
    ]
    assert entry["response"]["content"]["mimeType"] == "text/event-stream"
    assert entry["_resourceType"] == "eventsource"


def test_bytes_that_are_no_text_are_base64(tmp_path: Path) -> None:
    content = in_a_file(recording_of([b"data: \xff\n\n"]), tmp_path / "a.har")["log"]["entries"][0][
        "response"
    ]["content"]
    assert (content["encoding"], base64.b64decode(content["text"])) == ("base64", b"data: \xff\n\n")


def test_timings_are_the_marks(tmp_path: Path) -> None:
    marks = {"connect": 20_000, "tls": 45_000, "sent": 46_000, "headers": 300_000, "end": 1_000_500}
    entry = in_a_file(recording_of([b"data: 1\n\n"], marks=marks), tmp_path / "a.har")["log"]["entries"][0]
    assert entry["timings"] == {
        "blocked": 0,
        "dns": -1,
        "connect": 45,
        "ssl": 25,
        "send": 1,
        "wait": 254,
        "receive": 700.5,
    }
    assert entry["time"] == 1000.5


@pytest.mark.parametrize(
    "case", json.loads((CASES / "inspect" / "broken.json").read_text("utf-8")), ids=lambda case: case["why"]
)
def test_a_file_that_is_no_recording_is_refused_in_one_line(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "broken.har"
    file.write_text("[" * 100_000 if case.get("deep") else case["file"], "utf-8")
    with pytest.raises(UsageProblem) as refused:
        Recording.open(file)
    line = str(refused.value)
    assert line.startswith("broken.har is ")
    assert case["said"] in line
    assert "\n" not in line
    assert len(line) <= 200


def edited(tmp_path: Path, change: Any) -> Recording:
    """A recording whose file somebody has edited."""
    har = in_a_file(recording_of([b"data: 1\n\n", b"data: 2\n\n"]), tmp_path / "a.har")
    change(har["log"]["entries"][0], har["log"])
    (tmp_path / "a.har").write_text(json.dumps(har, indent=2), "utf-8")
    return Recording.open(tmp_path / "a.har")


def test_an_edited_body_is_a_warning_and_its_last_read_takes_what_is_over(tmp_path: Path) -> None:
    def longer(entry: dict[str, Any], _: Any) -> None:
        entry["response"]["content"]["text"] = "data: eins\n\ndata: zwei\n\ndata: drei\n\n"

    recording = edited(tmp_path, longer)
    assert recording.warnings == ("attempt 1 was edited by hand",)
    assert [event.data for event in recording.events] == ["eins", "zwei", "drei"]
    assert [piece for _, piece in recording.entries[0].pieces()] == [
        b"data: ein",
        b"s\n\ndata: zwei\n\ndata: drei\n\n",
    ]


def test_an_edited_body_that_is_shorter_ends_earlier(tmp_path: Path) -> None:
    def shorter(entry: dict[str, Any], _: Any) -> None:
        entry["response"]["content"]["text"] = "data:1\n\n"

    assert [piece for _, piece in edited(tmp_path, shorter).entries[0].pieces()] == [b"data:1\n\n", b""]


def test_a_newer_format_is_read_by_its_standard_fields_and_says_so(tmp_path: Path) -> None:
    def newer(entry: dict[str, Any], log: dict[str, Any]) -> None:
        log["_pplx"]["format"] = 2
        entry["_pplx"] = {"format": 2, "reads": "elsewhere"}

    recording = edited(tmp_path, newer)
    assert recording.warnings == ("written by a newer pplx_notebook: only its standard fields are read",)
    assert [(event.data, event.time_us) for event in recording.events] == [("1", 1000), ("2", 2000)]


def test_a_browsers_export_is_read_with_the_times_of_its_events(tmp_path: Path) -> None:
    def export(entry: dict[str, Any], log: dict[str, Any]) -> None:
        del entry["_pplx"], log["_pplx"]
        entry["response"]["headers"] = []
        entry["timings"] |= {"ssl": -1, "dns": None}

    entry = edited(tmp_path, export).entries[0]
    assert [(event.data, event.time_us) for event in entry.events] == [("1", 1000), ("2", 2000)]
    assert (entry.marks["headers"], entry.end_us) == (500, 3000)


def test_an_export_without_all_of_its_events_came_in_one_read(tmp_path: Path) -> None:
    def export(entry: dict[str, Any], log: dict[str, Any]) -> None:
        del entry["_pplx"], log["_pplx"], entry["_eventSourceMessages"][0]

    assert [(event.data, event.time_us) for event in edited(tmp_path, export).events] == [
        ("1", 500),
        ("2", 500),
    ]


def test_frame_has_the_events(tmp_path: Path) -> None:
    frame = recording_of(
        [b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n', b": c\n\ndata: [DONE]\n\n"]
    ).to_pandas()
    assert list(frame.columns) == [
        "attempt",
        "number",
        "time_s",
        "gap_s",
        "reads",
        "size_bytes",
        "event",
        "id",
        "became",
        "text",
        "data",
    ]
    assert frame["number"].tolist() == [1, 3]
    assert frame["time_s"].tolist() == [0.001, 0.002]
    assert (frame["text"].tolist(), frame["became"].tolist()) == (
        ["Hi", ""],
        ["Started, TextDelta", "Finished"],
    )


def test_questions_of_one_file_are_told_apart() -> None:
    one, other = (
        entry_of([b"data: 1\n\n"], exchange="0000000a"),
        entry_of(
            [b"data: 2\n\n"],
            exchange="0000000b",
            request_text='{"messages":[{"role":"system","content":"be short"},{"role":"user","content":[{"type":"text","text":"ho"}]}]}',
        ),
    )
    recording = Recording((one, other))
    assert [question.prompt for question in recording.questions] == ["hi", "ho"]
    assert repr(recording) == "<Recording: 2 questions, 2 attempts, 2 events>"


def test_a_file_is_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    """And nothing is left beside it."""
    file = tmp_path / "a.har"
    recording_of([b"data: 1\n\n"]).save(file)
    before = file.read_bytes()
    broken = Entry(
        url="http://x/", started="never", response_headers=STREAM, body=b"data: 1\n\n", reads=(Read(1, 9, 9),)
    )
    with pytest.raises(ValueError, match="never"):
        Recording((broken,)).save(file)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        Recording.open(file).save(tmp_path / "folder")
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.har", "folder"]


@pytest.mark.parametrize(
    "place", ["request header", "response header", "cookie", "address", "body", "request", "event"]
)
def test_the_schema_refuses_a_file_that_holds_a_key(place: str, tmp_path: Path) -> None:
    key = "pplx-" + "a1B2c3D4e5F6g7H8" * 2
    har = in_a_file(recording_of([b"data: 1\n\n"], request_headers=(("accept", "*/*"),)), tmp_path / "a.har")
    assert_valid(har)
    entry = har["log"]["entries"][0]
    if place == "request header":
        entry["request"]["headers"].append({"name": "X-My-Token", "value": "secret"})
    elif place == "response header":
        entry["response"]["headers"].append({"name": "x-served-for", "value": key})
    elif place == "cookie":
        entry["response"]["headers"].append({"name": "Set-Cookie", "value": "a=b"})
    elif place == "address":
        entry["request"]["url"] = "https://anna:secret@example.org/"
    elif place == "body":
        entry["response"]["content"]["text"] = f"your key is {key}"
    elif place == "request":
        entry["request"]["postData"]["text"] = f'{{"key": "{key}"}}'
    else:
        entry["_eventSourceMessages"][0]["data"] = key
    with pytest.raises(jsonschema.ValidationError):
        assert_valid(har)
