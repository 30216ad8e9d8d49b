"""What a study keeps of each question that has ended, from that moment on: a file of JSON lines.

::

    {"pplx_study": 1, "made": "2026-11-30T09:00:00.000Z"}
    {"id": "5f0c…", "n": 0, "status": "done", "cost_usd": 0.005, "saved": {"version": 1, "answer": {…}}}

``id`` is the question's name (``naming.identity``), ``n`` counts the same question within a study from 0,
``saved`` is the answer's saved form (``protocol.saved``), which the library's store takes as it is.

Rules of this file:

- append only; a line is one write to a file opened with ``O_APPEND`` and stands as soon as the question has
  ended. What is written survives the end of the process, ``kill -9`` too: it lies with the system. Against a
  loss of power the file is brought to the disk every ``SYNC_S`` seconds and at the end, not for every line:
  that costs 1 to 20 ms each, for the loss of which a few seconds' questions would be asked again.
- the last line may be torn: it is passed over and the next one begins on a line of its own; so may any other.
- of a question that is there twice the first finished entry counts; what failed is kept for its cost alone.
- it is the reader's alone (0600), and one run's at a time (a lock that goes with its process).
- a file that is something else is not touched.
"""

from __future__ import annotations

import io
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import from_saved, to_saved

VERSION = 1
SYNC_S = 2.0
DONE = "done"

Name = tuple[str, int]
"""A question's ``identity`` and its count."""


class Seen(msgspec.Struct):
    """What a line says at a glance."""

    id: str = ""
    n: int = 0
    status: str = ""
    cost_usd: float | None = None
    pplx_study: int = 0


_SEEN = msgspec.json.Decoder(Seen)


class Ledger:
    """The answers of a study by name, in a file or, without a ``path``, in memory."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path).expanduser()
        self.spent_usd = 0.0
        self.damaged = 0  # lines nobody can read
        self._places: dict[Name, tuple[int, int]] = {}
        self._memory = io.BytesIO()
        self._lock = threading.Lock()
        self._torn = False
        self._synced_s = time.monotonic()
        self._file = -1
        self._end = 0
        if self.path is not None:
            self._open(self.path)

    def __contains__(self, name: Name) -> bool:
        return name in self._places

    def __len__(self) -> int:
        return len(self._places)

    def answer(self, name: Name) -> Answer:
        """The answer of a question that has one."""
        at, size = self._places[name]
        return from_saved(msgspec.json.decode(self._read(at, size))["saved"])

    def add(self, name: Name, answer: Answer) -> None:
        """Keep how a question ended; OSError where the file takes no more."""
        facts = {"id": name[0], "n": name[1], "status": answer.status, "cost_usd": answer.cost_usd}
        line = msgspec.json.encode(facts | {"saved": to_saved(answer)}) + b"\n"
        with self._lock:
            if self._torn:
                self._write(b"\n")
                self._torn = False
            at = self._end
            self._write(line)
            self._note(line, at)

    def close(self) -> None:
        """Bring it to the disk and let go of it; it can be read on."""
        with self._lock:
            file, self._file = self._file, -1
        if file >= 0:
            with suppress(OSError):
                os.fsync(file)
            os.close(file)
            _open_here.discard(_key(self.path))

    @property
    def is_due(self) -> bool:
        """True when it is time for ``sync``."""
        return self._file >= 0 and time.monotonic() - self._synced_s > SYNC_S

    def sync(self) -> None:
        """Bring it to the disk; may take a while, on any thread."""
        self._synced_s = time.monotonic()
        with suppress(OSError):
            os.fsync(self._file)

    def _open(self, path: Path) -> None:
        if _key(path) in _open_here:
            raise UsageProblem(IN_USE.format(printable(path.name)))
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise UsageProblem(
                f"resume: {printable(path.name)} cannot be opened ({error.strerror})."
            ) from None
        try:
            _lock_file(self._file, path)
            self._read_all(path)
        except BaseException:
            os.close(self._file)
            raise
        _open_here.add(_key(path))

    def _read_all(self, path: Path) -> None:
        with open(self._file, "rb", closefd=False) as file:  # closing another would unlock
            first = file.readline()
            if first and not _is_ours(first):
                raise UsageProblem(
                    f"resume: {printable(path.name)} is no ledger of a study; it was not touched."
                )
            self._end = len(first)
            for line in file:
                self._note(line, self._end)
                self._end += len(line)
                self._torn = not line.endswith(b"\n")
        if not first.endswith(b"\n"):  # new, or its very first line is torn
            self._torn = bool(first)
            made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            if self._torn:
                self._write(b"\n")
                self._torn = False
            self._write(msgspec.json.encode({"pplx_study": VERSION, "made": made}) + b"\n")

    def _note(self, line: bytes, at: int) -> None:
        """Remember where a line stands."""
        try:
            seen = _SEEN.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self.damaged += bool(line.strip())
            return
        self.spent_usd += seen.cost_usd or 0.0
        if seen.id and seen.status == DONE:
            self._places.setdefault((seen.id, seen.n), (at, len(line)))

    def _write(self, data: bytes) -> None:
        if self.path is None:
            self._memory.seek(self._end)
            self._memory.write(data)
            self._end += len(data)
            return
        try:
            while data:
                data = data[os.write(self._file, data) :]
        except OSError:
            self._torn = True
            raise
        finally:
            self._end = os.fstat(self._file).st_size

    def _read(self, at: int, size: int) -> bytes:
        if self.path is None:
            with self._lock:
                self._memory.seek(at)
                return self._memory.read(size)
        with self._lock:
            if self._file >= 0 and hasattr(os, "pread"):  # not on Windows, where nothing is locked either
                return os.pread(self._file, size, at)
        with self.path.open("rb") as file:
            file.seek(at)
            return file.read(size)


IN_USE = "resume: another run is writing to {}: let it end, or name another file."
_open_here: set[str] = set()  # a process' locks do not keep it out itself


def _key(path: Path | None) -> str:
    return os.path.realpath(path) if path is not None else ""


def _is_ours(first: bytes) -> bool:
    """True for the head of a ledger, or the beginning of one whose writer was ended in the middle of it."""
    head = b'{"pplx_study":'
    if not first.endswith(b"\n"):
        return first.startswith(head) or head.startswith(first)
    try:
        return _SEEN.decode(first).pplx_study == VERSION
    except (msgspec.DecodeError, UnicodeDecodeError):
        return head.startswith(first.strip()) or first.startswith(head)


def _lock_file(file: int, path: Path) -> None:
    """One writer at a time; the lock goes with its process, and a child does not inherit it. It goes, too,
    when the process closes any other handle of the file: while it is held, all goes through this one."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, lockf
    except ImportError:  # Windows; in a browser a file has one process
        return
    try:
        lockf(file, LOCK_EX | LOCK_NB)
    except OSError:
        raise UsageProblem(IN_USE.format(printable(path.name))) from None
