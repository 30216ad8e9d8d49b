"""One row of a study that has ended, and what all rows come to: values."""

from __future__ import annotations

from typing import Literal

import msgspec

from pplx_notebook.protocol.answer import Answer, AnswerError

RowStatus = Literal["done", "failed", "not asked"]


class StudyRow(msgspec.Struct, frozen=True):
    """One question of a study: ``place`` from 0, the ``question`` as it was sent, its ``answer`` (None
    unless it is whole) or the ``error`` why there is none. ``partial`` is what had come of an answer that
    failed or was stopped."""

    place: int
    question: str
    answer: Answer | None = None
    error: AnswerError | None = None
    partial: Answer | None = None

    @property
    def status(self) -> RowStatus:
        """ "done", "failed" or "not asked" (the study ended before)."""
        if self.answer is not None:
            return "done"
        return "not asked" if self.error is not None and self.error.kind == "not_asked" else "failed"

    @property
    def text(self) -> str:
        """The answer's text, "" where there is none."""
        return self.answer.text if self.answer is not None else ""

    @property
    def cost_usd(self) -> float | None:
        """What it cost in US dollars, None where nobody said."""
        answer = self.answer or self.partial
        return answer.cost_usd if answer is not None else None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a study: how many rows there are, how many are ``done``, the places of those that
    ``failed``; what it has cost and taken; why it ended early, and what else the reader should know; of a
    ``private`` one no question is shown."""

    total: int
    done: int
    failed: tuple[int, ...] = ()
    cost_usd: float | None = None
    seconds: float = 0.0
    reason: str = ""
    notices: tuple[str, ...] = ()
    private: bool = False
