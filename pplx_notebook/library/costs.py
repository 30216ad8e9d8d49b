"""What the questions of a session cost, and whether one more may be asked (the rule: ``budget``).

An answer from the cache costs nothing.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.budget import UNREPORTED, Beside, Spending
from pplx_notebook.library.under_way import NotedQuestion, UnderWay
from pplx_notebook.protocol.answer import Answer


class CountedQuestion(NotedQuestion, Protocol):
    """A question as far as its cost is looked at."""

    def note(self, lines: tuple[str, ...]) -> None: ...


class Belongs(NamedTuple):
    """What a question belongs to, by name; "" for nothing."""

    thread: str = ""
    study: str = ""


NOTHING = Belongs()


class Tally(msgspec.Struct):
    """Some answers: how many, what they cost in US dollars, of how many nobody said it, how many came from
    the cache for nothing."""

    answers: int = 0
    cost_usd: float = 0.0
    unknown: int = 0
    cached: int = 0

    def add(self, answer: Answer) -> None:
        """Count one more."""
        self.answers += 1
        if answer.cache_age_s is not None:
            self.cached += 1
        elif answer.cost_usd is not None:
            self.cost_usd += answer.cost_usd
        elif answer.status == "done" and answer.provider != "demo":
            self.unknown += 1


class Costs:
    """The costs of one client's questions; any thread may ask."""

    def __init__(self) -> None:
        self._under_way = UnderWay(self._count)
        self._all = Tally()
        self._threads: dict[str, Tally] = {}
        self._studies: dict[str, Tally] = {}
        self._spending = Spending()

    @property
    def session(self) -> Tally:
        """All of them, as far as they are over."""
        with self._under_way.lock:
            self._under_way.settle()
            return msgspec.structs.replace(self._all)

    @property
    def threads(self) -> dict[str, Tally]:
        """Those of each conversation, by name."""
        return self._copied(self._threads)

    @property
    def studies(self) -> dict[str, Tally]:
        """Those of each study, by name."""
        return self._copied(self._studies)

    def beside(self, study: str) -> Beside:
        """All questions but those of a study."""
        with self._under_way.lock:
            self._under_way.settle()
            spent_usd = self._all.cost_usd - self._studies.get(study, Tally()).cost_usd
            return Beside(spent_usd, sum(belongs.study != study for belongs in self._under_way))

    def note(self, live: CountedQuestion, belongs: Belongs = NOTHING, limit_usd: float | None = None) -> None:
        """Count a question; ``UsageProblem`` for one that may cost more than is left, which is not sent."""
        with self._under_way.lock:
            if limit_usd is not None:
                self._under_way.settle()
                if not live.done:
                    self._check(live, limit_usd)
            self._under_way.note(live, belongs)

    def _check(self, live: CountedQuestion, limit_usd: float) -> None:
        """Under the lock."""
        spending, under_way = self._spending, len(self._under_way)
        if spending.is_unlimited():
            live.note((UNREPORTED,))
        if not spending.refuses(limit_usd, under_way):
            return
        if spending.goes_alone():
            raise UsageProblem(
                "max_cost_usd: no cost is known yet, so the first question goes alone: wait for it."
            )
        raise UsageProblem(
            f"not sent: ${spending.spent_usd:.4f} of max_cost_usd ${limit_usd:g} is spent in this session"
            f"{f', {under_way} more under way' if under_way else ''};"
            f" one more may cost ${spending.dearest_usd:.4f}."
        )

    def _copied(self, tallies: dict[str, Tally]) -> dict[str, Tally]:
        with self._under_way.lock:
            self._under_way.settle()
            return {name: msgspec.structs.replace(tally) for name, tally in tallies.items()}

    def _count(self, answer: Answer, belongs: Belongs) -> None:
        """A question is over. Under the lock."""
        self._all.add(answer)
        for name, tallies in ((belongs.thread, self._threads), (belongs.study, self._studies)):
            if name:
                tallies.setdefault(name, Tally()).add(answer)
        if answer.cache_age_s is None and answer.provider != "demo":
            self._spending.ended(answer.cost_usd, done=answer.status == "done")
