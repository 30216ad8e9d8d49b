"""The cells of a saved notebook as values: what was written, run and printed. Nothing is executed, nothing in
it is believed: whatever stands in the place of a text is no text."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from pplx_notebook.document.clean import clean
from pplx_notebook.library.notebooks import cells_in, part
from pplx_notebook.protocol.saved import MIME

MOST_LINES = 200  # of what a cell printed
_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_PICTURES = {"image/png": (".png", b"\x89PNG\r\n\x1a\n"), "image/jpeg": (".jpg", b"\xff\xd8\xff")}


class CellPicture(msgspec.Struct, frozen=True):
    """A picture of an output: its bytes, and ".png" or ".jpg"."""

    data: bytes
    ending: str


class NotebookCell(msgspec.Struct, frozen=True):
    """One cell, counted from 1: its ``kind``, what stands in it, and what came of it but for our answers."""

    number: int
    kind: Literal["markdown", "code", "other"]
    source: str
    outputs: tuple[str | CellPicture, ...] = ()


def notebook_cells(path: str | Path) -> Iterator[NotebookCell]:
    """Every cell in order; OSError, ValueError as ``answers_in_notebook``."""
    for number, cell in enumerate(cells_in(path), 1):
        kind = part(cell, "cell_type")
        outputs = part(cell, "outputs")
        found = (_shown(output) for output in outputs) if isinstance(outputs, list) else ()
        yield NotebookCell(
            number,
            kind if kind in ("markdown", "code") else "other",
            clean(text_of(part(cell, "source"))),
            tuple(output for output in found if output),
        )


def text_of(value: Any) -> str:
    """A text as notebooks have it: one, or its lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _shown(output: Any) -> str | CellPicture | None:
    """What a reader sees of an output: its picture, else its text; None for an answer of ours."""
    data = part(output, "data")
    if part(data, MIME) is not None:
        return None
    for kind, (ending, beginning) in _PICTURES.items():
        picture = _bytes(text_of(part(data, kind)))
        if picture.startswith(beginning):
            return CellPicture(picture, ending)
    name = part(output, "ename")
    if isinstance(name, str):
        return _printed(f"{name}: {text_of(part(output, 'evalue'))}")
    return _printed(text_of(part(output, "text")) or text_of(part(data, "text/plain")))


def _printed(text: str) -> str:
    """Text as it was shown, without colours; what is very long is its beginning."""
    lines = clean(_COLOURS.sub("", text)).rstrip().split("\n")
    left = len(lines) - MOST_LINES
    return "\n".join(lines[:MOST_LINES] + ([f"… ({left:,} more lines)"] if left > 0 else []))


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text)
    except (Error, ValueError):
        return b""
