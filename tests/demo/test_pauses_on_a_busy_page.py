"""A browser's loop refuses a moment that has passed, as one of a millisecond has on a busy page."""

from __future__ import annotations

import asyncio
from typing import Any

from pplx_notebook.demo.engine.paced_stream import PacedStream
from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.network.rules.clocks import Deadline


class BusyPage(asyncio.SelectorEventLoop):
    """As Pyodide's loop schedules, on a machine where each look at the clock comes 5 ms late."""

    late_s = 0.0

    def time(self) -> float:
        self.late_s += 0.005
        return super().time() + self.late_s

    def call_at(self, when: float, *rest: Any, **context: Any) -> asyncio.TimerHandle:
        if when < self.time():
            raise ValueError("Can't schedule in the past")
        return super().call_at(when, *rest, **context)

    def call_later(self, delay: float, *rest: Any, **context: Any) -> asyncio.TimerHandle:
        return super().call_at(self.time() + delay, *rest, **context)


def on_a_busy_page(work: Any) -> Any:
    with asyncio.Runner(loop_factory=BusyPage) as runner:
        return runner.run(work)


def test_pauses_shorter_than_two_looks_at_the_clock_pass() -> None:
    async def read() -> list[bytes]:
        return [part async for part in PacedStream([Piece(0.008, b"a"), Piece(0.008, b"b")])]

    assert on_a_busy_page(read()) == [b"a", b"b"]


def test_a_deadline_passes() -> None:
    async def wait() -> bool:
        passed = asyncio.Event()
        Deadline(asyncio.get_running_loop(), passed.set).set(0.001)
        return await passed.wait()

    assert on_a_busy_page(wait())
