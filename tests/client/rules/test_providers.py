"""Every provider over real HTTP against the demo engine's server: streamed, whole and in the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pplx_notebook import client
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.protocol.answer import Answer

QUESTION = "What is fusion energy?"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """The demo engine on a port."""
    with DemoServer(pace="instant") as running:
        yield running


def asked(server: DemoServer, provider: str, path: str = "", **more: Any) -> Answer:
    """Ask the demo engine as if it were this provider."""
    return client.ask(
        QUESTION, provider=provider, base_url=server.base_url.removesuffix("/v1") + path, **more
    )


PROVIDERS = [
    ("responses", ""),
    ("chat", "/v1"),
    ("openrouter", "/api/v1"),
    ("perf", ""),
    ("named", "/named"),
]


@pytest.mark.parametrize(("provider", "path"), PROVIDERS)
def test_a_provider_streams(server: DemoServer, provider: str, path: str) -> None:
    """Text and, where the dialect has them, sources."""
    answer = asked(server, provider, path)
    assert answer.status == "done"
    assert "fusion" in answer.text.lower()
    assert bool(answer.citations or answer.search_results) == (provider != "perf")


@pytest.mark.parametrize(("provider", "path"), PROVIDERS[:-1])
def test_a_whole_answer_is_the_streamed_one(server: DemoServer, provider: str, path: str) -> None:
    """The same text and the same sources, streamed or not."""
    streamed, whole = asked(server, provider, path), asked(server, provider, path, stream=False)
    assert whole.text == streamed.text
    assert [c.url for c in whole.citations] == [c.url for c in streamed.citations]
    assert [r.url for r in whole.search_results] == [r.url for r in streamed.search_results]


def test_concise_mode_is_the_full_answer_in_fewer_bytes(server: DemoServer) -> None:
    """Text and sources are the same in both modes."""
    full, concise = (asked(server, "chat", "/v1", stream_mode=mode) for mode in ("full", "concise"))
    assert concise.text == full.text
    assert concise.search_results == full.search_results


def test_a_run_in_the_background(server: DemoServer) -> None:
    """Polled or streamed, it ends as the same answer."""
    text = asked(server, "responses").text
    assert asked(server, "responses", background=True).text == text
    assert asked(server, "responses", background=True, stream=False).text == text


def test_the_demo_provider_needs_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says what it is."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    answer = client.ask(QUESTION)
    assert answer.provider == "demo"
    assert "demo engine: offline library, no model" in answer.notices
    assert answer.status == "done"


def test_a_conversation_goes_on(server: DemoServer) -> None:
    """continue_from sends the turns before."""
    first = asked(server, "responses")
    assert asked(server, "responses", continue_from=first).status == "done"
