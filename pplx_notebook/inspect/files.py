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

Identity = tuple[str, str, str]  # of a question: method, path and body of its first request


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
    return _file(_line(entry) for entry in entries)


def _line(entry: Entry) -> bytes:
    return msgspec.json.encode(entry_log(scrubbed(entry)))


def _file(lines: Iterable[bytes]) -> bytes:
    head = msgspec.json.encode(log_head())[:-1]
    return b'{"log":' + head + b',"entries":[\n' + b",\n".join(lines) + b"\n]}}\n"


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
    the same question before, the others stay. What is in it is read again only when somebody else has
    written it: the thousandth question costs little more than the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._held: list[_Held] = []
        self._stamp: tuple[int, int] | None = None
        self.ours = True

    @property
    def questions(self) -> list[Recording]:
        """What is recorded in it, question by question; [] where there is no file. Raises as
        ``Recording.open``."""
        with self._lock:
            self._read()
            return [held.recording for held in self._held]

    def add(self, recording: Recording) -> None:
        """Record one question."""
        with self._lock:
            self._read()
            new = _held(recording)
            replaced = {held.identity for held in new}
            rows = [held for held in self._held if held.identity not in replaced] + new
            self._stamp = None
            write(self.path, _file(line for held in rows for line in held.lines))
            self._held, self._stamp = rows, _stamp(self.path)

    def _read(self) -> None:
        """Read the file, unless it is as we left it."""
        now = _stamp(self.path)
        if now is None or now != self._stamp:
            recording = opened(self.path) if now is not None else Recording(())
            self._held, self.ours, self._stamp = _held(recording), recording.ours, now


class _Held(msgspec.Struct, frozen=True):
    """One question of a file."""

    identity: Identity
    recording: Recording
    lines: tuple[bytes, ...]


def _held(recording: Recording) -> list[_Held]:
    return [
        _Held(same_question(question), question, tuple(_line(entry) for entry in question.entries))
        for question in recording.questions
    ]


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when somebody writes the file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def same_question(recording: Recording) -> Identity:
    """What makes two questions the same: method, path and body of the first request."""
    from urllib.parse import urlsplit

    first = recording.entries[0]
    return first.method, urlsplit(first.url).path, first.request_text
