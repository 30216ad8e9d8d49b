"""When the next flush to the page is due: pure arithmetic, the time is given.

A flush costs about 700 bytes of envelope and a frame in the page, so text is gathered until it is worth
one. The first text goes at once and the next ones soon; then a flush is due when ``WORTH`` characters are
new, never sooner than the page keeps up with (33 ms at best), or when the reader should see that it goes
on: after 250 ms. A page that falls behind is sent one flush per delay, so that what is on its way never piles
up. A page that was never heard (a kernel without subshells cannot hear it during a cell) gets the calm pace.
"""

from __future__ import annotations

FASTEST_S, SLOWEST_S = 0.033, 0.25
WORTH = 300
HURRY = 1.5  # the first interval is the fastest, each next one so many times as long
ACKNOWLEDGES_S = 2.0  # a page says so often what it has drawn, see js/src/live/store.ts
BEHIND_S, PATIENCE_S = 0.5, 2.0
PER_CHARACTER_S = 2.5e-6  # a longer page takes longer to lay out and paint: 250 ms at 100,000 characters


class Pace:
    """The rhythm of one answer's flushes. Times are seconds of one clock, sequences count up from 0."""

    def __init__(self) -> None:
        self.sent_at: dict[int, float] = {}
        self.delay_s: float | None = None
        self.last_s = float("-inf")
        self.calm_s = FASTEST_S / HURRY
        self.characters = 0

    def due(self, now_s: float, new_characters: int) -> bool:
        """True if ``new_characters`` should be flushed now."""
        soonest_s = self.soonest_s(now_s)
        return now_s - self.last_s >= (soonest_s if new_characters >= WORTH else max(soonest_s, self.calm_s))

    def rest_s(self, now_s: float) -> float:
        """For so many seconds there is no need to look whether text is due; 0 before the first."""
        if not self.sent_at and self.delay_s is None:
            return 0.0
        return max(FASTEST_S, self.last_s + self.soonest_s(now_s) - now_s)

    def soonest_s(self, now_s: float) -> float:
        """The shortest time between two flushes the page keeps up with."""
        if self.delay_s is None:
            return self.calm_s
        silent_s = now_s - min(self.sent_at.values(), default=now_s) - ACKNOWLEDGES_S
        delay_s = max(self.delay_s, silent_s)
        if delay_s > BEHIND_S:
            return min(delay_s, PATIENCE_S)
        return min(max(FASTEST_S, delay_s, self.characters * PER_CHARACTER_S), SLOWEST_S)

    def sent(self, now_s: float, sequence: int, characters: int) -> None:
        """A flush went out; the answer is so many characters long."""
        self.sent_at[sequence] = now_s
        self.characters = characters
        if now_s > self.last_s:
            self.calm_s = min(HURRY * self.calm_s, SLOWEST_S)
        self.last_s = now_s

    def acknowledged(self, sequence: int, drawn_s: float) -> None:
        """The page drew everything up to ``sequence`` at ``drawn_s``; that delay sets the pace."""
        sent_s = self.sent_at.get(sequence)
        if sent_s is None:
            return
        self.delay_s = drawn_s - sent_s
        self.sent_at = {number: at for number, at in self.sent_at.items() if number > sequence}
