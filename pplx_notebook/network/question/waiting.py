"""How a thread waits for an answer: in short steps, so that an interrupt gets through and is a stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import Any

from pplx_notebook.errors import Stopped
from pplx_notebook.network.question.pending_answer import STEP_S, PendingAnswer
from pplx_notebook.protocol.answer import Answer

STOPPED_S = 1.0


def snapshots(live: PendingAnswer) -> Iterator[Answer]:
    """The answer at every change, and at last whole."""
    seen = live.answer
    try:
        while not live.done:
            live.wait_change(STEP_S)
            before, seen = seen, live.answer
            if seen != before and not live.done:
                yield seen
        yield live.result()
    except KeyboardInterrupt:
        raise stopped(live) from None
    finally:
        live.stop()


async def growing(live: PendingAnswer, asking: Coroutine[Any, Any, None]) -> AsyncIterator[Answer]:
    """The same in the running loop, which does the ``asking``."""
    if live.done:  # the cache had it
        asking.close()
        yield live.result()
        return
    changed = asyncio.Event()
    live.on_change = changed.set
    task = asyncio.create_task(asking)
    live.cancel = task.cancel
    seen = live.answer
    try:
        while not live.done:
            await changed.wait()
            changed.clear()
            before, seen = seen, live.answer
            if seen != before and not live.done:
                yield seen
        yield live.result()
    finally:
        live.stop()
        await task


def stopped(live: PendingAnswer) -> Stopped:
    """Stop, wait for what is still coming, and say what was kept."""
    live.stop()
    live.wait(STOPPED_S)
    return Stopped(live.answer)
