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
    """(cell number from 1, answer) for every answer saved in a notebook, each once; nothing is executed.

    An answer that was shown again stands in several cells: it is given for the one it was asked in, where
    that is known, else for the first. Of copies the most whole one counts: a page that was reloaded midway
    keeps a beginning.

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
    kept: dict[Any, tuple[int, Answer]] = {}
    for number, count, answer in _saved(cells):
        asking = _asking(answer)
        before = kept.get(asking)
        if before is None:
            kept[asking] = (number, answer)
            continue
        at_home = count is not None and answer.asked is not None and answer.asked.execution_count == count
        whole = answer if _wholeness(answer) > _wholeness(before[1]) else before[1]
        kept[asking] = (number if at_home else before[0], whole)
    yield from sorted(kept.values(), key=lambda each: each[0])


def _asking(answer: Answer) -> Any:
    """What copies of one answer share and no other answer has: when and where it was asked, else its id
    (which some servers use twice) and question, else all it says."""
    asked = answer.asked
    if asked is not None and asked.at:
        return asked.at, asked.host, asked.execution_count, answer.prompt
    return (answer.id, answer.prompt) if answer.id else answer


def _wholeness(answer: Answer) -> tuple[bool, int]:
    """How much of an answer a copy has."""
    return answer.status == "done", len(answer.text)


def _saved(cells: list[Any]) -> Iterator[tuple[int, Any, Answer]]:
    """(cell number, its In [n], answer) of every output."""
    for number, cell in enumerate(cells, 1):
        outputs = part(cell, "outputs")
        for output in outputs if isinstance(outputs, list) else ():
            saved = part(part(output, "data"), MIME)
            if saved is None:
                continue
            try:
                yield number, part(cell, "execution_count"), from_saved(saved)
            except ValueError as error:
                warnings.warn(f"cell {number}: {error}", stacklevel=3)


def part(value: Any, name: str) -> Any:
    """``value[name]``, None where anybody's file holds something else in its place."""
    return value.get(name) if isinstance(value, dict) else None
