"""Agent API runs that can be polled, rejoined and cancelled: ``GET /v1/responses/{id}`` and friends.

A run needs no task of its own: each event is due a known time after the start, so what has "happened" by
now follows from the clock. A reader who comes back with ``starting_after`` gets the events after that
number, the past ones at once, the others when they are due.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.dialects.responses import Run, numbered
from pplx_notebook.demo.engine.pacing import Piece

_KEPT_RUNS = 64
_QUEUED_S = 0.2


class LiveRun:
    """A run and its clock, in seconds of ``time.monotonic``."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._started = time.monotonic()
        self._cancelled = False

    @property
    def status(self) -> str:
        """The state the API would report now."""
        if self._cancelled:
            return "cancelled"
        elapsed = time.monotonic() - self._started
        if elapsed >= self.run.duration_s:
            return self.run.ending
        return "queued" if elapsed < _QUEUED_S * self.run.pace else "in_progress"

    def cancel(self) -> None:
        """Ends the run unless it has ended; readers get ``response.cancelled`` as their last event."""
        self._cancelled = self._cancelled or self.status in ("queued", "in_progress")

    def snapshot(self) -> dict[str, Any]:
        """The response object as it is now."""
        return self.run.snapshot(self.status)

    def steps(self, after: int = -1) -> Iterator[Piece]:
        """The events with numbers above ``after``, each with the pause that is left until it is due."""
        due_s = self._started
        for step in self.run.steps():
            due_s += step.pause_s * self.run.pace
            if step.sequence <= after:
                continue
            if self._cancelled:
                yield numbered({"type": "response.cancelled", "response": self.snapshot()}, step.sequence)
                return
            yield msgspec.structs.replace(step, pause_s=max(0.0, due_s - time.monotonic()))


class Runs:
    """The last runs by id; older ones are forgotten, as the API forgets after its retention time."""

    def __init__(self) -> None:
        self._runs: dict[str, LiveRun] = {}

    def add(self, run: LiveRun) -> None:
        """Keeps a run; the oldest goes when there are too many."""
        self._runs[run.run.id] = run
        if len(self._runs) > _KEPT_RUNS:
            del self._runs[next(iter(self._runs))]

    def get(self, name: str) -> LiveRun | None:
        """The run with this id, None when there is none."""
        return self._runs.get(name)
