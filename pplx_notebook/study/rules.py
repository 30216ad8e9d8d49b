"""When a study stops by itself: the budget, and failures that are all the same. Decisions, no clock, no
network.

- **Budget**: refused when spent + the dearest question so far x (streams under way + 1) exceeds it: what is
  under way may cost as much as the dearest did. As long as no question has cost anything, one goes alone.
- **Five equal failures in a row**: a dead key, an empty account, a wrong address. The next thousand would
  fail the same way; a success or another failure begins the count anew.
"""

from __future__ import annotations

from pplx_notebook.protocol.answer import AnswerError

EQUAL_FAILURES = 5
ROUNDING_USD = 1e-9  # twelve times 0.001 is 0.012000000000000002
NO_COST = "the server reports no cost: max_cost_usd cannot be kept."


class Budget:
    """US dollars of a whole study; ``limit_usd`` None is no limit."""

    def __init__(self, limit_usd: float | None, spent_usd: float = 0.0) -> None:
        self.limit_usd = limit_usd
        self.spent_usd = spent_usd
        self.dearest_usd = 0.0
        self.unreported = False

    def refuses(self, under_way: int) -> bool:
        """True when one more question, beside those under way, might cost more than is left."""
        if self.limit_usd is None or self.unreported:
            return False
        if not self.dearest_usd and under_way:
            return True
        expected = self.spent_usd + self.dearest_usd * (under_way + 1)
        return expected > self.limit_usd + ROUNDING_USD or self.spent_usd >= self.limit_usd

    def ended(self, cost_usd: float | None, *, done: bool) -> None:
        """A question has ended and cost that; None where nobody said."""
        if cost_usd is not None:
            self.spent_usd += cost_usd
            self.dearest_usd = max(self.dearest_usd, cost_usd)
        elif done:
            self.unreported = True

    @property
    def why(self) -> str:
        """What is said when it stops a study."""
        return (
            f"stopped at the budget: ${self.spent_usd:.4f} of ${self.limit_usd:g} spent,"
            f" one more may cost ${self.dearest_usd:.4f}."
        )


class EqualFailures:
    """Counts failures that are the same."""

    def __init__(self) -> None:
        self.last: tuple[object, ...] = ()
        self.count = 0
        self.message = ""

    def ended(self, error: AnswerError | None) -> None:
        """A question has ended, well or with this error."""
        seen = () if error is None else (error.kind, error.status, error.code, error.type)
        self.count = (self.count + 1 if seen == self.last else 1) if seen else 0
        self.last, self.message = seen, error.message if error is not None else ""

    @property
    def enough(self) -> bool:
        """True when the next would hardly be another."""
        return self.count >= EQUAL_FAILURES

    @property
    def why(self) -> str:
        """What is said when they stop a study."""
        return f"stopped after {self.count} equal failures in a row: {self.message}"
