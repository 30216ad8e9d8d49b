"""What a study asks: one row a question, in the order given, none left out.

Rules of this file: nothing is asked here and no question is changed; what cannot be asked (no text, a
missing value) is a row all the same, with its reason; ``{{column}}`` is the row's own value, and only where
there is no such column a variable's (``prompts.template``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.prompts.template import fields, filled, hidden

ITEM = "item"  # what a row is called that has no columns
NEEDED = 'rows with columns need a template, for example template="What is {{name}}?"'
NEITHER = "questions must be a list of texts, or a DataFrame with template=…"
_NOTHING: Mapping[str, Any] = {}


class Planned(msgspec.Struct, frozen=True):
    """One row: the ``question`` as it will be sent, or the ``problem`` why it will not be."""

    question: str
    problem: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All rows; ``frame`` is the DataFrame they came from, or the records; None for texts. ``notes`` are for
    the reader."""

    rows: tuple[Planned, ...]
    frame: Any = None
    notes: tuple[str, ...] = ()


class Variables(msgspec.Struct, frozen=True):
    """What else than a column a field may mean: variables by name, and of which names not, with the
    reason."""

    known: Mapping[str, Any] = _NOTHING
    unclear: Mapping[str, str] = _NOTHING


def planned(questions: Any, template: str | None = None, variables: Variables = Variables()) -> Plan:  # noqa: B008  # frozen
    """The plan of a list of texts, or of rows (a DataFrame of pandas or polars, an Arrow table, a list of
    dicts) with a template. UsageProblem where it is neither."""
    if isinstance(questions, str | bytes | Mapping):
        raise UsageProblem(NEITHER)
    rows = rows_of(questions)
    frame = frame_of_rows(questions, rows)
    if template is None:
        if frame is not None:
            raise UsageProblem(NEEDED)
        return Plan(tuple(_of_text(row) for row in rows))
    cells = [_cells(row) for row in rows]
    for row in cells[:1]:  # what is wrong with the template itself is wrong with every row
        filled(template, variables.known, dict.fromkeys(row, "x"), variables.unclear)
    notes = dict.fromkeys(note for row in cells[:1] if (note := hidden(template, variables.known, row)))
    return Plan(tuple(_of_row(template, row, variables, notes) for row in cells), frame, tuple(notes))


def frame_of_rows(questions: Any, rows: list[Any]) -> Any:
    """What has columns of its own: the frame itself, or the records; None for texts."""
    if hasattr(questions, "columns") or hasattr(questions, "column_names"):
        return questions
    return rows if rows and all(isinstance(row, Mapping) for row in rows) else None


def rows_of(questions: Any) -> list[Any]:
    """The rows of whatever has rows: Arrow tables and frames as dicts, everything else as it is."""
    if hasattr(questions, "to_pylist"):  # pyarrow
        return list(questions.to_pylist())
    if hasattr(questions, "iter_rows"):  # polars
        return list(questions.iter_rows(named=True))
    if hasattr(questions, "columns") and hasattr(
        questions, "itertuples"
    ):  # pandas, whatever its columns' names
        names = [str(name) for name in questions.columns]
        return [dict(zip(names, row, strict=True)) for row in questions.itertuples(index=False, name=None)]
    if not isinstance(questions, Iterable):
        raise UsageProblem(NEITHER)
    return list(questions)


def _cells(row: Any) -> dict[str, Any]:
    """A row's values by column."""
    return {str(name): cell for name, cell in row.items()} if isinstance(row, Mapping) else {ITEM: row}


def _of_text(text: Any) -> Planned:
    if isinstance(text, Mapping):
        raise UsageProblem(NEEDED)
    if not isinstance(text, str):
        return Planned("" if is_missing(text) else str(text), "the question must be text.")
    return Planned(text, "" if text.strip() else "the question is empty.")


def _of_row(template: str, row: dict[str, Any], variables: Variables, notes: dict[str, None]) -> Planned:
    """A row's question; a value that is missing is no question to pay for."""
    for name in fields(template, row):
        if name in row and is_missing(row[name]):
            return Planned(template, f"{{{{{printable(name)}}}}} has no value in this row.")
    try:
        made = filled(template, variables.known, row, variables.unclear)
    except UsageProblem as problem:
        return Planned(template, str(problem))
    notes.update(dict.fromkeys(made.notes))
    return _of_text(made.text)


def is_missing(value: Any) -> bool:
    """None, NaN, and what pandas calls NA or NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)
