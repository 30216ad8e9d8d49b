"""What a tier allows, and what is said of it."""

from __future__ import annotations

import http.client
import json
import time

import pytest
from asking_http import AGENT, CHAT, MESSAGES, sent

from pplx_notebook.demo.server.limits import TIERS, Tier, TierLimit
from pplx_notebook.demo.server.refusal import Refusal
from pplx_notebook.demo.server.server import DemoServer


def test_the_tiers_are_those_of_the_document() -> None:
    """Free 60 a minute and 3 streams, Pro 300 and 10."""
    assert {"none": None, "free": Tier(60, 3), "pro": Tier(300, 10)} == TIERS


@pytest.mark.parametrize("name", ["free", "pro"])
def test_a_minute_has_so_many_requests_and_slides(name: str) -> None:
    """The next one waits until the first is a minute old; another token has its own count."""
    tier, now = TIERS[name], [1000.0]
    assert tier is not None
    limit = TierLimit(tier, lambda: now[0])
    for number in range(tier.requests):
        now[0] = 1000 + number / 100
        headers = limit.take("ann")
        assert headers["X-RateLimit-Remaining"] == str(tier.requests - number - 1)
    with pytest.raises(Refusal) as raised:
        limit.take("ann")
    assert raised.value.status == 429
    assert 1 <= int(raised.value.headers["Retry-After"]) <= 60
    assert raised.value.headers["X-RateLimit-Reset"] == "1060"
    limit.take("bob")
    now[0] = 1060.0
    assert limit.take("ann")["X-RateLimit-Used"] == str(tier.requests)


@pytest.mark.parametrize("path", ["/v1/responses", "/v1/chat", "/events"])
def test_the_sixty_first_request_is_refused_over_http(path: str) -> None:
    """429 with Retry-After and the counts; Perf's code is a word."""
    with DemoServer(pace="instant", tier="free") as server:
        body = {**AGENT, "stream": False} if "responses" in path else {"messages": MESSAGES, "stream": False}
        statuses = [sent(server, path, body)[0] for _ in range(60)]
        assert set(statuses) == {200}
        status, data, headers = sent(server, path, body)
        assert status == 429
        assert int(headers["retry-after"]) >= 1
        assert headers["x-ratelimit-limit"] == "60"
        assert headers["x-ratelimit-remaining"] == "0"
        assert int(headers["x-ratelimit-reset"]) >= time.time() - 1
        error = json.loads(data)["error"]
        assert error["type"] == "rate_limit_exceeded"
        assert error["code"] == ("rate_limit_exceeded" if path == "/v1/chat" else 429)


@pytest.mark.parametrize(("tier", "most"), [("free", 3), ("pro", 10)])
def test_so_many_streams_run_at_once_and_a_reader_who_leaves_gives_the_place_back(
    tier: str, most: int
) -> None:
    """The next one is refused while they run, and taken when one has ended."""
    with DemoServer(pace="lifelike", tier=tier) as server:
        running = []
        for _ in range(most):
            connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
            connection.request(
                "POST", "/chat/completions", json.dumps(CHAT), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            assert response.status == 200
            running.append((connection, response))
        status, data, headers = sent(server, "/chat/completions", CHAT)
        assert status == 429
        assert f"{most} streams at once" in json.loads(data)["error"]["message"]
        assert headers["retry-after"] == "1"
        assert sent(server, "/chat/completions", {**CHAT, "stream": False})[0] == 200
        for connection, response in running[:1]:
            response.close()
            connection.close()
        end = time.monotonic() + 10
        while (status := sent(server, "/events?q=DNA", method="HEAD")[0]) != 200 and time.monotonic() < end:
            time.sleep(0.05)
        while server.connections > most - 1 and time.monotonic() < end:
            time.sleep(0.05)
        connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
        connection.request(
            "POST", "/chat/completions", json.dumps(CHAT), {"Content-Type": "application/json"}
        )
        assert connection.getresponse().status == 200
        connection.close()
        for connection, response in running[1:]:
            response.close()
            connection.close()
