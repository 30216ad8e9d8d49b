"""Shows an answer while the notebook goes on: ``%%pplx --background``.

The view is fed by a task on the kernel's own event loop, on the main thread, between cells; never by the
network thread, whose output would be lost or land in the wrong cell.
"""

from __future__ import annotations

import asyncio
import time

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.screens.safe_view import AtEnd, SafeView
from pplx_notebook.views.screens.show import TICK_S, settled
from pplx_notebook.views.screens.view import ViewName

# asyncio keeps only weak references to tasks; these are the views still being fed
FEEDING: set[asyncio.Task[None]] = set()


def show_in_background(
    live: LiveAnswer,
    view: ViewName = "auto",
    *,
    at_end: AtEnd | None = None,
    sources: SourcesName = "full",
    inspect: bool = False,
) -> None:
    """Begin to show ``live`` and return at once; ``at_end`` gets the answer. Needs a running event loop."""
    shown = SafeView(view, blocking=False, at_end=at_end, sources=sources, inspect=inspect)
    shown.start(live)
    task = asyncio.get_running_loop().create_task(feed(live, shown))
    FEEDING.add(task)
    task.add_done_callback(_ended)


def _ended(task: asyncio.Task[None]) -> None:
    """A bug of ours, in the view or in the answer, is told once, with its traceback: nobody awaits this
    task."""
    FEEDING.discard(task)
    if not task.cancelled() and (bug := task.exception()) is not None:
        told = {"message": "pplx_notebook itself failed in the background", "exception": bug}
        task.get_loop().call_exception_handler(told)


async def feed(live: LiveAnswer, shown: SafeView) -> None:
    """Draw until it is over; a kernel that ends first stops the question."""
    began_s = time.monotonic()
    try:
        while not live.done:
            if shown.stop_asked:
                live.stop()
            shown.draw(live, time.monotonic() - began_s)
            await asyncio.sleep(TICK_S)
    finally:
        live.stop()
    shown.end(settled(live), time.monotonic() - began_s)
    if live.bug is not None:
        raise live.bug
