"""An identical question is answered without paying, where that is wanted, and says so."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from local_server import LocalServer
from waiting_for import wait_until

from pplx_notebook import Client
from pplx_notebook.errors import PplxError, Stopped, UsageProblem
from pplx_notebook.library.store.history import History

Clients = Callable[..., Client]


def aged(path: Path, seconds: float) -> None:
    """Make everything in a history older."""
    with sqlite3.connect(path) as db:
        db.execute(
            "UPDATE answers SET written_s = written_s - ?, kept_until_s = kept_until_s - ?",
            (seconds, seconds),
        )
    db.close()


def test_the_same_question_is_not_paid_twice(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    first = client_of(server, cache="7d").ask("tokamaks")
    again = client_of(server, cache="7d").ask("tokamaks")
    assert len(server.seen) == 1
    assert (again.text, again.search_results, again.usage) == (first.text, first.search_results, first.usage)
    assert first.cache_age_s is None
    assert again.cache_age_s is not None
    assert again.notices[-1].startswith("from the cache: answered less than a minute ago (20")


def test_every_way_of_asking_takes_it(server: LocalServer, client_of: Clients) -> None:
    client = client_of(server, cache="7d")
    text = client.ask("tokamaks").text
    live = client.begin("tokamaks")
    assert live.done
    assert [answer.text for answer in client.stream("tokamaks")] == [text]

    async def both() -> list[str]:
        one = await client.aask("tokamaks")
        return [one.text, *[answer.text async for answer in client.astream("tokamaks")]]

    assert asyncio.run(both()) == [text, text]
    assert len(server.seen) == 1


def test_the_cache_alone_is_no_history(server: LocalServer, client_of: Clients, history: History) -> None:
    client_of(server, cache="7d").ask("tokamaks")
    assert len(history) == 0
    assert history.search("tokamaks") == ()


def test_what_the_history_has_is_given_again(server: LocalServer, client_of: Clients) -> None:
    client_of(server, history=True).ask("tokamaks")
    assert client_of(server, cache="1h").ask("tokamaks").cache_age_s is not None


def test_an_older_answer_is_asked_again(
    server: LocalServer, client_of: Clients, history: History, path: Path
) -> None:
    client = client_of(server, history=True)
    client.ask("tokamaks")
    assert len(history) == 1
    aged(path, 3 * 86_400)
    assert client.ask("tokamaks", cache="1d").cache_age_s is None
    assert len(history) == 2
    aged(path, 3 * 86_400)
    assert "answered 3 days ago" in client.ask("tokamaks", cache="7d").notices[-1]


def test_what_was_kept_for_the_cache_goes_when_its_time_is_over(
    server: LocalServer, client_of: Clients, history: History, path: Path
) -> None:
    client_of(server, cache="1h").ask("tokamaks")
    assert len(history) == 0
    aged(path, 7200)
    (path.parent.parent / "again").symlink_to(path.parent)
    own = Client(provider="demo", history=path.parent.parent / "again" / path.name)  # opened anew
    own.ask("What is fusion?")
    own.close()
    with sqlite3.connect(path) as db:
        prompts = [prompt for (prompt,) in db.execute("SELECT prompt FROM answers")]
    db.close()
    assert prompts == ["What is fusion?"]


@pytest.mark.parametrize(
    "other",
    [{"model": "sonar-pro"}, {"recency": "week"}, {"instructions": "short"}, {"extra": {"temperature": 0.5}}, {"domains": "a.org"}],
    ids=str,
)  # fmt: skip
def test_another_request_is_asked(server: LocalServer, client_of: Clients, other: dict[str, object]) -> None:
    client = client_of(server, cache="7d")
    client.ask("tokamaks")
    assert client.ask("tokamaks", **other).cache_age_s is None


@pytest.mark.parametrize(
    "same",
    [{"retries": 5}, {"idle_timeout_s": 9.0}, {"stream_mode": "full"}, {"headers": {"X-Title": "t"}}],
    ids=str,
)
def test_how_it_travels_is_not_the_request(
    server: LocalServer, client_of: Clients, same: dict[str, object]
) -> None:
    client = client_of(server, cache="7d")
    client.ask("tokamaks")
    assert client.ask("tokamaks", **same).cache_age_s is not None


def test_another_address_is_asked(server: LocalServer, client_of: Clients) -> None:
    client_of(server, cache="7d").ask("tokamaks")
    with LocalServer(server.script) as other:
        assert client_of(other, cache="7d").ask("tokamaks").cache_age_s is None


def test_a_conversation_is_given_again_turn_by_turn(server: LocalServer, client_of: Clients) -> None:
    for _ in range(2):
        client = client_of(server, cache="7d")
        first = client.ask("one")
        second = client.ask("two", continue_from=first)
        third = client.ask("three", continue_from=second)
    assert len(server.seen) == 3
    assert [turn.content for turn in third.earlier][::2] == ["one", "two"]


@pytest.mark.parametrize(
    "steps",
    [["head 200 text/event-stream", "delta Half", "close"], ["reply 400 application/json", "body {}"]],
    ids=["cut off", "failed"],
)
def test_what_is_not_whole_is_asked_again(client_of: Clients, steps: list[str]) -> None:
    with LocalServer(lambda _: steps) as server:
        client = client_of(server, cache="7d", retries=0)
        for _ in range(2):
            with pytest.raises(PplxError):
                client.ask("tokamaks")
        assert len(server.seen) == 2


def test_a_stopped_answer_is_asked_again(client_of: Clients) -> None:
    with LocalServer(lambda _: ["head 200 text/event-stream", "delta Half", "stall"]) as server:
        client = client_of(server, cache="7d")
        for count in (1, 2):
            live = client.begin("tokamaks")
            wait_until(lambda: live.size > 0)  # noqa: B023  # called in this round only
            live.stop()
            with pytest.raises(Stopped):
                live.result()
            assert len(server.seen) == count


def test_demo_answers_are_not_cached(history: History) -> None:
    with Client(provider="demo", cache="7d") as client:
        assert [client.ask("What is fusion?").cache_age_s for _ in range(2)] == [None, None]
    assert not history.path.exists()


def test_what_is_private_is_neither_given_nor_looked_for(server: LocalServer, client_of: Clients) -> None:
    client = client_of(server, cache="7d")
    client.ask("tokamaks")
    assert client.ask("tokamaks", private=True).cache_age_s is None


@pytest.mark.parametrize("span", ["7x", "", "0d", "-1d", "d", 7, True, "tomorrow"])
def test_an_age_that_is_none_is_one_line(span: object) -> None:
    with pytest.raises(UsageProblem, match="cache takes a span of time"):
        Client(cache=span)
