"""Recordings made of plain bytes, and the schemas that every file keeps to."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from pplx_notebook.inspect.recording import Entry, Read, Recording

STREAM = (("content-type", "text/event-stream; charset=utf-8"),)
SCHEMAS = ("har-1.2.schema.json", "recording-1.schema.json")


@cache
def validators() -> list[jsonschema.Draft7Validator]:
    """HAR's own required fields, and ours."""
    folder = files("pplx_notebook.inspect")
    return [jsonschema.Draft7Validator(json.loads((folder / name).read_text("utf-8"))) for name in SCHEMAS]


def assert_valid(har: dict[str, Any]) -> None:
    """Both schemas take it."""
    for validator in validators():
        validator.validate(har)


def entry_of(pieces: list[bytes], step_us: int = 1000, **more: Any) -> Entry:
    """A response that brought these reads, one each millisecond."""
    reads = tuple(Read((n + 1) * step_us, len(piece), len(piece)) for n, piece in enumerate(pieces))
    given = {
        "url": "http://127.0.0.1/v1/responses",
        "request_text": '{"input":"hi"}',
        "status": 200,
        "response_headers": STREAM,
        "marks": {"sent": 10, "headers": 500, "end": (len(pieces) + 1) * step_us},
        **more,
    }
    return Entry(body=b"".join(pieces), reads=reads, **given)


def recording_of(pieces: list[bytes], **more: Any) -> Recording:
    """Of one attempt."""
    return Recording((entry_of(pieces, **more),))


def in_a_file(recording: Recording, file: Path) -> dict[str, Any]:
    """Saved, and the file's JSON."""
    recording.save(file)
    har: dict[str, Any] = json.loads(file.read_bytes())
    return har
