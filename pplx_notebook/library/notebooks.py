"""Answers read back from a saved notebook: nothing is executed, and nothing in it is believed."""

from __future__ import annotations

import warnings
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.saved import MIME, from_saved


def answers_in_notebook(path: str | Path) -> Iterator[tuple[int, Answer]]:
    """(cell number from 1, answer) for every answer saved in a notebook; nothing is executed.

    OSError when the file cannot be read, ValueError when it is not a notebook; a damaged answer is passed
    over with a warning that names its cell. What other programs write beside our answers does no harm: a
    byte order mark, ``NaN``, numbers beyond any float, halves of surrogate pairs.
    """
    try:
        cells = part(read_json(Path(path).read_bytes().removeprefix(BOM_UTF8)), "cells")
    except UnreadableJSONError:
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
