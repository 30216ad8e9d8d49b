"""A study under way, shown on the main thread until it ends.

An interrupt is an event here, not an exception, as for a single answer (``views.screens.show``): nothing that
was paid for can be torn apart by it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import cast

from pplx_notebook.study.run import StudyRun
from pplx_notebook.study.shown import shown_study
from pplx_notebook.study.study import Study
from pplx_notebook.views.screens.interrupts import interrupts_as_event
from pplx_notebook.views.screens.view import ViewName
from pplx_notebook.views.study.screens import Nothing, StudyScreen, screen_of
from pplx_notebook.views.study.table import Counts

TICK_S = 0.05
FEW = 3  # rows, before anybody can tell how long the rest takes


def watch(
    run: StudyRun,
    study: Callable[[], Study],
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
    screen = Unharmed(partial(screen_of, cast("ViewName", view)) if progress else Nothing)
    with interrupts_as_event() as interrupted:
        screen.do(lambda shown: shown.start(counts_of(run), stop))
        while not over.is_set() and not interrupted.asked and not screen.stop_asked:
            (wait or over.wait)(TICK_S)
            screen.do(lambda shown: shown.draw(counts_of(run)))
        stopped = not over.is_set()
        if stopped:
            stop()
            with suppress(KeyboardInterrupt):  # another one, some seconds later: nobody waits any longer
                over.wait(run.asking.grace_s)
        interrupted.taken = True
        ended = study()
        at_end(ended)
        screen.do(lambda shown: shown.end(shown_study(ended.totals, ended.__getitem__)))
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


def counts_of(run: StudyRun) -> Counts:
    """Where a run stands; from any thread."""
    waiting = min(run.asking.waiting(), run.running)
    running = run.running - waiting
    total, elapsed = len(run.plan.rows), time.monotonic() - run.began_s
    asked = run.done + run.failed - run.known
    left = total - run.done - run.failed
    return Counts(
        total=total,
        done=run.done,
        running=running,
        waiting=max(0, left - running),
        failed=run.failed,
        known=run.known,
        cost_usd=run.budget.cost_usd,
        elapsed_s=elapsed,
        left_s=elapsed * left / asked if asked >= FEW else None,
        note=run.reason or run.failures.message,
    )
