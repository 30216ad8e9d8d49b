"""What questions may cost as it is typed, and what ``--status`` says of costs and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem

if TYPE_CHECKING:
    from pplx_notebook.library.costs import Tally
    from pplx_notebook.protocol.answer import Answer

MOST_NAMED = 5  # threads, and studies


def lines(max_cost_usd: float | None) -> list[str]:
    """What the last answer, threads, studies, this session and this day cost; where the history is."""
    from pplx_notebook import client, session
    from pplx_notebook.library.store import place

    asks, history = client.default_client(), session.history
    costs = asks.keeping.costs
    state = "on" if history.is_on else "off"
    problem, today = history.problem, ""
    try:
        count = len(history)
        today = f"; today ${history.spent_today_usd():.4f} in the history" if count else ""
        said = f"{count:,} answer{'s' * (count != 1)} in {place.shown(history.path)}" if count else "empty"
    except UsageProblem as trouble:
        said = str(trouble)
    limit = f", of ${max_cost_usd:g} (max_cost_usd)" if max_cost_usd else ""
    return [
        *(f"answer    the last one {_told_of(answer)}" for answer in asks.memory.answers[-1:]),
        f"costs     this session {_told(costs.session)}{limit}{today}",
        *(f"thread    {name}: {_told(tally)}" for name, tally in list(costs.threads.items())[-MOST_NAMED:]),
        *(f"study     {name}: {_told(tally)}" for name, tally in list(costs.studies.items())[-MOST_NAMED:]),
        f"history   {state}: {said}{f'; not kept now: {problem}' if problem else ''}",
    ]


def _told_of(answer: Answer) -> str:
    """What one answer cost."""
    if answer.cache_age_s is not None:
        return "$0.0000, from the cache"
    return f"${answer.cost_usd:.4f}" if answer.cost_usd is not None else "without a cost"


def _told(tally: Tally) -> str:
    more = []
    if tally.unknown:
        more.append(f"{tally.unknown:,} without a cost")
    if tally.cached:
        more.append(f"{tally.cached:,} from the cache")
    answers = f"{tally.answers:,} answer{'s' * (tally.answers != 1)}"
    return f"${tally.cost_usd:.4f} for {', '.join([answers, *more])}"


def dollars(name: str, value: str | None) -> float | None:
    """The value of an option that is an amount of money; UsageError where it is none."""
    if value is None:
        return None
    try:
        amount = float(value.removeprefix("$"))
    except ValueError:
        amount = 0.0
    if not amount > 0:
        raise UsageError(f"--{name} takes US dollars, for example --{name} 0.50")
    return amount


def without_off(value: str) -> str:
    """The value of an option that a configuration may give; ``off`` takes that back for one cell."""
    return "" if value == "off" else value
