"""ask, aask, stream, astream and begin against a real local server."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hello import HELLO, chat, hello
from local_server import LocalServer, Seen

from pplx_notebook import client


def test_ask_gives_the_whole_answer() -> None:
    """ask waits, and returns text, status and provider."""
    with LocalServer(hello) as server:
        answer = client.ask("hi", **chat(server))
    assert (answer.text, answer.status, answer.provider) == ("Hello world", "done", "chat")


def test_aask_gives_the_same_answer() -> None:
    """The coroutine is the same question, and cleans up after itself with its loop."""
    with LocalServer(hello) as server:
        assert asyncio.run(client.aask("hi", **chat(server))) == client.ask("hi", **chat(server))


def test_stream_yields_growing_snapshots() -> None:
    """Text is seen before the stream ends, and the last snapshot is the whole answer."""
    slow = (
        "head 200 text/event-stream",
        "delta one_",
        "pause 0.2",
        "delta two",
        "pause 0.2",
        "finish",
        "done",
        "end",
    )
    with LocalServer(lambda _: slow) as server:
        texts = [answer.text for answer in client.stream("hi", **chat(server))]
    assert texts[0] == "one "
    assert texts[-1] == "one two"


def test_astream_yields_growing_snapshots() -> None:
    """The same for coroutines."""
    slow = (
        "head 200 text/event-stream",
        "delta one_",
        "pause 0.2",
        "delta two",
        "pause 0.2",
        "finish",
        "done",
        "end",
    )

    async def texts(url: str) -> list[str]:
        settings: Any = {"provider": "chat", "base_url": url}
        return [answer.text async for answer in client.astream("hi", **settings)]

    with LocalServer(lambda _: slow) as server:
        seen = asyncio.run(texts(server.url))
    assert seen[0] == "one "
    assert seen[-1] == "one two"


def test_begin_returns_at_once_and_says_what_goes_on() -> None:
    """The live answer is polled while the answer grows."""
    asked, written = threading.Event(), threading.Event()

    def one_step_after_the_other() -> Iterator[str]:
        asked.wait(20)
        yield from ("head 200 text/event-stream", "delta one")
        written.wait(20)
        yield from ("finish", "done", "end")

    with LocalServer(lambda _: one_step_after_the_other()) as server:
        live = client.begin("hi", **chat(server))
        assert not live.done
        assert live.progress.state in ("connecting", "waiting")
        asked.set()
        while live.progress.state in ("connecting", "waiting"):
            live.wait_change(0.05)
        assert live.progress.state == "writing"
        written.set()
        assert live.result().text == "one"
    assert live.progress.state == "done"


def test_a_live_answer_can_be_awaited() -> None:
    """While other tasks go on."""

    async def awaited(url: str) -> tuple[str, int]:
        settings: Any = {"provider": "chat", "base_url": url}
        live, turns = client.begin("hi", **settings), 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.01)

        other = asyncio.create_task(count())
        answer = await live
        other.cancel()
        return answer.text, turns

    slow = ("head 200 text/event-stream", "delta one", "pause 0.2", "finish", "done", "end")
    with LocalServer(lambda _: slow) as server:
        text, turns = asyncio.run(awaited(server.url))
    assert text == "one"
    assert turns > 2  # a blocked loop makes one


@pytest.mark.parametrize(("late", "most"), [("end", 1), ("pause 0.02|end", 3)], ids=["prompt", "late"])
def test_ten_answers_use_one_connection(late: str, most: int) -> None:
    """The rest of a finished body is read off the display path, at most 100 ms long (a busy machine may miss)."""
    steps = (*HELLO[:-1], *late.split("|"))
    with LocalServer(lambda _: steps) as server:
        for _ in range(10):
            client.ask("hi", **chat(server))
        assert server.connections <= most


def test_a_server_that_never_ends_its_body_costs_a_connection_not_time() -> None:
    """finish, [DONE], and then nothing: the answer is there at once."""
    with LocalServer(lambda _: (*HELLO[:-1], "stall")) as server:
        began = time.monotonic()
        for _ in range(3):
            assert client.ask("hi", **chat(server)).text == "Hello world"
        assert time.monotonic() - began < 5
        assert server.connections == 3


def test_a_dead_pooled_connection_is_noticed() -> None:
    """A server that closes idle connections costs no retry and no error."""
    with LocalServer(lambda _: (*HELLO, "close")) as server:
        for _ in range(3):
            assert client.ask("hi", **chat(server)).text == "Hello world"
            time.sleep(0.02)
        assert len(server.seen) == 3


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_a_recorded_stream_arrives_whole(shared: Path, size: int) -> None:
    """A genuine recorded stream over real HTTP, in chunks of any size."""
    recording = shared / "streams" / "agent-fast-2026-09-21-named-events.sse"
    with LocalServer(lambda _: ("head 200 text/event-stream", f"file {recording} {size}", "end")) as server:
        answer = client.ask("hi", provider="responses", base_url=server.url)
    assert answer.status == "done"
    assert answer.text == "Paris is the capital of France.[1]"
    assert answer.search_results


def test_a_whole_answer_is_the_same_answer() -> None:
    """Without streaming the same Answer comes."""
    body = '{"choices":[{"index":0,"message":{"content":"Hello world"},"finish_reason":"stop"}]}'
    with LocalServer(lambda _: ("reply 200 application/json", f"body {body}")) as server:
        answer = client.ask("hi", stream=False, **chat(server))
        assert "stream" not in server.seen[0].json
    assert (answer.text, answer.status) == ("Hello world", "done")


@pytest.mark.parametrize("status", [400, 406, 501])
def test_a_server_that_refuses_to_stream_is_asked_without(status: int) -> None:
    """And the reader is told."""
    body = r'{"choices":[{"index":0,"message":{"content":"whole"},"finish_reason":"stop"}]}'

    def script(seen: Seen) -> tuple[str, ...]:
        if seen.json.get("stream"):
            return (
                f"reply {status} application/json",
                r'body {"error":{"message":"stream is not supported"}}',
            )
        return ("reply 200 application/json", f"body {body}")

    with LocalServer(script) as server:
        answer = client.ask("hi", **chat(server))
    assert answer.text == "whole"
    assert any("does not stream" in notice for notice in answer.notices)


def test_fifty_answers_at_once_do_not_mix() -> None:
    """Concurrent questions each get their own text."""

    def script(seen: Seen) -> tuple[str, ...]:
        word = seen.json["messages"][0]["content"]
        return ("head 200 text/event-stream", *(f"delta {word}" for _ in range(20)), "finish", "done", "end")

    async def all_of(url: str) -> list[str]:
        settings: Any = {"provider": "chat", "base_url": url}
        answers = await asyncio.gather(*(client.aask(f"<{n}>", **settings) for n in range(50)))
        return [answer.text for answer in answers]

    with LocalServer(script) as server:
        texts = asyncio.run(all_of(server.url))
    assert texts == [f"<{n}>" * 20 for n in range(50)]


def test_half_a_surrogate_pair_in_a_question_costs_nothing() -> None:
    answer = client.ask("What is a \ud83d hole, \ud83d\ude00?", provider="demo")
    assert answer.prompt == "What is a \ufffd hole, \U0001f600?"
    assert answer.status == "done"


def test_it_waits_for_the_server_once_it_is_connected() -> None:
    """Connecting is over when the request leaves; a silent server is waited for by its name."""
    with LocalServer(lambda _: ("stall",)) as server:
        live = client.begin("hi", **chat(server))
        end = time.monotonic() + 10
        while live.progress.state == "connecting" and time.monotonic() < end:
            live.wait_change(0.05)
        said = live.progress
        live.stop()
        assert (said.state, said.line) == ("waiting", f"for 127.0.0.1:{server.port}")


def test_a_retry_counts_down() -> None:
    """The seconds that are left, each said once, with the reason."""
    answers = iter([("reply 503 application/json | retry-after: 3", "body {}"), HELLO])
    with LocalServer(lambda _: next(answers)) as server:
        live = client.begin("hi", **chat(server, retries=1))
        lines: list[str] = []
        while not live.done:
            live.wait_change(0.05)
            said = live.progress
            if said.state == "retrying" and said.line not in lines:
                lines.append(said.line)
        assert live.result().text == "Hello world"
    seconds = [line.split(" · ")[0] for line in lines]
    assert len(seconds) > 1
    assert seconds == [
        left for left in ("in 3 s", "in 2 s", "in 1 s") if left in seconds
    ]  # a busy machine misses one
    assert all("HTTP 503" in line for line in lines)
