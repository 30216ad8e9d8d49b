"""What the questions of a session cost, and whether one more may be asked.

The rule, the one that studies keep to (``max_cost_usd``): a question is refused when what was spent, and for
each one under way and this one what the dearest has cost so far, would go beyond the limit; as long as no
cost is known, one goes alone. Where a server reports no cost, no limit can be kept, and one line says so. An
answer from the cache costs nothing.
"""

from __future__ import annotations

import threading
from typing import Protocol

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.answer import Answer

ROUNDING_USD = 1e-9  # twelve times 0.001 is 0.012000000000000002
UNKNOWN = "the server reports no cost: max_cost_usd cannot be kept"
_LOOK_AT = 64  # questions noted before those that are done are looked for


class CountedQuestion(Protocol):
    """A question as far as its cost is looked at."""

    @property
    def done(self) -> bool: ...
    @property
    def answer(self) -> Answer: ...
    def note(self, lines: tuple[str, ...]) -> None: ...


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
        self._lock = threading.Lock()
        self._under_way: list[tuple[CountedQuestion, str]] = []
        self._look_at = _LOOK_AT
        self._all = Tally()
        self._threads: dict[str, Tally] = {}
        self._dearest_usd = 0.0

    @property
    def session(self) -> Tally:
        """All of them, as far as they are over."""
        with self._lock:
            self._settle()
            return msgspec.structs.replace(self._all)

    @property
    def threads(self) -> dict[str, Tally]:
        """Those of each conversation, by name."""
        with self._lock:
            self._settle()
            return {name: msgspec.structs.replace(tally) for name, tally in self._threads.items()}

    def note(self, live: CountedQuestion, thread: str = "", limit_usd: float | None = None) -> None:
        """Count a question; ``UsageProblem`` for one that may cost more than is left, which is not sent."""
        with self._lock:
            if limit_usd is not None or len(self._under_way) >= self._look_at:
                self._settle()
                self._look_at = max(_LOOK_AT, 2 * len(self._under_way))
            if limit_usd is not None and not live.done:
                self._check(limit_usd)
                if self._all.unknown and not self._all.cost_usd:
                    live.note((UNKNOWN,))
            self._under_way.append((live, thread))

    def _check(self, limit_usd: float) -> None:
        """The rule above. Under the lock."""
        spent, dearest, under_way = self._all.cost_usd, self._dearest_usd, len(self._under_way)
        if not dearest:
            if under_way and not self._all.unknown:
                raise UsageProblem(
                    "max_cost_usd: no cost is known yet, so the first question goes alone: wait for it."
                )
            return
        expected = spent + dearest * (under_way + 1)
        if spent >= limit_usd or expected > limit_usd + ROUNDING_USD:
            raise UsageProblem(
                f"not sent: ${spent:.4f} of max_cost_usd ${limit_usd:g} is spent in this session"
                f"{f', {under_way} more under way' if under_way else ''}; one more may cost ${dearest:.4f}."
            )

    def _settle(self) -> None:
        """Count what is over. Under the lock."""
        still: list[tuple[CountedQuestion, str]] = []
        for live, thread in self._under_way:
            if not live.done:
                still.append((live, thread))
                continue
            answer = live.answer
            self._all.add(answer)
            if thread:
                self._threads.setdefault(thread, Tally()).add(answer)
            if answer.cost_usd is not None and answer.cache_age_s is None:
                self._dearest_usd = max(self._dearest_usd, answer.cost_usd)
        self._under_way = still
