"""A table of pandas or polars as compact Markdown: its first rows, as many as fit.

Rules of this file: neither library is imported, the table brings its own; at most ``MOST_ROWS`` rows,
``MOST_COLUMNS`` columns, ``MOST_IN_A_CELL`` characters of a cell and ``MOST_BYTES`` in all; what is left out
is said in one line, in the question, where the model must know it, and to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.prompts.shown import is_missing, size_said

MOST_ROWS = 50
MOST_COLUMNS = 20
MOST_IN_A_CELL = 200
MOST_BYTES = 12_000

Rows = Iterable[Sequence[Any]]


def table_text(name: str, value: Any) -> tuple[str, tuple[str, ...]] | None:
    """The table's text and what to say of it; None for a value of these libraries that is no table."""
    if type(value).__name__ == "LazyFrame":
        raise UsageProblem(f"{{{{{printable(name)}}}}} is a table not computed yet: {name}.collect() does.")
    read = _read(value)
    if read is None:
        return None
    columns, count, rows = read
    if not columns:
        raise UsageProblem(f"{{{{{printable(name)}}}}} is a table without columns.")
    lines, size = [], 0
    head = [_line(columns[:MOST_COLUMNS]), "|" + " --- |" * len(columns[:MOST_COLUMNS])]
    size = sum(len(line.encode()) + 1 for line in head)
    for row in islice(rows, MOST_ROWS):
        line = _line(row[:MOST_COLUMNS])
        size += len(line.encode()) + 1
        if size > MOST_BYTES:
            break
        lines.append(line)
    left_out = _left_out(len(lines), count, len(columns))
    text = "\n".join([*head, *lines])
    shown = f"{left_out}, {size_said(len(text.encode()))}"
    is_whole = len(lines) == count and len(columns) <= MOST_COLUMNS
    note = f"{{{{{printable(name)}}}}}: {shown}"
    return (text if is_whole else f"{text}\n({left_out})"), (note,)


def _left_out(shown: int, count: int, columns: int) -> str:
    """ "the first 50 of 1,200 rows, the first 20 of 31 columns"."""
    rows = f"{count:,} row{'s' * (count != 1)}"
    wide = f"{columns} column{'s' * (columns != 1)}"
    rows = rows if shown == count else f"the first {shown:,} of {rows}"
    return f"{rows}, {wide if columns <= MOST_COLUMNS else f'the first {MOST_COLUMNS} of {wide}'}"


def _read(value: Any) -> tuple[list[str], int, Iterator[Sequence[Any]]] | None:
    """Column names, the number of rows, and the rows; None for what is no table."""
    library, kind = type(value).__module__.partition(".")[0], type(value).__name__
    if kind == "Series":
        value = value.to_frame(value.name or "value")
    elif kind != "DataFrame":
        return None
    if library == "polars":
        return list(map(str, value.columns)), value.height, value.iter_rows()
    named = value.index.names != [None] or not _is_counted(value.index)
    columns = [_column(column) for column in value.columns]
    if named:
        columns = [" / ".join(str(name or "") for name in value.index.names).strip() or "index", *columns]
    return columns, len(value), (tuple(row)[0 if named else 1 :] for row in value.itertuples(name=None))


def _is_counted(index: Any) -> bool:
    """Whether rows are only counted: that column says nothing."""
    return type(index).__name__ == "RangeIndex"


def _column(name: Any) -> str:
    return " / ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _line(cells: Iterable[Any]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: Any) -> str:
    if is_missing(value):
        return ""
    text = " ".join(f"{value:.6g}".split() if isinstance(value, float) else str(value).split())
    text = text if len(text) <= MOST_IN_A_CELL else text[: MOST_IN_A_CELL - 1] + "…"
    return text.replace("|", "\\|")
