"""A bug of ours is ours: it comes out once, as itself, with its traceback, and nobody asks again for it.

The bugs are planted: something inside that must not fail is made to fail, as a slip of ours would.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.protocol.dialects.recognise import Dialects
from pplx_notebook.protocol.reading.growing_answer import GrowingAnswer
from pplx_notebook.protocol.sse import EventStreamDecoder

HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")
PLACES: dict[str, tuple[type, str]] = {
    "the reader": (GrowingAnswer, "fold"),
    "a dialect": (Dialects, "decode"),
    "the event decoder": (EventStreamDecoder, "feed"),
}


def slip(*_: object) -> Any:
    """What a slip of ours would do."""
    return None + 1  # type: ignore[operator]  # the planted bug


def ask(url: str) -> object:
    return client.ask("a private question", provider="chat", base_url=url)


def ask_async(url: str) -> object:
    return asyncio.run(client.aask("hi", provider="chat", base_url=url))


def stream(url: str) -> object:
    return list(client.stream("hi", provider="chat", base_url=url))


def stream_async(url: str) -> object:
    async def all_of_it() -> list[object]:
        return [answer async for answer in client.astream("hi", provider="chat", base_url=url)]

    return asyncio.run(all_of_it())


def begin_and_await(url: str) -> object:
    async def awaited() -> object:
        return await client.begin("hi", provider="chat", base_url=url)

    return asyncio.run(awaited())


@pytest.mark.parametrize(
    "way", [ask, ask_async, stream, stream_async, begin_and_await], ids=lambda way: way.__name__
)
@pytest.mark.parametrize("place", PLACES)
def test_a_bug_comes_out_as_itself_and_is_asked_about_once(
    place: str, way: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*PLACES[place], slip)
    with LocalServer(lambda _: HELLO) as server:
        with pytest.raises(TypeError, match="unsupported operand") as raised:
            way(server.url)
        assert len(server.seen) <= 1  # a snapshot may find it before anything was sent
    told = "".join(traceback.format_exception(raised.value))
    assert "in slip" in told
    assert "test_bugs.py" in told


def test_what_had_arrived_before_the_bug_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalServer(lambda _: (*HELLO[:2], "pause 0.5", *HELLO[3:])) as server:
        live = client.begin("hi", provider="chat", base_url=server.url)
        while not live.answer.text:
            live.wait_change(0.02)
        monkeypatch.setattr(Dialects, "decode", slip)
        assert live.wait(5)
    assert isinstance(live.bug, TypeError)
    assert (live.answer.text, live.answer.status) == ("Hello ", "failed")
    assert live.answer.error is not None
    assert "bug of ours" in live.answer.error.message


def test_what_the_network_does_is_no_bug() -> None:
    with LocalServer(lambda _: (*HELLO[:2], "reset")) as server:
        live = client.begin("hi", provider="chat", base_url=server.url)
        assert live.wait(5)
    assert live.bug is None
    assert live.answer.status == "cut off"


def test_the_log_is_silent_by_default_and_tells_attempts_waits_and_endings(
    caplog: pytest.LogCaptureFixture,
) -> None:
    refused = ("reply 503 application/json | retry-after: 0", 'body {"error":{"message":"busy"}}')
    logger = logging.getLogger("pplx_notebook")
    answers = iter([refused, HELLO])
    with LocalServer(lambda _: next(answers)) as server:
        caplog.set_level(logging.INFO, logger="pplx_notebook")
        ask(server.url)
    told = [record.getMessage() for record in caplog.records if record.name == "pplx_notebook"]
    assert [line.partition(": ")[2].split(" ")[0] for line in told] == [
        "attempt",
        "again",
        "attempt",
        "ended",
    ]
    assert "private" not in caplog.text
    assert any(isinstance(handler, logging.NullHandler) for handler in logger.handlers)
