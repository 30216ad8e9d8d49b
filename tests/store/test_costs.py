"""What questions cost, and that none is sent that may cost more than is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from local_server import LocalServer
from waiting_for import wait_until

from pplx_notebook import Client
from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store.history import History

Clients = Callable[..., Client]
FREE = ["head 200 text/event-stream", "delta Hello", "finish", "done", "end"]


def test_a_session_and_its_threads_are_counted(server: LocalServer, client_of: Clients) -> None:
    client = client_of(server)
    client.ask("one")
    client.ask("two", thread="reactor")
    costs = client.keeping.costs
    assert (costs.session.answers, round(costs.session.cost_usd, 6)) == (2, 0.02)
    assert costs.threads["reactor"].cost_usd == 0.01


def test_an_answer_from_the_cache_costs_nothing(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    client = client_of(server, cache="7d", history=True)
    for _ in range(3):
        client.ask("one")
    tally = client.keeping.costs.session
    assert (tally.answers, tally.cached, tally.cost_usd) == (3, 2, 0.01)
    assert history.spent_today_usd() == 0.01


def test_the_history_counts_by_day_thread_and_model(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    client = client_of(server, history=True)
    client.ask("one", thread="reactor")
    client.ask("two")
    assert [(spent.answers, spent.cost_usd) for spent in history.costs()] == [(2, 0.02)]
    assert {spent.name: spent.cost_usd for spent in history.costs("thread")} == {"": 0.01, "reactor": 0.01}
    assert [spent.name for spent in history.costs("model")] == ["sonar"]
    with pytest.raises(UsageProblem, match="costs are told by day, thread"):
        history.costs("moon; DROP TABLE answers")  # type: ignore[arg-type]


def test_a_question_that_may_go_beyond_is_not_sent(server: LocalServer, client_of: Clients) -> None:
    client = client_of(server, max_cost_usd=0.025)
    client.ask("one")
    client.ask("two")
    with pytest.raises(
        UsageProblem,
        match=r"not sent: \$0.0200 of max_cost_usd \$0.025 is spent in this session; one more may cost",
    ):
        client.ask("three")
    assert len(server.seen) == 2
    assert client.ask("three", max_cost_usd=1).status == "done"


def test_exactly_the_limit_may_be_spent(server: LocalServer, client_of: Clients) -> None:
    client = client_of(server, max_cost_usd=0.03)
    for question in "abc":
        client.ask(question)
    with pytest.raises(UsageProblem, match="not sent"):
        client.ask("d")


def test_questions_under_way_may_cost_as_much_as_the_dearest(client_of: Clients) -> None:
    def script(seen: object) -> list[str]:
        steps = [r'raw data: {"usage":{"cost":0.01}}\n\n', "done", "end"]
        begun = ["head 200 text/event-stream", "delta Hello", "finish"]
        return [*begun, *steps] if len(server.seen) == 1 else [*begun[:2], "stall"]

    with LocalServer(script) as server:
        client = client_of(server, max_cost_usd=0.035)
        client.ask("one")
        lives = [client.begin("two"), client.begin("three")]
        with pytest.raises(UsageProblem, match="2 more under way"):
            client.begin("four")
        for live in lives:
            live.stop()


def test_as_long_as_no_cost_is_known_one_goes_alone(client_of: Clients) -> None:
    with LocalServer(lambda _: [*FREE[:2], "stall"]) as server:
        client = client_of(server, max_cost_usd=1)
        live = client.begin("one")
        with pytest.raises(UsageProblem, match="the first question goes alone"):
            client.begin("two")
        live.stop()
        wait_until(lambda: live.done)
        client.begin("two").stop()


def test_a_server_that_reports_no_cost_cannot_be_held_to_a_limit(client_of: Clients) -> None:
    with LocalServer(lambda _: FREE) as server:
        client = client_of(server, max_cost_usd=1)
        assert client.ask("one").notices == ()
        assert client.ask("two").notices == ("the server reports no cost: max_cost_usd cannot be kept",)


@pytest.mark.parametrize("limit", [0, -1, "1", True, float("nan")])
def test_a_limit_that_is_none_is_one_line(limit: object) -> None:
    with pytest.raises(UsageProblem, match="max_cost_usd must be a positive number"):
        Client(max_cost_usd=limit)
