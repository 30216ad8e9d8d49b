"""Questions of a study asked in other processes: of a ``concurrent.futures`` executor, or of a Dask cluster.

Rules of this file: the ledger, the limits and the budget stay here; a worker makes one attempt and no
decision, so that whether and when to ask again is decided here, by the same rules
(``network.rules.retry``). So many questions are handed over as may be under way, never more: what a worker
loses was in flight. No key travels: ``Settings`` leave it behind, and the worker takes that of its own
environment (``worker``).
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Executor, Future
from itertools import count
from typing import TYPE_CHECKING, Any, cast

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.question.attempts import pending
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.rules.limits import slot
from pplx_notebook.network.rules.retry import LONGEST_WAIT_S
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.saved import from_saved
from pplx_notebook.protocol.scrub import printable_line
from pplx_notebook.ranges import MOST
from pplx_notebook.settings import Settings
from pplx_notebook.study.asking import Ready
from pplx_notebook.study.elsewhere import worker

if TYPE_CHECKING:
    from pplx_notebook.client import Client

LOST = "the worker that asked it was lost ({}): ask again, an answer that has come is kept."
STOP_S = 10.0  # for what workers are asking when it is stopped: it is paid for
_studies = count()


class Elsewhere:
    """Asks in the workers of an executor; ``study`` is the study's name."""

    grace_s = STOP_S + 1.0

    def __init__(self, client: Client, settings: Settings, executor: Executor, study: str) -> None:
        self.client, self.settings, self.executor, self.study = client, settings, executor, study
        self._waiting = 0
        self._under_way: dict[asyncio.Task[Any], Future[Any] | None] = {}  # None: in line for a slot
        self._token = f"{os.getpid()}-{next(_studies)}"

    @property
    def closed(self) -> bool:
        """True once the client is."""
        return self.client._closed

    def prepared(self, question: str) -> Ready:
        """The question made ready, to know its name and whose limits it counts against."""
        return Ready(*self.client._prepared(question, self.settings))

    async def ended(self, ready: Ready) -> tuple[Answer, bool]:
        """Hand it to a worker once it may be sent, and wait for what comes back; costs, history and cache are
        this process'."""
        call = msgspec.structs.replace(ready.call, retries=0)
        live = pending(call, self.settings)
        self.client.keeping.begin(live, call, ready.tape, self.settings, study=self.study)
        if live.done:  # the cache had it
            return live.answer, False
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._under_way[task] = None
        try:
            answer, may_come_again = await self._in_turn(call, task)
        except asyncio.CancelledError:
            task.uncancel()
            live.interrupt()
            live.finish()
            return live.answer, False
        finally:
            del self._under_way[task]
        live.answered(answer, call.asked.turns)
        return live.answer, may_come_again

    def waiting(self) -> int:
        """Those in line for a slot."""
        return self._waiting

    def stop(self) -> None:
        """Nothing more is handed over, and what no worker has begun is taken back. What they are asking is
        paid for, and is waited for: in threads of this process it is stopped and comes at once; others get
        ``STOP_S``, and are left then."""
        worker.stop(self._token)
        for task, asked in list(self._under_way.items()):
            if asked is None or (self._can_tell and asked.cancel()):
                task.cancel()
        asyncio.get_running_loop().call_later(STOP_S, self._leave)

    @property
    def _can_tell(self) -> bool:
        """Whether a future that lets itself be cancelled was not begun; Dask's always does."""
        return not hasattr(self.executor, "pplx_width")

    def _leave(self) -> None:
        """Wait for none of them any longer."""
        for task in list(self._under_way):
            task.cancel()

    async def _in_turn(self, call: Call, task: asyncio.Task[Any]) -> tuple[Answer, bool]:
        """Within the limits; what a worker hears of them counts for all."""
        limiter = self.client._means(call, self.settings, None).limiter
        self._waiting += 1
        waits = True
        try:
            async with slot(limiter, lambda _: None) as leaves:
                self._waiting, waits = self._waiting - 1, False
                leaves()
                answer, may_come_again = await self._answer(call, task)
        finally:
            self._waiting -= waits
        error = answer.error
        if error is not None and error.status == 429:
            limiter.hold_off(min(error.retry_after_s or 0.0, LONGEST_WAIT_S))
        return answer, may_come_again

    async def _answer(self, call: Call, task: asyncio.Task[Any]) -> tuple[Answer, bool]:
        """What a worker sends back; where it is lost, that is how the try ended."""
        question, sent = call.question.prompt, as_sent(self.settings, call)
        try:
            needs_key = call.endpoint.key is not None
            asked = self.executor.submit(worker.asked_once, question, sent, self._token, needs_key=needs_key)
            self._under_way[task] = asked
            back = msgspec.json.decode(await asyncio.wrap_future(cast("Future[Any]", asked)))
        except Exception as error:  # of somebody's pool: any type at all
            message = printable_line(LOST.format(type(error).__name__))
            lost = AnswerError(kind="transport", message=message)
            return Answer(prompt=question, status="failed", error=lost), True
        return from_saved(back["saved"]), back["may_come_again"]


def as_sent(settings: Settings, call: Call) -> Settings:
    """The settings as a worker gets them: who is asked is said, not guessed from another environment; one
    attempt; no limit, history and cache but ours."""
    endpoint = call.endpoint
    ours = endpoint.at_home or endpoint.provider == "demo"
    return msgspec.structs.replace(
        settings,
        provider=endpoint.provider,
        base_url=settings.base_url or (None if ours else endpoint.url),
        retries=0,
        requests_per_minute=MOST,
        streams_at_once=MOST,
        tier=None,
        history=False,
        cache=None,
        max_cost_usd=None,
    )


def executor_of(given: Any) -> Executor:
    """The executor itself, or that of a Dask client; UsageProblem for anything else."""
    if isinstance(given, Executor):
        return given
    if type(given).__module__.partition(".")[0] == "distributed":
        from pplx_notebook.study.elsewhere.dask import executor_of_client

        return executor_of_client(given)
    raise UsageProblem("executor takes a concurrent.futures.Executor or a dask.distributed.Client.")


def width_of(executor: Executor) -> int:
    """How many questions its workers take at once."""
    width = getattr(executor, "_max_workers", None) or getattr(executor, "pplx_width", None)
    return int(width or 8)
