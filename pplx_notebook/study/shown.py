"""A study shown: its counts on the main thread while it runs, its table at the end.

An interrupt is an event here, not an exception, as for a single answer (``views.screens.show``): nothing that
was paid for can be torn apart by it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from pplx_notebook.document.sources.snippet import words_of
from pplx_notebook.views.screens.interrupts import interrupts_as_event
from pplx_notebook.views.screens.view import ViewName
from pplx_notebook.views.study.bundle import study_bundle
from pplx_notebook.views.study.screens import Nothing, StudyScreen, screen_of
from pplx_notebook.views.study.table import (
    FOLDED_ROWS,
    OPEN_ROWS,
    Counts,
    ShownRow,
    ShownStudy,
    facts,
    shown_row,
)

if TYPE_CHECKING:
    from pplx_notebook.study.ask_many import Asked
    from pplx_notebook.study.run import Run
    from pplx_notebook.study.study import Study, StudyRow

TICK_S = 0.05
GRACE_S = 2.0  # for what is stopped to say its last word
MOST_TROUBLES = 20
BEGINNING = 1_000  # characters of an answer, for its first words
FEW = 3  # rows, before anybody can tell how long the rest takes


def watch(
    asked: Asked,
    over: threading.Event,
    stop: Callable[[], None],
    *,
    progress: bool,
    at_end: Callable[[Study], object],
    wait: Callable[[float], None] | None = None,
    view: str = "auto",
) -> bool:
    """Show a run until it is over; True when the reader stopped it. ``at_end`` gets the study before its
    end is shown; what made the display fail is raised after that."""
    run = asked.run
    screen = Unharmed(partial(screen_of, cast("ViewName", view)) if progress else Nothing)
    with interrupts_as_event() as interrupted:
        screen.do(lambda shown: shown.start(counts_of(run), stop))
        while not over.is_set() and not interrupted.asked and not screen.stop_asked:
            (wait or over.wait)(TICK_S)
            screen.do(lambda shown: shown.draw(counts_of(run)))
        stopped = not over.is_set()
        if stopped:
            stop()
            over.wait(GRACE_S)
        interrupted.taken = True
        at_end(asked.study)
        screen.do(lambda shown: shown.end(shown_study(asked.study)))
    if screen.failed is not None:
        raise screen.failed
    return stopped


class Unharmed:
    """A screen that may fail without the study: it is not drawn any more, and what went wrong comes out at
    the end."""

    def __init__(self, made: Callable[[], StudyScreen]) -> None:
        self.shown: StudyScreen | None = None
        self.failed: Exception | None = None
        try:
            self.shown = made()
        except Exception as error:  # whatever it is, it is raised at the end
            self.failed = error

    @property
    def stop_asked(self) -> bool:
        """True once the reader pressed the screen's own Stop."""
        return self.shown is not None and self.shown.stop_asked

    def do(self, what: Callable[[StudyScreen], object]) -> None:
        """Let the screen do something, if it still can."""
        if self.shown is not None and self.failed is None:
            try:
                what(self.shown)
            except Exception as error:
                self.failed = error


def counts_of(run: Run) -> Counts:
    """Where a run stands; from any thread."""
    waiting = min(run.asking.waiting(), run.running)
    running = run.running - waiting
    total, elapsed = len(run.plan.rows), time.monotonic() - run.began_s
    asked = run.done + run.failed - run.known
    left = total - run.done - run.failed
    spent = run.budget.spent_usd
    return Counts(
        total=total,
        done=run.done,
        running=running,
        waiting=max(0, left - running),
        failed=run.failed,
        known=run.known,
        cost_usd=spent if spent or run.budget.dearest_usd else None,
        elapsed_s=elapsed,
        left_s=elapsed * left / asked if asked >= FEW else None,
        note=run.reason or run.failures.message,
    )


def shown_study(study: Study) -> ShownStudy:
    """What is shown of a study that has ended."""
    shown = [as_shown(row) for row in islice(study, OPEN_ROWS + FOLDED_ROWS)]
    failed = [
        place for place, error in enumerate(study.errors) if error is not None and error.kind != "not_asked"
    ]
    troubles = [as_shown(study[place]) for place in failed[:MOST_TROUBLES]]
    return ShownStudy(
        facts=facts(len(study), study.done, study.failed, study.not_asked, study.cost_usd, study.seconds),
        reason=study.reason,
        notices=study.notices,
        rows=tuple(shown),
        troubles=tuple(troubles),
        failed=len(failed),
        more=len(study) - len(shown),
        costly=any(row.cost for row in shown),
    )


def as_shown(row: StudyRow) -> ShownRow:
    """A row: the beginning of its answer, or why there is none."""
    said = (
        words_of(row.text[:BEGINNING])
        if row.answer is not None
        else row.error.message
        if row.error is not None
        else ""
    )
    return shown_row(row.place + 1, row.question, row.status, said, row.cost_usd)


def finished_bundle(study: Study) -> dict[str, Any]:
    """The faces of a study."""
    return study_bundle(shown_study(study))
