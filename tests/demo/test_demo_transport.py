"""The engine behind httpx: streams over time, ends when closed, never opens a socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.pacing import SEARCH_S, factor_of, pause_before_word
from pplx_notebook.demo.transport import DemoTransport
from pplx_notebook.protocol import read_answer

BODY = {"input": "Explain black holes in detail", "effort": "fast", "stream": True}


@asynccontextmanager
async def streaming(pace: str | float) -> AsyncIterator[httpx.Response]:
    client = httpx.AsyncClient(transport=DemoTransport(pace), base_url="https://demo.invalid")
    async with client, client.stream("POST", "/v1/responses", json=BODY) as response:
        yield response


def test_pace_instant_has_no_pauses() -> None:
    """A long answer of hundreds of events comes at once."""

    async def read() -> tuple[float, list[bytes]]:
        async with streaming("instant") as response:
            began = time.perf_counter()
            pieces = [piece async for piece in response.aiter_raw()]
            return time.perf_counter() - began, pieces

    seconds, pieces = asyncio.run(read())
    assert len(pieces) > 300
    assert read_answer(pieces).status == "done"
    assert seconds < len(pieces) * pause_before_word(0) / 4


def test_pace_stretches_the_pauses() -> None:
    """At pace 20 the stream takes a twentieth of its lifelike time, and never less."""

    async def read() -> float:
        async with streaming(20.0) as response:
            began = time.perf_counter()
            async for _ in response.aiter_raw():
                pass
            return time.perf_counter() - began

    words = len(read_answer(asyncio.run(_pieces("instant"))).text.split())
    assert asyncio.run(read()) >= (SEARCH_S + words * 0.025) / 20


async def _pieces(pace: str) -> list[bytes]:
    async with streaming(pace) as response:
        return [piece async for piece in response.aiter_raw()]


def test_lifelike_words_come_at_25_to_40_a_second_the_same_each_time() -> None:
    """The pause before a word is between 25 and 40 milliseconds and varies."""
    pauses = [pause_before_word(place) for place in range(500)]
    assert min(pauses) >= 1 / 40
    assert max(pauses) <= 1 / 25
    assert len({round(pause, 6) for pause in pauses}) > 100


def test_closing_mid_stream_stops_it_at_once() -> None:
    """A reader that waits for the next word is woken by aclose and gets no more."""

    async def read() -> tuple[float, int]:
        async with streaming(0.02) as response:  # fifty times slower: the next word is over a second away
            pieces = 0
            closed_at = 0.0

            async def close_soon() -> None:
                nonlocal closed_at
                await asyncio.sleep(0.05)
                closed_at = time.perf_counter()
                await response.aclose()

            closing = asyncio.create_task(close_soon())
            async for _ in response.aiter_raw():
                pieces += 1
            await closing
            return time.perf_counter() - closed_at, pieces

    seconds, pieces = asyncio.run(read())
    assert pieces == 4  # up to the search, whose results are twenty seconds away
    assert seconds < 5


def test_cancelling_the_reader_leaves_nothing_running() -> None:
    """The engine has no task of its own: after a cancel the loop is empty."""

    async def read() -> int:
        async with streaming("lifelike") as response:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(response.aread(), 0.05)
        return len(asyncio.all_tasks())

    assert asyncio.run(read()) == 1


def test_other_tasks_run_while_an_instant_answer_streams() -> None:
    """Each step yields to the loop."""

    async def read() -> int:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        pieces = await _pieces("instant")
        counting.cancel()
        return turns - len(pieces)

    assert asyncio.run(read()) >= 0


@pytest.mark.parametrize("pace", ["fast", "0", "-1", "nan", ""])
def test_a_wrong_pace_names_the_right_ones(pace: str) -> None:
    """One line that says what was expected."""
    with pytest.raises(ValueError, match=r"lifelike.*instant.*number above 0"):
        factor_of(pace)


def test_the_environment_sets_the_default_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """``PPLX_DEMO_PACE`` is asked when no pace is given."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    assert factor_of(None) == 0
    monkeypatch.delenv("PPLX_DEMO_PACE")
    assert factor_of(None) == 1


def test_the_environment_is_asked_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook may change the pace between cells; a wrong value is an answer, not a crash."""
    engine = Engine()
    body = json.dumps({**BODY, "stream": False}).encode()
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    assert sum(step.pause_s for step in engine.reply("POST", "/v1/responses", body).steps) == 0
    monkeypatch.setenv("PPLX_DEMO_PACE", "2")
    assert sum(step.pause_s for step in engine.reply("POST", "/v1/responses", body).steps) > 0
    monkeypatch.setenv("PPLX_DEMO_PACE", "soon")
    assert engine.reply("POST", "/v1/responses", body).status == 500
