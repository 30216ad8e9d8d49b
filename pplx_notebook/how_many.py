"""How many questions are asked: every option of a study once, as a field of one value, checked when it is
made."""

from __future__ import annotations

import math
import os
from typing import Any, Literal

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.ranges import check_count

MOST_ACTIVE = 1_000
LONGEST_NAME = 60  # characters
OnError = Literal["keep", "raise"]


class HowMany(msgspec.Struct, frozen=True, kw_only=True):
    """How many questions are asked. Everything may be left out; what else is given, by the names below, is
    how each question is asked.

    template: what is asked of each row of a DataFrame: "What is {{name}}?", its columns by name. A row with
        several values may also be a dict; a row that is a plain text is {{item}}.
    max_active: how many may be under way at once, 1 to 1000. Default: 10, an executor's workers, or what the
        server's tier allows if that is less.
    requests_per_minute: in place of the tier's; never more than so many in any 60 s.
    max_cost_usd: US dollars for the whole study, what its ledger holds included. A question is not sent when
        what was spent, and for each one under way and this one what the dearest has cost, would go beyond.
        Default: what the session may cost (the client's max_cost_usd), if that has a limit.
    resume: a file that keeps each answer from the moment it is whole, and is made if it is not there.
        Questions that it holds are not asked again, whether the study was stopped, its kernel died or its
        questions changed. True: the history is that file, for the study of this name (or template).
    name: what the study is called in the history and among the costs. Default: its file's name, or what is
        asked and when.
    on_error: "keep": a question that failed is a row with its error; "raise": the first one ends the study
        and is raised (``error.study`` has the rest). Default: keep. Five equal failures in a row end it
        either way.
    executor: a concurrent.futures.Executor or a dask.distributed.Client whose workers ask. Default: this
    process.
    progress: False shows nothing while it runs. Default: True.
    """

    template: str | None = None
    max_active: int | None = None
    requests_per_minute: int | None = None
    max_cost_usd: float | None = None
    resume: str | os.PathLike[str] | bool | None = None
    name: str | None = None
    on_error: OnError = "keep"
    executor: Any = None
    progress: bool = True

    def __post_init__(self) -> None:
        """Types and ranges, each mistake in one sentence."""
        if self.on_error not in ("keep", "raise"):
            raise UsageProblem("on_error takes keep or raise.")
        if not isinstance(self.progress, bool):
            raise UsageProblem("progress must be True or False.")
        if self.template is not None and not isinstance(self.template, str):
            raise UsageProblem("template must be text.")
        if self.resume is not None and not isinstance(self.resume, str | os.PathLike | bool):
            raise UsageProblem("resume takes the path of a file, or True for the history.")
        if self.name is not None and not _is_name(self.name):
            raise UsageProblem(f"a study's name is a word or a few, at most {LONGEST_NAME} characters.")
        if self.max_active is not None:
            check_count("max_active", self.max_active, 1, MOST_ACTIVE)
        if self.max_cost_usd is not None and not _is_money(self.max_cost_usd):
            raise UsageProblem("max_cost_usd must be a positive number of US dollars.")


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(name.strip()) and name.isprintable() and len(name) <= LONGEST_NAME


def _is_money(value: object) -> bool:
    """A positive number; infinity is no limit."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value) and value > 0
    )
