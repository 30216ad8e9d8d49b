"""When the next flush to the page is due: pure arithmetic, the time is given.

A flush costs about 700 bytes of envelope and a frame in the page, so text is gathered until it is worth
one: at once for the first text, then as soon as ``WORTH`` characters are new, never sooner than the page
keeps up with (33 ms at best), never later than 125 ms while it does and 250 ms while it does not. A page
that stops acknowledging altogether holds the flushes back until it is heard again, at most ``PATIENCE_S``.
A page that was never heard (a kernel without subshells cannot hear it during a cell) gets the calm pace.
"""

from __future__ import annotations

FASTEST_S, CALM_S, SLOWEST_S = 0.033, 0.125, 0.25
WORTH = 100
UNSEEN_S = 1.0  # a flush unacknowledged for so long: the page is behind (it acknowledges every 0.4 s)
PATIENCE_S = 2.0


class Pace:
    """The rhythm of one answer's flushes. Times are seconds of one clock, sequences count up from 0."""

    def __init__(self) -> None:
        self.sent_at: dict[int, float] = {}
        self.delay_s: float | None = None
        self.last_s = float("-inf")

    def due(self, now_s: float, new_characters: int) -> bool:
        """True if ``new_characters`` should be flushed now."""
        waited_s = now_s - self.last_s
        if self.delay_s is not None and self.behind(now_s):
            return waited_s >= PATIENCE_S
        soonest_s = min(max(FASTEST_S, self.delay_s if self.delay_s is not None else CALM_S), SLOWEST_S)
        return waited_s >= (soonest_s if new_characters >= WORTH else max(soonest_s, CALM_S))

    def behind(self, now_s: float) -> bool:
        """True if the page owes an acknowledgement for longer than it should take."""
        return now_s - min(self.sent_at.values(), default=now_s) > UNSEEN_S

    def sent(self, now_s: float, sequence: int) -> None:
        """A flush went out."""
        self.sent_at[sequence] = now_s
        self.last_s = now_s

    def acknowledged(self, sequence: int, drawn_s: float) -> None:
        """The page drew everything up to ``sequence`` at ``drawn_s``; that delay sets the pace."""
        sent_s = self.sent_at.get(sequence)
        if sent_s is None:
            return
        delay_s = drawn_s - sent_s
        self.delay_s = delay_s if self.delay_s is None else (self.delay_s + delay_s) / 2
        self.sent_at = {number: at for number, at in self.sent_at.items() if number > sequence}
