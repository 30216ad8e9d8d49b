"""The limiter: slots for all questions of the process, fed by presets, settings and headers."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.errors import StatusError, UsageProblem
from pplx_notebook.network.question.call import prepare
from pplx_notebook.network.rules.allowances import TIERS, Allowance, allowance
from pplx_notebook.network.rules.limits import Limiter, Limits, Ticket, slot
from pplx_notebook.settings import Settings

HELLO = ("head 200 text/event-stream", "delta hi", "finish", "done", "end")


class Hands:
    """A clock whose hands the test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def taken(limiter: Limiter) -> float:
    """Queue up and ask once: 0 for a slot, else the wait; a ticket without a slot leaves the line."""
    ticket = Ticket()
    limiter.queue(ticket)
    wait = limiter.take(ticket)
    if wait:
        limiter.leave(ticket)
    return wait


def test_a_minutes_worth_goes_at_once_then_one_at_a_time() -> None:
    """The leaky bucket of the API page: 50 at once, then one every 1.2 seconds."""
    hands = Hands()
    limiter = Limiter(Allowance(50), hands)
    assert [taken(limiter) for _ in range(50)] == [0.0] * 50
    assert taken(limiter) == pytest.approx(1.2)
    hands.now += 1.2
    assert taken(limiter) == 0.0
    assert taken(limiter) == pytest.approx(1.2)


def test_a_strict_allowance_is_kept_in_any_minute() -> None:
    """Never more than N in any 60 s, whenever they are asked: no burst on top of what the bucket has let through."""
    hands = Hands()
    limiter = Limiter(Allowance(5, strict=True), hands)
    sent: list[float] = []
    while hands.now < 300:
        ticket = Ticket()
        limiter.queue(ticket)
        while wait := limiter.take(ticket):
            assert 0 < wait <= 60
            hands.now += wait
        hands.now += 0.3 * (len(sent) % 4)  # connecting takes a while
        limiter.sent(ticket)
        sent.append(hands.now)
        limiter.leave(ticket)
    assert all(later - first >= 60 for first, later in zip(sent, sent[5:], strict=False))
    assert len(sent) >= 21


def test_a_strict_allowance_counts_a_request_from_when_it_leaves() -> None:
    """Not from when it might have left."""
    hands = Hands()
    limiter = Limiter(Allowance(1, strict=True), hands)
    ticket = Ticket()
    limiter.queue(ticket)
    assert limiter.take(ticket) == 0
    assert taken(limiter) == 60
    hands.now = 5
    limiter.sent(ticket)
    assert taken(limiter) == 60


def test_what_the_reader_or_perf_counts_is_strict() -> None:
    """Perplexity's own tiers are a bucket."""
    strict = {
        name: prepare("hi", Settings(api_key="k" * 20, **settings)).allowance.strict
        for name, settings in {
            "perf": {"provider": "perf"},
            "given": {"provider": "perplexity", "requests_per_minute": 9},
            "tier": {"provider": "perplexity"},
        }.items()
    }
    assert strict == {"perf": True, "given": True, "tier": False}


def test_a_429_holds_its_own_base_address_only() -> None:
    """One host may have several gateways behind it."""
    busy = ("reply 429 application/json | retry-after: 30", "body {}")
    with LocalServer(lambda seen: busy if seen.path.startswith("/one") else HELLO) as server:
        mine = client.Client(provider="chat", retries=0)
        with mine, pytest.raises(StatusError):
            mine.ask("hi", base_url=f"{server.url}/one/v1")
        with client.Client(provider="chat", limits=mine.limits) as other:
            assert other.ask("hi", base_url=f"{server.url}/two/v1").text == "hi"
            live = other.begin("hi", base_url=f"{server.url}/one/v1/chat/completions")
            end = time.monotonic() + 10
            while live.progress.state != "waiting for a slot" and time.monotonic() < end:
                live.wait_change(0.05)
            assert live.progress.state == "waiting for a slot"
            live.stop()


def test_streams_are_counted_until_they_end() -> None:
    """Two streams allowed: the third waits for one to end."""
    limiter = Limiter(Allowance(streams=2))
    tickets = [Ticket() for _ in range(3)]
    for ticket in tickets:
        limiter.queue(ticket)
    assert [limiter.take(ticket) == 0 for ticket in tickets] == [True, True, False]
    limiter.leave(tickets[0])
    assert limiter.take(tickets[2]) == 0


def test_first_come_first_served() -> None:
    """Nobody overtakes, and whoever leaves the line makes room."""
    limiter = Limiter(Allowance())
    first, second = Ticket(), Ticket()
    limiter.queue(first)
    limiter.queue(second)
    assert limiter.take(second) > 0
    limiter.leave(first)
    assert limiter.take(second) == 0


