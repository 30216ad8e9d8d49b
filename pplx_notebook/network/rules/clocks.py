"""Our clocks: what may take how long before we say so.

========== ======= ==========================================================================
connect      5 s   until the connection stands, TLS included (our sockets enforce it)
idle        60 s   between any two reads; any byte resets it (our sockets enforce it)
first      120 s   until the first text, reasoning or search; comments do not reset it
gap        300 s   between two changes of the answer; comments do not reset it
settle       4 s   from the answer's last word (finish_reason) on, for the metadata behind it
total      900 s   the whole question, retries included, so that an endless stream ends
========== ======= ==========================================================================

``call.py`` has longer ones for answers that are not streamed, deep research and background runs.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable


class Deadline:
    """Calls ``passed`` when its time has come. Putting it off costs one assignment, not a timer.

    A timer that fires too early only arms itself again, so there is at most one per period.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, passed: Callable[[], None]) -> None:
        self._loop, self._passed = loop, passed
        self._period_s = math.inf
        self._at = math.inf
        self._timer: asyncio.Handle | None = None
        self._rings_at = math.inf  # of the timer; a browser's has no ``when()``

    @property
    def left_s(self) -> float:
        """Seconds until it passes."""
        return self._at - self._loop.time()

    def set(self, seconds: float) -> None:
        """It passes in ``seconds``; infinity is never."""
        self._period_s = seconds
        self.put_off()
        if seconds != math.inf and (self._timer is None or self._rings_at > self._at):
            self.stop()
            self._arm()

    def put_off(self) -> None:
        """The period begins again now."""
        self._at = self._loop.time() + self._period_s

    def stop(self) -> None:
        """It never passes."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _check(self) -> None:
        self._timer = None
        if self.left_s > 0:
            if self._at != math.inf:
                self._arm()
        else:
            self._passed()

    def _arm(self) -> None:
        # not ``call_at``: a browser's loop refuses a moment that has passed by the time it is asked
        self._timer, self._rings_at = self._loop.call_later(max(self.left_s, 0.0), self._check), self._at


class Clock:
    """Cancels the current task when its deadline passes; ``expired`` is then the deadline's name.

    So the cancellation of a clock can be told from anybody else's.
    """

    def __init__(self) -> None:
        self.expired = ""
        self._name = ""
        self._task = asyncio.current_task()
        self._deadline = Deadline(asyncio.get_running_loop(), self._cancel)

    @property
    def left_s(self) -> float:
        """Seconds until the deadline."""
        return self._deadline.left_s

    def set(self, name: str, seconds: float) -> None:
        """The deadline is ``seconds`` from now and called ``name``."""
        self._name = name
        self._deadline.set(seconds)

    def stop(self) -> None:
        """No deadline any more."""
        self._deadline.stop()

    def _cancel(self) -> None:
        self.expired = self._name
        if self._task is not None:
            self._task.cancel()
