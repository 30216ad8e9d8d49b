"""How a thread waits for an answer, or for other work of the network thread: in short steps, so that an
interrupt gets through and is a stop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, TypeVar

from pplx_notebook.errors import Stopped
from pplx_notebook.network.question.pending_answer import STEP_S, PendingAnswer
from pplx_notebook.protocol.answer import Answer

STOPPED_S = 1.0

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, None]]


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
    import asyncio  # 17 ms, and no client has asked anything yet

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


def awaited(
    submit: Callable[[Work], Callable[[], None]],
    ask: Callable[[], Coroutine[Any, Any, T]],
    between: Callable[[], None] = lambda: None,
) -> T:
    """What ``ask`` gives on the network thread, waited for in steps, so that an interrupt gets through;
    ``between`` two of them something may be shown."""
    from concurrent.futures import Future  # comes with asyncio

    future: Future[T] = Future()

    async def run() -> None:
        try:
            future.set_result(await ask())
        except BaseException as exc:
            future.set_exception(exc)

    cancel = submit(run)
    try:
        while not future.done():
            between()
            try:
                return future.result(STEP_S)
            except TimeoutError:
                continue
        return future.result()
    except KeyboardInterrupt:
        cancel()
        raise
