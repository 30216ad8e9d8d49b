"""A ledger that is the history: the answers a study of this name has there are not asked for again.

Rules of this file: what this run is answered is written by the history as it comes, as every question is
(``library.store.writer``, at most 0.5 s behind); here it is kept in memory beside what was there before. Of a
question that is there twice each answer counts once, oldest first.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store import database, faults, place, queries, writers
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.study.ledger import Ledger, Name

OFF = (
    "resume=True takes answers from the history, which is off: %config Pplx.history = True, or history=True."
)


class StoredLedger(Ledger):
    """The answers of the study ``study`` in the history at ``path``, and those that come now."""

    def __init__(self, path: Path, study: str) -> None:
        super().__init__()
        if not place.may_keep():
            raise UsageProblem(f"{place.NEVER_HERE}: resume=True needs one.")
        writers.flush(path)  # what was answered just now
        try:
            self._db, _ = database.open_store(path)
            ends = queries.of_study(self._db, study)
        except (sqlite3.Error, faults.StoreFault) as problem:
            why = faults.fault_of(problem).why
            raise UsageProblem(f"the history {place.shown(path)} cannot be read: {why}.") from None
        self._stored: dict[Name, int] = {}
        counts: dict[str, int] = {}
        for end in ends:
            self.spent_usd += end.cost_usd or 0.0
            if end.question and end.status == "done":
                count = counts.get(end.question, 0)
                counts[end.question] = count + 1
                self._stored[end.question, count] = end.id

    def __contains__(self, name: Name) -> bool:
        return name in self._stored or super().__contains__(name)

    def __len__(self) -> int:
        return len(self._stored) + super().__len__()

    def answer(self, name: Name) -> Answer:
        """The answer of a question that has one."""
        number = self._stored.get(name)
        kept = queries.numbered(self._db, number) if number is not None else None
        if number is not None and kept is None:
            raise UsageProblem(f"answer {number} has been taken out of the history meanwhile.")
        return kept.answer if kept is not None else super().answer(name)
