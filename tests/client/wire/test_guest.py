"""An httpx transport somebody brought: what it raises and sends is told as if it were our own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpcore
import httpx
import httpx2
import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.demo.transport import DemoTransport
from pplx_notebook.errors import PplxError, StatusError, UsageProblem
from pplx_notebook.network.rules.failures import wire_error
from pplx_notebook.network.wire.transport import failure_of

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


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda library: library.__name__)
def test_a_guests_server_is_waited_for_by_name_once_it_is_connected(library: Any) -> None:
    """The libraries' own transports tell when the request leaves."""
    seen = threading.Event()

    def answer() -> Iterator[str]:
        seen.wait(10)
        yield from (
            "head 200 text/event-stream | connection: close",
            "delta Hi",
            "finish",
            "done",
            "end",
            "close",
        )

    with LocalServer(lambda _: answer()) as server:
        asked = {**ASKED, "base_url": server.url, "transport": library.AsyncHTTPTransport()}
        live = client.begin("hi", **asked)
        end = time.monotonic() + 10
        while live.progress.state == "connecting" and time.monotonic() < end:
            live.wait_change(0.05)
        said = live.progress
        seen.set()
        assert live.result().text == "Hi"  # and the guest has closed its connection
        assert (said.state, said.line) == ("waiting", f"for 127.0.0.1:{server.port}")


def test_a_guest_without_a_network_is_connected_once_it_answers() -> None:
    """It traces nothing; its head says that the server had the question."""
    live = client.begin("hi", transport=Scripted(httpx.Response(200, stream=Slow())), **ASKED)
    end = time.monotonic() + 10
    while live.progress.state == "connecting" and time.monotonic() < end:
        live.wait_change(0.05)
    said = live.progress
    live.stop()
    assert (said.state, said.line) == ("waiting", "for gateway.example")


class Slow(httpx.AsyncByteStream):
    """A body of which nothing comes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await asyncio.sleep(60)
        yield b""


def test_a_guests_refusal_is_a_status() -> None:
    """Headers of whatever case are read."""
    guest = Scripted(
        httpx.Response(429, headers={"Retry-After": "90"}, json={"error": {"message": "slow down"}})
    )
    with client.Client() as own, pytest.raises(StatusError, match="slow down") as raised:
        own.ask("hello", transport=guest, **ASKED)  # whose limiter holds off for 60 s now
    assert raised.value.retry_after_s == 90


def test_a_guests_failure_is_told_by_its_host() -> None:
    """One line, typed."""
    with pytest.raises(PplxError, match=r"gateway\.example did not accept a connection in time") as raised:
        client.ask("hello", transport=Scripted(httpx.ConnectTimeout("...")), **ASKED)
    assert raised.value.kind == "timeout"


NAMES = (
    "ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout", "ConnectError", "ReadError", "WriteError",
    "ProxyError", "LocalProtocolError", "RemoteProtocolError", "UnsupportedProtocol",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("library", [httpcore, httpx, httpx2], ids=lambda library: library.__name__)
def test_all_libraries_errors_are_told_in_the_same_words(library: Any, name: str) -> None:
    """A transport raises nothing but what the network did to us, whoever says so."""
    cause = getattr(library, name)("why")
    failure = failure_of(cause, library)
    assert failure is not None
    error = wire_error(failure.kind, cause, "host.example")
    assert error.kind == ("timeout" if name.endswith("Timeout") else "transport")
    assert "host.example" in error.message or name == "ProxyError"


@pytest.mark.parametrize("library", [httpcore, httpx, httpx2], ids=lambda library: library.__name__)
def test_what_is_no_error_of_the_network_is_a_bug(library: Any) -> None:
    """It is not told as a broken connection, and nobody asks again for it."""
    assert failure_of(TypeError("ours"), library) is None
    assert failure_of(OSError("the system's"), library) is not None


def test_a_guest_of_httpx2_is_a_guest() -> None:
    """openai >= 3 and others moved there; it gets requests of its own package."""

    class Answers(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            assert isinstance(request, httpx2.Request)
            choice = {"message": {"content": request.headers["authorization"]}, "finish_reason": "stop"}
            return httpx2.Response(200, json={"choices": [choice]})

    assert client.ask("hello", transport=Answers(), **ASKED).text == "Bearer test-key-123"


def test_an_httpx2_client_of_ours_reaches_a_server() -> None:
    """Its own pool of connections, over a real socket; closed by whoever brought it."""
    hello = ("head 200 text/event-stream", "delta Hi", "finish", "done", "end")

    async def asked(url: str) -> str:
        async with httpx2.AsyncHTTPTransport() as guest:
            return (await client.aask("hello", provider="chat", base_url=url, transport=guest)).text

    with LocalServer(lambda _: hello) as server:
        assert asyncio.run(asked(server.url)) == "Hi"


@pytest.mark.parametrize("package", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_the_demo_engine_serves_the_clients_of_both_packages(package: Any) -> None:
    """As their transport, streamed."""

    async def asked() -> str:
        async with package.AsyncClient(transport=DemoTransport(pace="instant")) as other:
            body = {
                "model": "sonar",
                "messages": [{"role": "user", "content": "What is DNA?"}],
                "stream": True,
            }
            async with other.stream("POST", "http://demo/chat/completions", json=body) as response:
                return "".join([part async for part in response.aiter_text()])

    assert "chat.completion.chunk" in asyncio.run(asked())


def test_what_is_no_transport_is_a_mistake_in_the_call() -> None:
    """One line, and nothing is sent."""
    with pytest.raises(UsageProblem, match="httpx or httpx2"):
        client.ask("hello", transport=object(), **ASKED)
