"""A study as a DataFrame: the questions' own columns and index stay, ours stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pplx_notebook.errors import UsageProblem
from pplx_notebook.processes import IN_BROWSER
from pplx_notebook.study.plan import rows_of
from pplx_notebook.study.row import StudyRow

NEEDS_PANDAS = "to_pandas needs pandas: pip install pandas."
NO_PANDAS_HERE = "to_pandas needs pandas, which this page's Python does not have: a loop has the same rows."


def frame_of(rows: Sequence[StudyRow], frame: Any = None) -> Any:
    """The DataFrame; of another frame, and of records, the columns as pandas has them. A column of ours whose
    name is taken is called ``answer_2``."""
    try:
        import pandas as pd
    except ImportError:
        raise UsageProblem(NO_PANDAS_HERE if IN_BROWSER else NEEDS_PANDAS) from None
    if frame is None:
        own = pd.DataFrame(index=range(len(rows)))
    elif isinstance(frame, pd.DataFrame):
        own = frame.copy()
    else:
        own = pd.DataFrame(rows_of(frame))
    values = [_columns(row) for row in rows]
    taken = {str(name) for name in own.columns}
    formed = any(row["parsed"] is not None for row in values)
    for name in (*COLUMNS, *(("parsed",) if formed else ())):
        own[_free(name, taken)] = pd.Series(
            [row[name] for row in values], index=own.index, dtype=_dtype(name)
        )
    return own


COLUMNS = ("question", "answer", "status", "error", "model", "cost_usd", "sources", "asked_at")


def _columns(row: StudyRow) -> dict[str, Any]:
    answer = row.answer or row.partial
    return {
        "question": row.question,
        "answer": row.text or None,
        "status": row.status,
        "error": row.error.message if row.error is not None else None,
        "model": answer.model if answer is not None else None,
        "cost_usd": row.cost_usd,
        "parsed": row.answer.parsed if row.answer is not None else None,
        "sources": [citation.url for citation in row.answer.citations] if row.answer is not None else [],
        "asked_at": answer.asked.at if answer is not None and answer.asked is not None else None,
    }


def _dtype(name: str) -> str:
    return "float64" if name == "cost_usd" else "object"


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of ``name_2``, ``name_3`` … that is not taken."""
    chosen, n = name, 1
    while chosen in taken:
        n += 1
        chosen = f"{name}_{n}"
    taken.add(chosen)
    return chosen
