"""A question that is stopped, left or cancelled: at once, with its text, and without its connection."""

from __future__ import annotations

import _thread
import asyncio
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hello import HELLO, chat, until
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.errors import Stopped

CLOSED_S = 1.0  # the server sees the end of a connection after 1 to 100 ms; a busy machine is given a second


@pytest.mark.parametrize("steps", [("stall",), (*HELLO[:2], "stall")], ids=["silent", "mid-stream"])
def test_stop_closes_the_connection(steps: tuple[str, ...]) -> None:
    """Also on a silent server; what has arrived stays."""
    with LocalServer(lambda _: steps) as server:
        live = client.begin("hi", **chat(server))
        until(lambda: server.seen and (len(steps) == 1 or live.answer.text))
        live.stop()
        assert server.seen[0].gone.wait(CLOSED_S)
        with pytest.raises(Stopped) as stopped:
            live.result()
    assert stopped.value.answer is not None
    assert stopped.value.answer.status == "interrupted"
    assert stopped.value.answer.text == ("" if len(steps) == 1 else "Hello ")


def test_stop_at_any_moment() -> None:
    """Thirty stops spread over the life of a question: over at once, text kept, server told."""
    words = tuple(step for n in range(40) for step in (f"delta w{n}_", "pause 0.005"))
    steps = ("pause 0.02", "head 200 text/event-stream", *words, "finish", "done", "end")
    with LocalServer(lambda _: steps) as server:
        for n in range(30):
            live = client.begin("hi", **chat(server))
            time.sleep(n * 0.006)
            began = time.monotonic()
            live.stop()
            assert live.wait(5)
            assert time.monotonic() - began < 5
            assert live.answer.status == "interrupted"
            assert "".join(f"w{n} " for n in range(40)).startswith(live.answer.text)
        assert all(seen.gone.wait(5) for seen in server.seen)


def test_stop_reaches_a_body_that_swells() -> None:
    """Compressed comments, a hundred MB from one read: the stop is not kept waiting by them."""
    flood = "flood zstd 200 : a comment of some length, and then another\\n\\n"
    with LocalServer(
        lambda _: ("head 200 text/event-stream | content-encoding: zstd", flood, "end")
    ) as server:
        live = client.begin("hi", **chat(server))
        until(lambda: server.seen)
        time.sleep(0.3)
        began = time.monotonic()
        live.stop()
        assert live.wait(5)
        assert time.monotonic() - began < 1
        assert live.answer.status == "interrupted"


def test_stop_before_anything_happened() -> None:
    """A stop in the very first moment ends the question all the same."""
    with LocalServer(lambda _: ("stall",)) as server:
        for _ in range(50):
            live = client.begin("hi", **chat(server))
            live.stop()
            assert live.wait(5)
            assert live.answer.status == "interrupted"


@pytest.fixture
def heard() -> Iterator[None]:
    """An interrupt is heard: a shell that starts the suite in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_stops_ask_and_keeps_the_text() -> None:
    """KeyboardInterrupt on a stalled server: Stopped, with the partial answer, connection closed."""

    def script(_: Seen) -> Iterator[str]:
        yield from (*HELLO[:2], "pause 0.5")
        _thread.interrupt_main()
        yield "stall"

    with LocalServer(script) as server:
        with pytest.raises(Stopped) as stopped:
            client.ask("hi", **chat(server))
        assert server.seen[0].gone.wait(5)
    assert stopped.value.answer is not None
    assert stopped.value.answer.text == "Hello "
    assert "1 word kept" in str(stopped.value)


def test_leaving_a_stream_early_closes_the_connection() -> None:
    """break is enough."""
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        for answer in client.stream("hi", **chat(server)):
            assert answer.text == "Hello "
            break
        assert server.seen[0].gone.wait(CLOSED_S)


@pytest.mark.parametrize("close", [True, False], ids=["aclose", "break"])
def test_leaving_an_async_stream_early_closes_the_connection(close: bool) -> None:
    """The same for coroutines, with the loop still running; who must be sure awaits ``aclose``."""

    async def first(server: LocalServer) -> str:
        if close:
            answers = client.astream("hi", **chat(server))
            text = (await anext(answers)).text
            await answers.aclose()  # type: ignore[attr-defined]  # a generator, though typed as any iterator
        else:
            async for answer in client.astream("hi", **chat(server)):
                text = answer.text
                break
        assert await asyncio.to_thread(server.seen[0].gone.wait, CLOSED_S)
        return text

    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        assert asyncio.run(first(server)) == "Hello "


def test_cancelling_aask_closes_the_connection() -> None:
    """asyncio's own way to stop."""

    async def cancelled(url: str) -> None:
        settings: Any = {"provider": "chat", "base_url": url}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await client.aask("hi", **settings)

    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        asyncio.run(cancelled(server.url))
        assert server.seen[0].gone.wait(CLOSED_S)
