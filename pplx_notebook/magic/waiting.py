"""Waiting on the main thread without stopping the notebook's own asyncio tasks.

A cell runs inside the kernel's event loop, so while it waits nothing else on that loop runs. Where the
notebook has tasks of its own, the loop is run for the length of the wait: the one job of nest-asyncio2
here. Where it has none, nothing is patched and the wait is a plain one. Neither helps nor harms Stop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from pplx_notebook.processes import IN_BROWSER, waited_for

if TYPE_CHECKING:
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.show import Showing

# whose coroutines are the kernel's, not the notebook's: ipykernel, its web framework and its sockets
KERNEL_PACKAGES = ("ipykernel.", "tornado.", "zmq.", "anyio.", "jupyter_client.")


def notebook_wait() -> Callable[[float], None] | None:
    """How to wait ``timeout_s`` seconds while the notebook's tasks go on; None where a plain wait serves."""
    loop = running_loop()
    if IN_BROWSER or loop is None or not notebook_tasks(loop):  # there they go on anyway
        return None
    try:
        import nest_asyncio2

        nest_asyncio2.apply(loop)
    except (ImportError, ValueError):  # ValueError: uvloop and other loops that cannot be nested
        return None

    def wait(timeout_s: float) -> None:
        loop.run_until_complete(asyncio.sleep(timeout_s))

    return wait


@dataclass(frozen=True)
class Begun:
    """An answer that a cell waits for: what shows it, and what is done ``then``, before a failed one fails
    its cell."""

    showing: Showing
    then: Callable[[Answer], None]

    def over(self, answer: Answer) -> None:
        """It has come."""
        self.then(answer)
        raise_unless_whole(answer, self.showing.live.bug)


@contextmanager
def in_cell() -> Iterator[None]:
    """Inside, a cell waits for what it asks."""
    with waited_for(), usage_fails():
        yield


@contextmanager
def usage_fails() -> Iterator[None]:
    """Inside, a mistake in the line fails its cell in a browser, too: the kernel there takes no notice of
    IPython's own ``UsageError``."""
    try:
        yield
    except UsageError as mistake:
        if not IN_BROWSER:
            raise
        from pplx_notebook.errors import UsageProblem

        raise UsageProblem(str(mistake)) from None


def streamed(stream: Callable[..., Iterator[Any]]) -> Callable[..., AsyncIterator[Any]]:
    """What an awaited loop asks in place of ``stream``: our own ``astream``, of any other its items."""
    from pplx_notebook import client

    if stream is client.stream:
        return client.astream
    owner = getattr(stream, "__self__", None)
    if isinstance(owner, client.Client):
        return owner.astream

    async def items(*given: Any, **named: Any) -> AsyncIterator[Any]:
        for item in stream(*given, **named):
            yield item

    return items


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop this code runs inside, None in a plain script."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def notebook_tasks(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[object]]:
    """Unfinished tasks on the loop that neither are this cell nor belong to the kernel itself."""
    current = asyncio.current_task(loop)
    return [task for task in asyncio.all_tasks(loop) if task is not current and not is_kernels(task)]


def is_kernels(task: asyncio.Task[object]) -> bool:
    """True for a task whose coroutine was written in the kernel's own packages."""
    frame = getattr(task.get_coro(), "cr_frame", None)
    module = frame.f_globals.get("__name__", "") if frame is not None else ""
    return f"{module}.".startswith(KERNEL_PACKAGES)


def raise_unless_whole(answer: Answer, bug: BaseException | None = None) -> None:
    """Nothing for a whole answer; else the exception that makes the cell fail, in one line. A bug of ours is
    the opposite: it comes out as it is, with its traceback."""
    if bug is not None:
        raise bug
    if answer.status == "done":
        return
    from pplx_notebook.errors import Stopped, exception_for

    if answer.status == "interrupted" or answer.error is None:
        raise Stopped(answer)
    raise exception_for(answer.error, answer) from None
