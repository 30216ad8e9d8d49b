"""A study under way: asks its rows, so many at once, and remembers how each ended.

Rules of this file: one loop hands out the rows in order; whatever has ended is in the ledger before it is
counted; a row that failed before its first text, on an error that may pass, has a second turn when all others
have had theirs; nothing is begun once there is a reason to stop, and what is under way then goes on to its end
(it is paid for), unless the reader stopped it. A bug of ours ends the study and comes out; what it had is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.how_many import OnError
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.rules.retry import may_retry
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.study.asking import Asking
from pplx_notebook.study.identity import identity
from pplx_notebook.study.ledger import Ledger, Name
from pplx_notebook.study.plan import Plan
from pplx_notebook.study.rules import NO_COST, Budget, EqualFailures

BREATH = 50  # rows that are known already, between two turns of everybody else
STOPPED = "you stopped it."
RAISED = "a row failed, and on_error is raise."
UNWRITABLE = "the ledger could not be written ({}): nothing more was asked."


class RowEnd(msgspec.Struct, frozen=True):
    """How a row ended: ``name`` of its answer in the ledger, or ``error``; ``kept`` is what stands nowhere else."""

    name: Name | None = None
    error: AnswerError | None = None
    kept: Answer | None = None


class Run:
    """One pass over a plan. Everything but ``stop_soon`` and the counts belongs to the loop it runs in."""

    def __init__(
        self, plan: Plan, asking: Asking, ledger: Ledger, budget: Budget, *, width: int, on_error: OnError
    ) -> None:
        self.plan, self.asking, self.ledger, self.budget = plan, asking, ledger, budget
        self.width, self.on_error = width, on_error
        self.failures = EqualFailures()
        self.ends: list[RowEnd | None] = [None] * len(plan.rows)
        self.done = self.failed = self.known = 0
        self.reason = ""
        self.stopped = False
        self.bug: BaseException | None = None
        self.began_s = time.monotonic()
        self.seconds = 0.0
        self._again: list[tuple[int, Name, Call]] = []
        self._turn = 1
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._seen: Counter[str] = Counter()
        self._syncing: asyncio.Future[None] | None = None

    @property
    def running(self) -> int:
        """Rows under way, those in line for a slot included."""
        return len(self._under_way)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know."""
        damaged = self.ledger.damaged
        lines = (
            NO_COST if self.budget.limit_usd is not None and self.budget.unreported else "",
            f"{damaged} line{'s' * (damaged != 1)} of the ledger could not be read." if damaged else "",
        )
        return tuple(line for line in lines if line)

    async def all_asked(self) -> None:
        """Ask what is not answered yet. A cancellation stops it, keeps everything, and goes on."""
        try:
            await self._first_turn()
            self._turn = 2
            while self._again and not self.reason:
                await self._ask_when_possible(*self._again.pop(0))
            await self._all_ended()
        except asyncio.CancelledError:
            self.stop()
            await self._all_ended()
            raise
        finally:
            self.seconds = time.monotonic() - self.began_s
            self._leave_the_rest()
            if self._syncing is not None:
                await self._syncing
            self.ledger.close()

    def stop(self) -> None:
        """End it now; what has arrived stays. In its own loop."""
        self.stopped, self.reason = True, self.reason or STOPPED
        self.asking.stop()
        self._ended.set()

    async def _first_turn(self) -> None:
        for place, planned in enumerate(self.plan.rows):
            if place % BREATH == 0:
                await asyncio.sleep(0)
            if planned.problem:
                self._refuse(place, planned.problem)
                continue
            try:
                call = self.asking.prepared(planned.question)
            except PplxError as problem:
                self._refuse(place, str(problem))
                continue
            name = self._named(call)
            if name in self.ledger:
                self.ends[place] = RowEnd(name)
                self.done, self.known = self.done + 1, self.known + 1
            else:
                await self._ask_when_possible(place, name, call)
        await self._all_ended()

    def _named(self, call: Call) -> Name:
        """Which question of the study it is."""
        id_ = identity(call)
        self._seen[id_] += 1
        return id_, self._seen[id_] - 1

    async def _ask_when_possible(self, place: int, name: Name, call: Call) -> None:
        """Begin a row when there is room and money; do not begin it when there is a reason to stop."""
        while not self.reason:
            under_way = len(self._under_way)
            if under_way < self.width and not self.budget.refuses(under_way):
                task = asyncio.create_task(self._ask(place, name, call))
                self._under_way.add(task)
                task.add_done_callback(self._over)
                return
            if not under_way:
                self.reason = self.budget.why
                return
            self._ended.clear()
            await self._ended.wait()

    async def _ask(self, place: int, name: Name, call: Call) -> None:
        self._take(place, name, call, await self.asking.ended(call))

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self.bug = self.bug or bug
            self.reason = self.reason or f"{type(bug).__name__}, a bug of ours or of what asks for it."
        if self.ledger.is_due and (self._syncing is None or self._syncing.done()):
            self._syncing = asyncio.ensure_future(asyncio.to_thread(self.ledger.sync))
        self._ended.set()

    async def _all_ended(self) -> None:
        while self._under_way:
            self._ended.clear()
            await self._ended.wait()

    def _take(self, place: int, name: Name, call: Call, answer: Answer) -> None:
        """Keep how a row ended, then count it."""
        done = answer.status == "done"
        if answer.status == "interrupted":
            self.ends[place] = RowEnd(error=not_asked(STOPPED), kept=answer)
            return
        if not done and self._may_come_again(answer):
            self.ends[place] = RowEnd(error=answer.error, kept=answer)
            self._again.append((place, name, call))
        else:
            self.ends[place] = self._written(name, answer, done=done)
            self.done, self.failed = self.done + done, self.failed + (not done)
        self.budget.ended(answer.cost_usd, done=done)
        self.failures.ended(None if done else answer.error)
        if self.failures.enough:
            self.reason = self.reason or self.failures.why
        elif self.on_error == "raise" and self.failed:
            self.reason = self.reason or RAISED

    def _may_come_again(self, answer: Answer) -> bool:
        error = answer.error
        shown = answer.text or answer.reasoning
        return self._turn == 1 and error is not None and not shown and may_retry(error)

    def _written(self, name: Name, answer: Answer, *, done: bool) -> RowEnd:
        """The row's end, once the ledger has it; in memory where that takes no more."""
        try:
            self.ledger.add(name, answer)
        except OSError as problem:
            self.reason = self.reason or UNWRITABLE.format(problem.strerror)
            return RowEnd(error=answer.error, kept=answer)
        return RowEnd(name) if done else RowEnd(error=answer.error, kept=answer)

    def _refuse(self, place: int, why: str) -> None:
        """A row that cannot be asked; it counts among no equal failures, for it cost nothing."""
        self.ends[place] = RowEnd(error=AnswerError(kind="usage", message=why))
        self.failed += 1
        if self.on_error == "raise":
            self.reason = self.reason or RAISED

    def _leave_the_rest(self) -> None:
        """Rows nobody began say why; those without their second turn have failed."""
        for place, end in enumerate(self.ends):
            if end is None:
                self.ends[place] = RowEnd(error=not_asked(self.reason or STOPPED))
        self.failed += len(self._again)


def not_asked(why: str) -> AnswerError:
    """The error of a row that was not asked, or not to its end."""
    return AnswerError(kind="not_asked", message=f"not asked: {why}")
