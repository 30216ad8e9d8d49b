"""A recording's file: HAR 1.2 that gives back every byte and time, and holds no key."""

from __future__ import annotations

import base64
from pathlib import Path

import jsonschema
import pytest
from recordings import STREAM, assert_valid, in_a_file, recording_of
from specimens import SPECIMENS, cuts

from pplx_notebook.inspect.recording import Entry, Read, Recording


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_file_gives_back_the_bytes_and_the_times(name: str, tmp_path: Path) -> None:
    for seed in range(6):
        recording = recording_of(cuts(SPECIMENS[name], seed), end="eof", why="because", error="it ended")
        assert_valid(in_a_file(recording, tmp_path / "a.har"))
        assert Recording.open(tmp_path / "a.har") == recording


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
