"""Whether one question more may be sent: the rule of ``max_cost_usd``, for a session and for a study.

A question is refused when what was spent, and for each one under way and this one what the dearest has cost
so far, would go beyond the limit. As long as nobody has said what a question costs, one goes alone. Where a
server reports no cost, no limit can be kept, and one line says so.
"""

from __future__ import annotations

from typing import NamedTuple

ROUNDING_USD = 1e-9  # twelve times 0.001 is 0.012000000000000002
UNREPORTED = "the server reports no cost: max_cost_usd cannot be kept"


class Beside(NamedTuple):
    """Others under the same limit: what they spent, and how many of them are under way."""

    spent_usd: float = 0.0
    under_way: int = 0


NOBODY = Beside()


class Spending:
    """What questions have cost so far, in US dollars."""

    def __init__(self, spent_usd: float = 0.0) -> None:
        self.spent_usd = spent_usd
        self.dearest_usd = 0.0
        self.known = False  # somebody has said what a question costs, and be it nothing
        self.unreported = False  # an answer came without its cost

    def ended(self, cost_usd: float | None, *, done: bool) -> None:
        """A question has ended and cost that; None where nobody said."""
        if cost_usd is not None:
            self.spent_usd += cost_usd
            self.dearest_usd = max(self.dearest_usd, cost_usd)
            self.known = True
        elif done:
            self.unreported = True

    def goes_alone(self) -> bool:
        """True as long as nobody can tell what the next one costs."""
        return not self.known and not self.unreported

    def is_unlimited(self) -> bool:
        """True where no limit can be kept."""
        return self.unreported and not self.known

    def refuses(self, limit_usd: float | None, under_way: int, beside: Beside = NOBODY) -> bool:
        """True when one more question, with so many under way and others ``beside`` them, might go beyond."""
        if limit_usd is None or self.is_unlimited():
            return False
        spent_usd = self.spent_usd + beside.spent_usd
        if spent_usd >= limit_usd or (self.goes_alone() and under_way > 0):
            return True
        return spent_usd + self.dearest_usd * (under_way + beside.under_way + 1) > limit_usd + ROUNDING_USD
