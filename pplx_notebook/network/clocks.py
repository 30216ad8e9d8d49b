"""Our clocks: what may take how long before we say so.

========== ======= ==========================================================================
connect      5 s   until the connection stands, TLS included (httpx enforces it)
idle        60 s   between any two reads; any byte resets it (our sockets enforce it)
first      120 s   until the first text, reasoning or search; comments do not reset it
gap        300 s   between two changes of the answer; comments do not reset it
settle     1.5 s   between the answer's end (finish_reason) and its last metadata
total      900 s   the whole question, retries included, so that an endless stream ends
========== ======= ==========================================================================

``call.py`` has longer ones for answers that are not streamed, deep research and background runs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

SETTLE_S = 1.5


@dataclass(frozen=True)
class TimeLimits:
    """The clocks of one question, in seconds; ``float("inf")`` switches one off."""

    connect_s: float = 5.0
    idle_s: float = 60.0
    first_s: float = 120.0
    gap_s: float = 300.0
    total_s: float = 900.0


class Clock:
    """Cancels the current task when its deadline passes. Moving the deadline later costs nothing.

    A timer that fires early only re-arms itself, so an event that moves the deadline is one assignment.
    ``expired`` tells the cancellation of this clock from anybody else's.
    """

    def __init__(self) -> None:
        self.expired = ""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._deadline = float("inf")
        self._name = ""
        self._timer: asyncio.TimerHandle | None = None

    def set(self, name: str, seconds: float) -> None:
        """The deadline is ``seconds`` from now and called ``name``."""
        self._name, self._deadline = name, self._loop.time() + seconds
        if seconds != float("inf") and (self._timer is None or self._timer.when() > self._deadline):
            self.stop()
            self._timer = self._loop.call_at(self._deadline, self._check)

    @property
    def left_s(self) -> float:
        """Seconds until the deadline."""
        return self._deadline - self._loop.time()

    def stop(self) -> None:
        """No deadline any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _check(self) -> None:
        self._timer = None
        if self._loop.time() < self._deadline:
            self.set(self._name, self._deadline - self._loop.time())
        elif self._task is not None:
            self.expired = self._name
            self._task.cancel()
