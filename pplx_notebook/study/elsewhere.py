"""Questions of a study asked in other processes: of a ``concurrent.futures`` executor, or of a Dask cluster.

Rules of this file: the ledger, the limits and the budget stay here; a worker makes one attempt and no decision,
so that whether and when to ask again is decided here, by the same rules (``network.rules.retry``). So many
questions are handed over as may be under way, never more: what a worker loses was in flight. No key travels:
``Settings`` leave it behind, and the worker takes that of its own environment (``worker``).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.rules.limits import slot
from pplx_notebook.network.rules.retry import LONGEST_WAIT_S, may_retry, wait_s
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.saved import from_saved
from pplx_notebook.protocol.scrub import printable_line
from pplx_notebook.settings import MOST, Settings
from pplx_notebook.study import worker

if TYPE_CHECKING:
    from pplx_notebook.client import Client

LOST = "the worker that asked it was lost ({}): ask again, an answer that has come is kept."


class Elsewhere:
    """Asks in the workers of an executor."""

    def __init__(self, client: Client, settings: Settings, executor: Executor) -> None:
        self.client, self.settings, self.executor = client, settings, executor
        self._waiting = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def prepared(self, question: str) -> Call:
        """The question made ready, to know its name and whose limits it counts against."""
        return self.client._prepared(question, self.settings)

    async def ended(self, call: Call) -> Answer:
        """Hand it to a worker, again where that may help, and wait for the end."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await self._attempts(call)
        except asyncio.CancelledError:
            task.uncancel()
            return Answer(prompt=call.question.prompt, provider=call.endpoint.provider, status="interrupted")
        finally:
            self._tasks.discard(task)

    def waiting(self) -> int:
        """Those in line for a slot, or before another try."""
        return self._waiting

    def stop(self) -> None:
        """Wait for none of them any longer."""
        for task in list(self._tasks):
            task.cancel()

    async def _attempts(self, call: Call) -> Answer:
        limiter = self.client._means(call, self.settings).limiter
        travelling = as_sent(self.settings, call)
        attempt = 1
        while True:
            self._waiting += 1
            try:
                async with slot(limiter, lambda _: None) as leaves:
                    self._waiting -= 1
                    leaves()
                    answer = await self._answer(call, travelling)
                    self._waiting += 1
            finally:
                self._waiting -= 1
            error = answer.error
            if error is not None and error.status == 429:
                limiter.hold_off(min(error.retry_after_s or 0.0, LONGEST_WAIT_S))
            seconds = _wait_before_retry(answer, attempt, call.retries)
            if seconds is None:
                return answer
            attempt += 1
            self._waiting += 1
            try:
                await asyncio.sleep(seconds)
            finally:
                self._waiting -= 1

    async def _answer(self, call: Call, travelling: Settings) -> Answer:
        """One attempt of a worker; a worker that is lost is an error of the row."""
        needs_key = call.endpoint.key is not None
        try:
            asked = self.executor.submit(worker.asked_once, call.question.prompt, travelling, needs_key=needs_key)
            return from_saved(msgspec.json.decode(await asyncio.wrap_future(asked)))
        except Exception as error:  # of somebody's pool: any type at all
            lost = AnswerError(kind="transport", message=printable_line(LOST.format(type(error).__name__)))
            return Answer(prompt=call.question.prompt, status="failed", error=lost)


def as_sent(settings: Settings, call: Call) -> Settings:
    """The settings as a worker gets them: who is asked is said, not guessed from another environment; one
    attempt; no limit but ours."""
    endpoint = call.endpoint
    base = settings.base_url or (None if endpoint.at_home or endpoint.provider == "demo" else _base_of(call))
    return msgspec.structs.replace(
        settings,
        provider=endpoint.provider,
        base_url=base,
        retries=0,
        requests_per_minute=MOST,
        streams_at_once=MOST,
        tier=None,
    )


def _base_of(call: Call) -> str:
    """The address that this environment names for its provider."""
    return call.endpoint.url


def _wait_before_retry(answer: Answer, attempt: int, retries: int) -> float | None:
    """Seconds to wait before the next attempt; None when this was the last."""
    error = answer.error
    if error is None or answer.text or answer.reasoning or attempt > retries or not may_retry(error):
        return None
    if (error.retry_after_s or 0) > LONGEST_WAIT_S:
        return None
    return wait_s(attempt, error.retry_after_s)


def executor_of(given: Any) -> Executor:
    """The executor itself, or that of a Dask client; UsageProblem for anything else."""
    if isinstance(given, Executor):
        return given
    if type(given).__module__.partition(".")[0] == "distributed":
        from pplx_notebook.study.dask import executor_of_client

        return executor_of_client(given)
    raise UsageProblem("executor takes a concurrent.futures.Executor or a dask.distributed.Client.")


def width_of(executor: Executor) -> int:
    """How many questions its workers take at once."""
    width = getattr(executor, "_max_workers", None) or getattr(executor, "pplx_width", None)
    return int(width or 8)


