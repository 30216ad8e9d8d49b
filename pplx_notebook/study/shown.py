"""A study that has ended, as what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pplx_notebook.document.sources.snippet import words_of
from pplx_notebook.study.row import StudyRow, Totals
from pplx_notebook.views.study.bundle import study_bundle
from pplx_notebook.views.study.table import FOLDED_ROWS, OPEN_ROWS, ShownRow, ShownStudy, facts, shown_row

MOST_TROUBLES = 20
PRIVATE = "(private)"
BEGINNING = 1_000  # characters of an answer, for its first words


def shown_study(totals: Totals, row_at: Callable[[int], StudyRow]) -> ShownStudy:
    """Its counts, its first rows, and the first of those that failed."""
    many = min(totals.total, OPEN_ROWS + FOLDED_ROWS)
    shown = partial(as_shown, private=totals.private)
    rows = [shown(row_at(place)) for place in range(many)]
    failed = len(totals.failed)
    not_asked = totals.total - totals.done - failed
    return ShownStudy(
        facts=facts(totals.total, totals.done, failed, not_asked, totals.cost_usd, totals.seconds),
        reason=totals.reason,
        notices=totals.notices,
        rows=tuple(rows),
        troubles=tuple(shown(row_at(place)) for place in totals.failed[:MOST_TROUBLES]),
        failed=failed,
        more=totals.total - many,
        costly=any(row.cost for row in rows),
    )


def as_shown(row: StudyRow, *, private: bool = False) -> ShownRow:
    """A row: the beginning of its answer, or why there is none; what was asked in private is not shown."""
    said = row.error.message if row.error is not None else words_of(row.text[:BEGINNING])
    return shown_row(row.place + 1, PRIVATE if private else row.question, row.status, said, row.cost_usd)


def study_faces(totals: Totals, row_at: Callable[[int], StudyRow]) -> dict[str, Any]:
    """The faces of a study."""
    return study_bundle(shown_study(totals, row_at))
