"""Answers read back from JSON lines: the ledger of a study, the export of a history, a study folder.

A line holds an answer as notebooks save it, by itself or as ``saved``; any other line is none of ours.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pplx_notebook.library.notebooks import part
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.saved import from_saved


def answers_in_lines(path: str | Path) -> Iterator[Answer]:
    """Each answer in the order of its line. OSError when the file cannot be read, ValueError when no line
    holds an answer; a damaged one is passed over with a warning that names its line."""
    found = False
    for number, line in enumerate(Path(path).read_bytes().splitlines(), 1):
        saved = _saved(line)
        if saved is None:
            continue
        found = True
        try:
            yield from_saved(saved)
        except ValueError as error:
            warnings.warn(f"line {number}: {error}", stacklevel=2)
    if not found:
        raise ValueError(f"{path} holds no answers: expected JSON lines of a study or a history.")


def _saved(line: bytes) -> Any:
    try:
        value = read_json(line)
    except UnreadableJSONError:
        return None
    saved = part(value, "saved") or value
    return saved if part(saved, "answer") is not None else None
