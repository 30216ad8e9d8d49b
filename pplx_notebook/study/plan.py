"""What a study asks: one row a question, in the order given, none left out.

Rules of this file: nothing is asked here and no question is changed; what cannot be asked (no text, a missing
value) is a row all the same, with its reason; ``{{column}}`` means the row's own value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.study.template import ITEM, MissingValue, fill

Fill = Callable[[str, Mapping[str, Any]], str]
"""A template and a row's values become a question; raises ``MissingValue`` where the row has none."""


class Planned(msgspec.Struct, frozen=True):
    """One row: the ``question`` as it will be sent, or the ``problem`` why it will not be."""

    question: str
    problem: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All rows; ``frame`` is the DataFrame they came from, if they came from one."""

    rows: tuple[Planned, ...]
    frame: Any = None


def planned(questions: Any, template: str | None = None, filled: Fill = fill) -> Plan:
    """The plan of a list of texts, or of rows (a DataFrame of pandas or polars, an Arrow table, a list of
    dicts) with a template. UsageProblem where it is neither."""
    if isinstance(questions, str | bytes | Mapping):
        raise UsageProblem("questions must be a list of texts, or a DataFrame with template=…")
    frame = questions if hasattr(questions, "columns") or hasattr(questions, "column_names") else None
    if frame is not None and template is None:
        raise UsageProblem('a DataFrame needs a template, for example template="What is {{name}}?"')
    rows = _rows(questions)
    if template is None:
        return Plan(tuple(_of_text(row) for row in rows))
    if not isinstance(template, str):
        raise UsageProblem("template must be text.")
    return Plan(tuple(_of_row(template, row, filled) for row in rows), frame)


def _rows(questions: Any) -> list[Any]:
    """The rows of whatever has rows: Arrow tables and frames as dicts, everything else as it is."""
    if hasattr(questions, "to_pylist"):  # pyarrow
        return list(questions.to_pylist())
    if hasattr(questions, "iter_rows"):  # polars
        return list(questions.iter_rows(named=True))
    if hasattr(questions, "columns") and hasattr(questions, "itertuples"):  # pandas, whatever its columns' names
        names = [str(name) for name in questions.columns]
        return [dict(zip(names, row, strict=True)) for row in questions.itertuples(index=False, name=None)]
    if not isinstance(questions, Iterable):
        raise UsageProblem("questions must be a list of texts, or a DataFrame with template=…")
    return list(questions)


def _of_text(text: Any) -> Planned:
    if isinstance(text, Mapping):
        raise UsageProblem('rows with columns need a template, for example template="What is {{name}}?"')
    if not isinstance(text, str):
        return Planned("" if is_missing(text) else str(text), "the question must be text.")
    return Planned(text, "" if text.strip() else "the question is empty.")


def _of_row(template: str, row: Any, filled: Fill) -> Planned:
    values = row if isinstance(row, Mapping) else {ITEM: row}
    values = {str(name): value for name, value in values.items()}
    try:
        return _of_text(filled(template, {name: None if is_missing(v) else v for name, v in values.items()}))
    except MissingValue as missing:
        return Planned(template, str(missing))


def is_missing(value: Any) -> bool:
    """None, NaN, and what pandas calls NA or NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)
