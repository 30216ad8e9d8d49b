"""What questions may cost as it is typed, and what ``--status`` says of costs and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem

if TYPE_CHECKING:
    from pplx_notebook.library.costs import Tally

MOST_THREADS = 5


def lines(max_cost_usd: float | None) -> list[str]:
    """What this session, its threads and this day cost; where the history is."""
    from pplx_notebook import client, session
    from pplx_notebook.library.store import place

    costs, history = client.default_client().keeping.costs, session.history
    state = "on" if history.is_on else "off"
    problem, today = history.problem, ""
    try:
        count = len(history)
        today = f"; today ${history.spent_today_usd():.4f} in the history" if count else ""
        said = f"{count:,} answer{'s' * (count != 1)} in {place.shown(history.path)}" if count else "empty"
    except UsageProblem as trouble:
        said = str(trouble)
    limit = f", of ${max_cost_usd:g} (max_cost_usd)" if max_cost_usd else ""
    threads = list(costs.threads.items())[-MOST_THREADS:]
    return [
        f"costs     this session {_told(costs.session)}{limit}{today}",
        *(f"thread    {name}: {_told(tally)}" for name, tally in threads),
        f"history   {state}: {said}{f'; not kept now: {problem}' if problem else ''}",
    ]


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
