"""The writers of this process, one a file; a forked child begins its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pplx_notebook.library.store.writer import StoreWriter
from pplx_notebook.processes import IN_BROWSER

_writers: dict[Path, StoreWriter] = {}
_inherited: list[StoreWriter] = []  # of a parent process: to let one go would close its file
_lock = threading.Lock()


def writer_of(path: Path) -> StoreWriter:
    """The one that writes this file."""
    with _lock:
        if path not in _writers:
            _writers[path] = _made(path)
        return _writers[path]


def flush(path: Path | None = None, seconds: float = 2.0) -> None:
    """Wait until what is over is written, of one file or of all, at most so long."""
    if IN_BROWSER and path is not None:  # what the browser keeps is nowhere else until it was brought in
        writer_of(path)
    with _lock:
        writers = [writer for place, writer in _writers.items() if path is None or place == path]
    for writer in writers:
        writer.flush(seconds)


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Inside, a file is changed by somebody else than its writer."""
    with writer_of(path).changing():
        yield


def _made(path: Path) -> StoreWriter:
    if IN_BROWSER:
        from pplx_notebook.library.page_writer import PageWriter

        return PageWriter(path)
    return StoreWriter(path)


def problem_of(path: Path) -> str:
    """Why nothing is kept there at the moment, "" where all is well."""
    with _lock:
        writer = _writers.get(path)
    return writer.problem if writer is not None else ""


def _forked() -> None:
    global _lock
    _lock = threading.Lock()
    _inherited.extend(_writers.values())
    _writers.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
