"""When a study stops by itself: the budget, and failures that are all the same. Decisions, no clock, no
network.

- **Budget**: the rule of ``library.budget``, the same as for a session: what is under way may cost as much as
  the dearest did, and as long as no question has cost anything, one goes alone.
- **Five equal failures in a row**: a dead key, an empty account, a wrong address. The next thousand would
  fail the same way; a success or another failure begins the count anew.
"""

from __future__ import annotations

from collections.abc import Callable

from pplx_notebook.library.budget import UNREPORTED, Beside, Spending
from pplx_notebook.protocol.answer import AnswerError

EQUAL_FAILURES = 5
NO_COST = f"{UNREPORTED}."


class Budget(Spending):
    """US dollars of a whole study; ``limit_usd`` None is no limit. ``beside`` tells of others under the same
    limit, each time anew: where it is the session's (``of`` says so), of whatever else is asked, before and
    meanwhile."""

    def __init__(
        self,
        limit_usd: float | None,
        spent_usd: float = 0.0,
        beside: Callable[[], Beside] = Beside,
        of: str = "",
    ) -> None:
        super().__init__(spent_usd)
        self.limit_usd, self._beside, self._of = limit_usd, beside, of

    def refuses_one_more(self, under_way: int) -> bool:
        """True when one more question, beside those under way, might cost more than is left."""
        return self.refuses(self.limit_usd, under_way, self._beside())

    @property
    def cannot_be_kept(self) -> bool:
        """True where there is a limit, and a server that does not say what it costs."""
        return self.limit_usd is not None and self.unreported

    @property
    def cost_usd(self) -> float | None:
        """What the study has cost; None where nobody said."""
        return self.spent_usd if self.spent_usd or self.known else None

    @property
    def why(self) -> str:
        """What is said when it stops a study."""
        beside = self._beside()
        of = f"${self.spent_usd + beside.spent_usd:.4f} of ${self.limit_usd:g} spent{self._of}"
        others = f", {beside.under_way} more under way" if beside.under_way else ""
        return f"stopped at the budget: {of}{others}, one more may cost ${self.dearest_usd:.4f}."


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
