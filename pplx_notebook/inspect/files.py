"""Recordings on the disk. A file is written beside and renamed: whole, or as it was before.

A recording has the permissions of any other file of yours, as a notebook has: no key is in it, and lessons
are passed on.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.har import entry_log, log_head, scrubbed
from pplx_notebook.inspect.har_file import MOST_BYTES, from_har
from pplx_notebook.inspect.recording import Entry, Recording


def opened(path: Path) -> Recording:
    """The recording in a file; a bare ``.sse`` is one read that came at once."""
    if path.stat().st_size > MOST_BYTES:
        raise UsageProblem(f"{path.name} is larger than {MOST_BYTES >> 20} MiB: no recording is.")
    return from_har(path.read_bytes(), path.name)


def save(recording: Recording, path: Path) -> None:
    """Write a recording in place of the file."""
    write(path, har_bytes(recording.entries))


def har_bytes(entries: Iterable[Entry]) -> bytes:
    """A HAR file, one entry a line, so that versions can be compared."""
    head = msgspec.json.encode(log_head())[:-1]
    lines = b",\n".join(msgspec.json.encode(entry_log(scrubbed(entry))) for entry in entries)
    return b'{"log":' + head + b',"entries":[\n' + lines + b"\n]}}\n"


def write(path: Path, data: bytes) -> None:
    """Put the bytes in place of a file, whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # a new file has the usual permissions
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class RecordingFile:
    """A file that several questions are recorded into, from any thread: each replaces what was recorded of
    the same question before, the others stay."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def add(self, recording: Recording) -> None:
        """Record one question."""
        with self._lock:
            kept: tuple[Entry, ...] = ()
            with contextlib.suppress(FileNotFoundError):
                new = {same_question(question) for question in recording.questions}
                kept = tuple(
                    entry
                    for question in opened(self.path).questions
                    if same_question(question) not in new
                    for entry in question.entries
                )
            write(self.path, har_bytes((*kept, *recording.entries)))


def same_question(recording: Recording) -> tuple[str, str, str]:
    """What makes two questions the same: method, path and body of the first request."""
    from urllib.parse import urlsplit

    first = recording.entries[0]
    return first.method, urlsplit(first.url).path, first.request_text
