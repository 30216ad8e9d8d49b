"""Files that we did not write like this: broken, edited, of a newer format, exported by a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from places import CASES
from recordings import in_a_file, recording_of

from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.recording import Recording


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
