"""``ask_many`` and ``aask_many``: what is given is checked, a run is made of it, and a ``Study`` of the run.

Rules of this file: mistakes are found before anything is asked; whatever ends a study, its answers are
kept: in the ``Study`` that is returned or hangs on the exception, and in the ledger where ``resume`` names
one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from pplx_notebook.errors import PplxError, StudyStopped, UsageProblem, exception_for
from pplx_notebook.how_many import HowMany
from pplx_notebook.library.budget import Beside
from pplx_notebook.library.costs import Costs, Tally
from pplx_notebook.network.question.call import Call
from pplx_notebook.processes import IN_BROWSER, flag, waited_for
from pplx_notebook.settings import Settings
from pplx_notebook.study.asking import Asking, Here
from pplx_notebook.study.ledger import Ledger
from pplx_notebook.study.naming import name_of
from pplx_notebook.study.plan import Plan, planned
from pplx_notebook.study.rules import Budget
from pplx_notebook.study.run import StudyRun
from pplx_notebook.study.study import Study

if TYPE_CHECKING:
    from pplx_notebook.client import Client

NO_WORKERS = "in the browser there are no other processes to ask in: leave out executor."
WIDTH = 10  # questions at once where neither the caller nor the server's tier says


class Prepared(msgspec.Struct, frozen=True):
    """A run ready to begin, and where its study is made."""

    run: StudyRun
    plan: Plan
    name: str
    private: bool = False

    @property
    def study(self) -> Study:
        """What has come of it so far."""
        run = self.run
        return Study(
            self.plan, run.ends, run.ledger, reason=run.reason, notices=run.notices,
            cost_usd=run.budget.cost_usd, known=run.known, seconds=run.seconds, name=self.name,
            private=self.private,
        )  # fmt: skip


def prepared(client: Client, plan: Plan, how: HowMany, given: dict[str, Any]) -> Prepared:
    """The run of a plan; UsageProblem for what cannot be asked so."""
    if how.requests_per_minute is not None:
        given = {**given, "requests_per_minute": how.requests_per_minute}
    settings = client.settings_with(given)
    if settings.thread:
        raise UsageProblem("thread= is for one question after the other: many at once have no order.")
    if settings.private and how.resume:
        raise UsageProblem("private leaves no trace, and resume keeps one: leave out one of them.")
    costs = client.keeping.costs
    name = name_of(how, costs.studies, private=settings.private)
    asking, width = _way(client, settings, how, name)
    call = _first_call(plan, asking)
    if how.max_active is not None:
        width = how.max_active
    if call is not None:
        width = min(width, call.allowance.streams or width)
        plan = msgspec.structs.replace(plan, notes=(*call.notices, *plan.notes))
    ledger = _ledger(settings, how, name)
    budget = Budget(how.max_cost_usd, ledger.spent_usd)
    if how.max_cost_usd is None and settings.max_cost_usd is not None:  # the session's, whatever else it asks
        beside = _beside(costs, name, ledger.spent_usd)
        budget = Budget(settings.max_cost_usd, ledger.spent_usd, beside, of=" in this session")
    run = StudyRun(plan, asking, ledger, budget, width=width, on_error=how.on_error)
    return Prepared(run, plan, name, settings.private)


def _beside(costs: Costs, name: str, ledger_usd: float) -> Callable[[], Beside]:
    """What the session spends beside a run: on others, and on this study before, less what the ledger has of
    other sessions."""
    before_usd = costs.studies.get(name, Tally()).cost_usd - ledger_usd

    def beside() -> Beside:
        others = costs.beside(name)
        return others._replace(spent_usd=others.spent_usd + before_usd)

    return beside


def _ledger(settings: Settings, how: HowMany, name: str) -> Ledger:
    """Where the answers are kept: in memory, in a file, or in the history."""
    if not isinstance(how.resume, bool):
        return Ledger(how.resume)
    if not how.resume:
        return Ledger()
    from pplx_notebook.library.store import place
    from pplx_notebook.study.stored import OFF, StoredLedger

    if not (settings.history if settings.history is not None else place.is_on()):
        raise UsageProblem(OFF)
    return StoredLedger(place.path_of(settings.history), name)


def _way(client: Client, settings: Settings, how: HowMany, name: str) -> tuple[Asking, int]:
    """Here, or in somebody's workers; and how many at once these take."""
    if how.executor is None:
        return Here(client, settings, name), WIDTH
    if IN_BROWSER:
        raise UsageProblem(NO_WORKERS)
    from pplx_notebook.study.elsewhere.workers import Elsewhere, executor_of, width_of

    if settings.transport is not None:
        raise UsageProblem("transport= cannot travel to workers: leave out transport or executor.")
    executor = executor_of(how.executor)
    return Elsewhere(client, settings, executor, name), width_of(executor)


def _first_call(plan: Plan, asking: Asking) -> Call | None:
    """The first question that can be asked, made ready: a mistake in a setting is told at once."""
    askable = (row.question for row in plan.rows if not row.problem)
    question = next(askable, None)
    return None if question is None else asking.prepared(question).call


def ask_many(client: Client, questions: Any, how: HowMany, given: dict[str, Any]) -> Study:
    """Ask on the client's thread, show it, wait for it."""
    asked = prepared(client, planned(questions, how.template), how, given)
    return waited(client, asked, how)


def waited(
    client: Client,
    asked: Prepared,
    how: HowMany,
    *,
    wait: Callable[[float], None] | None = None,
    view: str = "auto",
    at_end: Callable[[Study], object] = lambda _: None,
) -> Study:
    """Begin a run on the client's thread and wait for its end; ``StudyStopped`` when the reader stopped it.
    ``at_end`` gets the study before anything is raised."""
    from pplx_notebook.study.watch import watch

    over = flag()
    stops: list[Callable[[], object]] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        stops.append(partial(loop.call_soon_threadsafe, asked.run.stop))
        try:
            await asked.run.all_asked()
        finally:
            over.set()

    def stop() -> None:
        for one in stops:
            one()

    def keep(study: Study) -> None:
        client.last_study = study
        at_end(study)

    with waited_for():
        try:
            with client._lock:
                client._running_worker().submit(run)
        except UsageProblem:  # it has been closed meanwhile
            asked.run.ledger.close()
            raise
        stopped = watch(
            asked.run,
            lambda: asked.study,
            over,
            stop,
            progress=how.progress,
            at_end=keep,
            wait=wait,
            view=view,
        )
    return _result(asked, stopped=stopped)


async def aask_many(client: Client, questions: Any, how: HowMany, given: dict[str, Any]) -> Study:
    """The same in the caller's loop; nothing is shown."""
    asked = prepared(client, planned(questions, how.template), how, given)
    try:
        await asked.run.all_asked()
    finally:
        client.last_study = asked.study
    return _result(asked, stopped=False)


def _result(asked: Prepared, *, stopped: bool) -> Study:
    """The study, or what ended it."""
    run, study = asked.run, asked.study
    if run.bug is not None:
        raise run.bug
    if stopped or run.stopped:
        raise StudyStopped(study, study.done, len(study))
    if run.on_error == "raise":
        for row in study:
            if row.status == "failed" and row.error is not None:
                problem: PplxError = exception_for(row.error, row.partial)
                problem.study = study
                raise problem
    return study
