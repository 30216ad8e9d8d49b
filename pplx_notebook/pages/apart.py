"""Starts the reader process, feeds it pages, and ends it when a page takes too long.

Rules of this file: one process reads all pages of a check, one after the other (importing its libraries
takes half a second); one that dies or goes beyond its limits takes only its own page with it, and the
next page gets a new one. It gets none of our environment but what Python itself needs: no key is anywhere
near it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import NamedTuple

from pplx_notebook.pages.charset import decoded
from pplx_notebook.pages.kinds import kind_of

MOST_CHARACTERS = 1_000_000  # of a page's text
CPU_S = 5.0  # a page of 5 MB that is one takes 4
WALL_S = 60.0  # on a machine that is busy the CPU time comes slowly; where there is no CPU limit this is all
MEMORY_BYTES = 1024 * 1024 * 1024  # of address space; the libraries alone take a fifth
MOST_ANSWER_BYTES = 4 * MOST_CHARACTERS  # UTF-8
TOO_LONG = "it takes too long to read"
NO_TEXT = "no text stands there without its scripts"
KEPT_ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "HOME",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LD_LIBRARY_PATH",
)
NEEDS = {"html": "trafilatura", "pdf": "pypdf"}
INSTALL = "{} pages are read once you pip install 'pplx-notebook[evidence]'"


class PageText(NamedTuple):
    """What a page says: ``title`` and ``text``, or in ``reason`` why nothing could be read."""

    text: str = ""
    title: str = ""
    reason: str = ""


class Reader:
    """Reads pages; any thread may use it, one page at a time. Close it with ``close``."""

    def __init__(
        self, *, cpu_s: float = CPU_S, wall_s: float = WALL_S, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._cpu_s, self._wall_s, self._memory_bytes = cpu_s, wall_s, memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def read(self, body: bytes, content_type: str) -> PageText:
        """The text of a page; waits until it is this page's turn."""
        kind = kind_of(content_type, body)
        if kind is None:
            named = content_type.partition(";")[0].strip()
            return PageText(reason=f"not text ({named[:60] if named else 'unknown'})")
        if kind == "text":
            text = decoded(body, content_type)[:MOST_CHARACTERS]
            return PageText(text) if text.strip() else PageText(reason=NO_TEXT)
        if importlib.util.find_spec(NEEDS[kind]) is None:
            return PageText(reason=INSTALL.format(kind.upper()))
        with self._lock:
            return self._read_apart(body, content_type, kind)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._closed = True
        self._end()

    def _read_apart(self, body: bytes, content_type: str, kind: str) -> PageText:
        if self._closed:
            return PageText(reason=TOO_LONG)
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = _started()
        head = {"kind": kind, "content_type": content_type[:200], "size": len(body), "cpu_s": self._cpu_s,
                "memory_bytes": self._memory_bytes, "most_characters": MOST_CHARACTERS}  # fmt: skip
        alarm = threading.Timer(self._wall_s, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            return _asked(process, json.dumps(head).encode() + b"\n", body)
        except (OSError, ValueError, KeyError):  # it died, or its answer is none
            self._end()
            return PageText(reason=TOO_LONG)
        finally:
            alarm.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:  # closes its pipes and waits for it
                pass


def _started() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return subprocess.Popen(  # our own module
        [sys.executable, "-P", "-m", "pplx_notebook.pages.reader_process"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip


def _asked(process: subprocess.Popen[bytes], head: bytes, body: bytes) -> PageText:
    pages, answers = process.stdin, process.stdout
    if pages is None or answers is None:
        raise OSError
    pages.write(head)
    pages.write(body)
    pages.flush()
    said = json.loads(answers.readline(10_000) or b"{}")
    size = int(said["size"])
    if not 0 <= size <= MOST_ANSWER_BYTES:
        raise ValueError
    data = answers.read(size)
    if len(data) < size:
        raise OSError
    text, reason = data.decode("utf-8", "replace"), str(said.get("reason", ""))
    with suppress(KeyError):
        reason = INSTALL.format(_KINDS[reason])
    if not reason and not text.strip():
        reason = NO_TEXT
    return PageText(text, str(said.get("title", "")), reason)


_KINDS = {"needs:html": "HTML", "needs:pdf": "PDF"}
