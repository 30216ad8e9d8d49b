"""Answers read back from a saved notebook: nothing is executed, and nothing in it is believed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import MIME, from_saved


def answers_in_notebook(path: str | Path) -> Iterator[tuple[int, Answer]]:
    """(cell number from 1, answer) for every answer saved in a notebook; nothing is executed.

    OSError when the file cannot be read, ValueError when it is not a notebook; a damaged answer is passed
    over with a warning that names its cell.
    """
    try:
        cells = part(msgspec.json.decode(Path(path).read_bytes()), "cells")
    except (msgspec.DecodeError, RecursionError):
        cells = None
    if not isinstance(cells, list):
        raise ValueError(f"{path} is not a notebook: expected JSON with cells.")
    for number, cell in enumerate(cells, 1):
        outputs = part(cell, "outputs")
        for output in outputs if isinstance(outputs, list) else ():
            saved = part(part(output, "data"), MIME)
            if saved is None:
                continue
            try:
                yield number, from_saved(saved)
            except ValueError as error:
                warnings.warn(f"cell {number}: {error}", stacklevel=2)


def part(value: Any, name: str) -> Any:
    """``value[name]``, None where anybody's file holds something else in its place."""
    return value.get(name) if isinstance(value, dict) else None