def test_whoever_waits_sleeps_until_woken() -> None:
    """A hundred in line look once; each is woken when it is first and a stream has ended, and no sooner."""
    limiter, said = Limiter(Allowance(streams=1)), []

    async def ask(at_work: asyncio.Event) -> None:
        async with slot(limiter, said.append):
            await at_work.wait()

    async def crowd() -> int:
        doors = [asyncio.Event() for _ in range(100)]
        tasks = [asyncio.create_task(ask(door)) for door in doors]
        await asyncio.sleep(0.5)
        looked = len(said)
        for door in doors:
            door.set()
        await asyncio.gather(*tasks)
        return looked

    assert asyncio.run(crowd()) == 99


def test_a_slot_passes_from_one_loop_to_another() -> None:
    """The network thread and a notebook's own loop stand in one line."""
    limiter = Limiter(Allowance(streams=1))
    ticket = Ticket()
    limiter.queue(ticket)
    assert limiter.take(ticket) == 0
    threading.Timer(0.2, limiter.leave, [ticket]).start()

    async def ask() -> float:
        began_s = time.monotonic()
        async with slot(limiter, lambda _: None):
            return time.monotonic() - began_s

    assert 0.1 < asyncio.run(asyncio.wait_for(ask(), 5)) < 5


def test_the_server_knows_better() -> None:
    """x-ratelimit-limit replaces the preset, x-ratelimit-remaining what we thought was left."""
    hands = Hands()
    limiter = Limiter(Allowance(50), hands)
    limiter.learn({"x-ratelimit-limit": "500", "x-ratelimit-remaining": "1"})
    assert taken(limiter) == 0.0
    assert taken(limiter) == pytest.approx(60 / 500)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "9" * 5000),
        ("remaining", "many"),
        ("remaining", "9" * 5000),
    ],
)
def test_nonsense_in_headers_changes_nothing(name: str, value: str) -> None:
    """Headers are strangers' text too."""
    limiter = Limiter(Allowance(2), Hands())
    limiter.learn({f"x-ratelimit-{name}": value})
    assert [taken(limiter), taken(limiter)] == [0.0, 0.0]
    assert taken(limiter) > 0


def test_a_429_holds_everybody() -> None:
    """One question's rate limit is every question's."""
    hands = Hands()
    limiter = Limiter(Allowance(), hands)
    limiter.hold_off(3)
    assert taken(limiter) == 3
    hands.now += 3
    assert taken(limiter) == 0


def test_presets_are_the_published_tiers() -> None:
    """The lowest tier counts until another is named."""
    assert [tier.per_minute for tier in TIERS["perplexity"].values()] == [50, 150, 500, 1000, 2000, 2000]
    assert allowance("perplexity") == Allowance(50)
    assert allowance("perplexity", 3) == Allowance(1000)
    assert allowance("perf") == Allowance(60, 3)
    assert allowance("chat") == Allowance()
    with pytest.raises(UsageProblem, match="0, 1, 2, 3, 4, 5"):
        allowance("perplexity", 6)


def test_presets_are_for_the_providers_own_address() -> None:
    """A server of one's own is not held to Perplexity's limits, unless a tier is named for it."""
    with LocalServer(lambda _: HELLO) as server:
        own: Any = {"provider": "perplexity", "base_url": server.url}
        limits = Limits()

        def limiter(**settings: Any) -> Limiter:
            call = prepare("hi", Settings(**settings))
            return limits.of(call.server, call.allowance, given=call.allowance_given)

        theirs = limiter(provider="perplexity", api_key="k" * 20)
        assert [taken(limiter(**own)) for _ in range(60)] == [0.0] * 60
        assert [taken(theirs) for _ in range(50)] == [0.0] * 50
        assert taken(theirs) > 0
        assert taken(limiter(**own, requests_per_minute=1)) > 0


def test_questions_share_the_streams_of_one_server() -> None:
    """Ten questions, two at a time, from one process: never more than two at the server."""
    running, most = 0, 0

    def script(_: Seen) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        yield from ("head 200 text/event-stream", "delta hi", "pause 0.05")
        running -= 1
        yield from ("finish", "done", "end")

    async def ten(url: str) -> None:
        settings: Any = {"provider": "chat", "base_url": url, "streams_at_once": 2}
        await asyncio.gather(*(client.aask("hi", **settings) for _ in range(10)))

    with LocalServer(script) as server:
        asyncio.run(ten(server.url))
    assert len(server.seen) == 10
    assert most == 2


def test_waiting_for_a_slot_is_visible_and_can_be_stopped() -> None:
    """The status says how long; a stop leaves the line at once and takes no slot."""
    with LocalServer(lambda _: HELLO) as server:
        settings: Any = {"provider": "chat", "base_url": server.url, "requests_per_minute": 20}
        for _ in range(20):
            client.ask("hi", **settings)
        live = client.begin("hi", **settings)
        end = time.monotonic() + 10
        while live.progress.state != "waiting for a slot" and time.monotonic() < end:
            live.wait_change(0.05)
        assert live.progress.note in {f"waiting {seconds} s for a free slot" for seconds in range(50, 61)}
        live.stop()
        assert live.wait(5)
        assert live.answer.status == "interrupted"
        assert len(server.seen) == 20
