"""An httpx transport somebody brought: what it raises and sends is told as if it were our own."""

from __future__ import annotations

import httpcore
import httpx
import pytest

from pplx_notebook import client
from pplx_notebook.errors import PplxError, StatusError, UsageProblem
from pplx_notebook.network.rules.failures import error_for

ASKED = {
    "provider": "chat",
    "base_url": "https://gateway.example/v1",
    "api_key": "test-key-123",
    "retries": 0,
}


class Scripted(httpx.AsyncBaseTransport):
    """Answers with what it was given, or raises it; keeps the requests."""

    def __init__(self, outcome: httpx.Response | Exception) -> None:
        self.outcome = outcome
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def test_a_guest_gets_the_whole_request() -> None:
    """Address, key, body and time limits."""
    guest = Scripted(
        httpx.Response(200, json={"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]})
    )
    assert client.ask("hello", transport=guest, idle_timeout_s=7, **ASKED).text == "Hi"
    (request,) = guest.requests
    assert str(request.url) == "https://gateway.example/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer test-key-123"
    assert request.headers["host"] == "gateway.example"
    assert b"hello" in request.content
    assert request.extensions["timeout"]["read"] == 7


def test_a_guests_refusal_is_a_status() -> None:
    """Headers of whatever case are read."""
    guest = Scripted(
        httpx.Response(429, headers={"Retry-After": "90"}, json={"error": {"message": "slow down"}})
    )
    with pytest.raises(StatusError, match="slow down") as raised:
        client.ask("hello", transport=guest, **ASKED)
    assert raised.value.retry_after_s == 90


def test_a_guests_failure_is_told_by_its_host() -> None:
    """One line, typed."""
    with pytest.raises(PplxError, match=r"gateway\.example did not accept a connection in time") as raised:
        client.ask("hello", transport=Scripted(httpx.ConnectTimeout("...")), **ASKED)
    assert raised.value.kind == "timeout"


@pytest.mark.parametrize(
    "name",
    ["ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout", "ConnectError", "ReadError", "WriteError",
     "ProxyError", "LocalProtocolError", "RemoteProtocolError", "UnsupportedProtocol"],
)  # fmt: skip
def test_both_libraries_errors_are_told_in_the_same_words(name: str) -> None:
    """They are told apart by name."""
    of_httpcore = error_for(getattr(httpcore, name)("why"), "host.example")
    assert of_httpcore == error_for(getattr(httpx, name)("why"), "host.example")
    assert of_httpcore.kind == ("timeout" if name.endswith("Timeout") else "transport")
    assert "host.example" in of_httpcore.message or name == "ProxyError"


def test_our_own_errors_keep_their_words() -> None:
    """A typed error inside the network needs no translation."""
    assert error_for(UsageProblem("set this"), "host.example").message == "set this"
