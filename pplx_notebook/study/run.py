"""A study under way: asks its rows, so many at once, and remembers how each ended.

Rules of this file:

- one loop hands out the rows in order; whatever has ended is in the ledger before it is counted;
- one attempt at a time: a row that has to wait for its next try takes no place meanwhile. When to try
  again, and how often, is ``network.rules.retry``'s; a row that failed all its tries before its first text
  has them once more when all others have had theirs. Nothing is asked again of which text had come: it
  would be paid twice;
- nothing is begun once there is a reason to stop; what is under way then goes on to its end (it is paid for),
  unless the reader stopped it;
- a bug of ours ends the study and comes out; what it had is kept.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.how_many import OnError
from pplx_notebook.network.rules.retry import wait_s
from pplx_notebook.processes import TimedEvent
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.study.asking import Asking, Ready
from pplx_notebook.study.ledger import Ledger, Name
from pplx_notebook.study.naming import identity
from pplx_notebook.study.plan import Plan
from pplx_notebook.study.rules import NO_COST, Budget, EqualFailures

BREATH = 50  # rows that are known already, between two turns of everybody else
STOPPED = "you stopped it."
RAISED = "a row failed, and on_error is raise."
UNWRITABLE = "the ledger could not be written ({}): nothing more was asked."


class RowEnd(msgspec.Struct, frozen=True):
    """How a row ended: ``name`` of its answer in the ledger, or ``error``; ``kept`` is what stands nowhere
    else."""

    name: Name | None = None
    error: AnswerError | None = None
    kept: Answer | None = None


class Try(msgspec.Struct, frozen=True):
    """A row about to be asked; ``attempt`` counts from 1, ``late`` when all others have had their turn,
    ``begun`` behind so many ends of others."""

    place: int
    name: Name
    ready: Ready
    attempt: int = 1
    late: bool = False
    begun: int = 0


class StudyRun:
    """One pass over a plan. Everything but the counts belongs to the loop it runs in."""

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
        self.began_s, self.seconds = time.monotonic(), 0.0
        self._new = self._not_answered()
        self._resting: list[tuple[float, int, Try]] = []  # a heap by the time when to try again
        self._late: list[Try] = []
        self._tick = count()
        self._under_way: set[asyncio.Task[None]] = set()
        self._woken = TimedEvent()
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
            NO_COST if self.budget.cannot_be_kept else "",
            f"{damaged} line{'s' * (damaged != 1)} of the ledger could not be read." if damaged else "",
        )
        return (*self.plan.notes, *(line for line in lines if line))

    async def all_asked(self) -> None:
        """Ask what is not answered yet. A cancellation stops it, keeps everything, and goes on."""
        try:
            await self._hand_out()
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
        self._woken.set()

    async def _hand_out(self) -> None:
        """Begin one row after the other while there is room and money, until all have ended."""
        while not self.reason:
            under_way = len(self._under_way)
            if under_way >= self.width or self.budget.refuses_one_more(under_way):
                if not under_way:
                    self.reason = self.budget.why
                    return
                await self._something()
                continue
            row = self._rested() or self._next_new()
            if isinstance(row, Try):
                self._begin(row)
            elif row is not None:
                await asyncio.sleep(0)
            elif self._resting or self._under_way:
                await self._something()
            elif self._late:
                self._late, late = [], self._late
                self._resting = [(0.0, next(self._tick), row) for row in late]
            else:
                return

    def _next_new(self) -> Try | int | None:
        """None when there is none left, and while as many wait for another try as may be under way: a server
        that is down is not asked a thousand questions more."""
        return next(self._new, None) if len(self._resting) < self.width else None

    def _not_answered(self) -> Iterator[Try | int]:
        """The rows to be asked, in order; now and then the number of a row that need not be."""
        seen: Counter[str] = Counter()
        for place, planned in enumerate(self.plan.rows):
            row = self._new_try(place, planned.question, planned.problem, seen)
            if row is not None:
                yield row
            elif place % BREATH == 0:
                yield place

    def _new_try(self, place: int, question: str, problem: str, seen: Counter[str]) -> Try | None:
        """A row that has no answer yet; None where it has, or cannot be asked."""
        try:
            ready = None if problem else self.asking.prepared(question)
        except PplxError as refused:
            if self.reason or self.asking.closed:  # it was not going to be asked
                self.reason = self.reason or STOPPED
                return None
            ready, problem = None, str(refused)
        if ready is None:
            self._refuse(place, problem)
            return None
        id_ = identity(ready.call)
        name = (id_, seen[id_])
        seen[id_] += 1
        if name not in self.ledger:
            return Try(place, name, ready)
        self.ends[place] = RowEnd(name)
        self.done, self.known = self.done + 1, self.known + 1
        return None

    def _rested(self) -> Try | None:
        """A row whose wait is over."""
        if self._resting and self._resting[0][0] <= time.monotonic():
            return heapq.heappop(self._resting)[2]
        return None

    async def _something(self) -> None:
        """Wait until a row has ended, may be tried again, or all is to stop."""
        self._woken.clear()
        due_s = self._resting[0][0] - time.monotonic() if self._resting else None
        await self._woken.wait(due_s)

    async def _all_ended(self) -> None:
        while self._under_way:
            self._woken.clear()
            await self._woken.wait()

    def _begin(self, row: Try) -> None:
        task = asyncio.create_task(self._ask(msgspec.structs.replace(row, begun=self.failures.ends)))
        self._under_way.add(task)
        task.add_done_callback(self._over)

    async def _ask(self, row: Try) -> None:
        answer, may_come_again = await self.asking.ended(row.ready)
        self._take(row, answer, may_come_again=may_come_again)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self.bug = self.bug or bug
            self.reason = self.reason or f"{type(bug).__name__}: a bug, its traceback says where."
        if self.ledger.is_due and (self._syncing is None or self._syncing.done()):
            self._syncing = asyncio.ensure_future(asyncio.to_thread(self.ledger.sync))
        self._woken.set()

    def _take(self, row: Try, answer: Answer, *, may_come_again: bool) -> None:
        """Keep how a try ended, then count it."""
        done = answer.status == "done"
        self.budget.ended(answer.cost_usd, done=done)
        if answer.status == "interrupted":
            self.ends[row.place] = RowEnd(error=not_asked(STOPPED), kept=answer)
        elif done:
            self.failures.ended(None, row.begun)
            self.ends[row.place] = self._written(row.name, answer) or RowEnd(row.name)
            self.done += 1
        else:
            self.ends[row.place] = RowEnd(error=answer.error, kept=answer)
            if not (may_come_again and self._comes_again(row, answer)):
                self._failed(row, answer)

    def _comes_again(self, row: Try, answer: Answer) -> bool:
        """Let the row try again, soon or late; False when it has had all its tries."""
        if row.attempt <= row.ready.call.retries:
            wish_s = answer.error.retry_after_s if answer.error is not None else None
            due_s = time.monotonic() + wait_s(row.attempt, wish_s)
            again = msgspec.structs.replace(row, attempt=row.attempt + 1)
            heapq.heappush(self._resting, (due_s, next(self._tick), again))
            return True
        if row.late or self.on_error == "raise":
            return False
        self._count_failure(row, answer.error)
        self._late.append(msgspec.structs.replace(row, attempt=1, late=True))
        return True

    def _failed(self, row: Try, answer: Answer) -> None:
        """The row's last word: kept for its cost, and asked again by another run."""
        self.ends[row.place] = self._written(row.name, answer) or RowEnd(error=answer.error, kept=answer)
        self.failed += 1
        if not row.late:
            self._count_failure(row, answer.error)
        if self.on_error == "raise":
            self.reason = self.reason or RAISED

    def _count_failure(self, row: Try, error: AnswerError | None) -> None:
        self.failures.ended(error, row.begun)
        if self.failures.enough:
            self.reason = self.reason or self.failures.why

    def _written(self, name: Name, answer: Answer) -> RowEnd | None:
        """None once the ledger has it; where that takes no more, an end that keeps it in memory."""
        try:
            self.ledger.add(name, answer)
        except OSError as problem:
            self.reason = self.reason or UNWRITABLE.format(problem.strerror)
            return RowEnd(error=answer.error, kept=answer)
        return None

    def _refuse(self, place: int, why: str) -> None:
        """A row that cannot be asked; it counts among no equal failures, for it cost nothing."""
        self.ends[place] = RowEnd(error=AnswerError(kind="usage", message=why))
        self.failed += 1
        if self.on_error == "raise":
            self.reason = self.reason or RAISED

    def _leave_the_rest(self) -> None:
        """Rows nobody began say why, unless they were answered before; those that wait for another try have
        failed."""
        for _ in self._new:  # the ledger's answers are marked on the way
            pass
        for place, end in enumerate(self.ends):
            if end is None:
                self.ends[place] = RowEnd(error=not_asked(self.reason or STOPPED))
        self.failed += len(self._late) + len(self._resting)


def not_asked(why: str) -> AnswerError:
    """The error of a row that was not asked, or not to its end."""
    return AnswerError(kind="not_asked", message=f"not asked: {why}")
