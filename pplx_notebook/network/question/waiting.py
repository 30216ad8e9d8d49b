"""How a thread waits for an answer, or for other work of the network thread: in short steps, so that an
interrupt gets through and is a stop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, TypeVar

from pplx_notebook.errors import Stopped, UsageProblem
from pplx_notebook.network.question.pending_answer import STEP_S, PendingAnswer
from pplx_notebook.processes import IN_BROWSER, flag, interrupts_call, waited_for
from pplx_notebook.protocol.answer import Answer

STOPPED_S = 1.0
NO_STREAM = (
    "this browser hands out nothing before its cell ends: async for answer in pplx_notebook.astream(…)."
)


def whole(live: PendingAnswer) -> Answer:
    """The answer, once it is whole."""
    try:
        return live.result()
    except KeyboardInterrupt:
        raise stopped(live) from None


async def asked(live: PendingAnswer, asking: Coroutine[Any, Any, None]) -> Answer:
    """The answer, whole, of who awaits it while it is ``asking``."""
    if live.done:  # the cache had it
        asking.close()
        return live.result()
    import asyncio

    task = asyncio.current_task()

    def stop() -> None:
        live.stop()
        if task is not None:
            task.cancel()

    with interrupts_call(stop):
        await asking
    return live.result()


def check_watched() -> None:
    """UsageProblem where nothing can be handed out while more of it comes: in a browser that cannot pause
    Python."""
    if IN_BROWSER:
        from pplx_notebook.browser.waiting import switches

        if not switches():
            raise UsageProblem(NO_STREAM)


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
        with interrupts_call(live.stop):
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
    over, said, failed = flag(), list[T](), list[BaseException]()

    async def run() -> None:
        try:
            said.append(await ask())
        except BaseException as problem:  # told where somebody waits
            failed.append(problem)
        finally:
            over.set()

    with waited_for():
        cancel = submit(run)
        try:
            while not over.is_set():
                between()
                over.wait(STEP_S)
        except KeyboardInterrupt:
            cancel()
            raise
    if failed:
        raise failed[0]
    return said[0]
