"""Shows an answer while the notebook goes on: ``%%pplx --background``.

The view is fed by a task on the kernel's own event loop, on the main thread, between cells; never by the
network thread, whose output would be lost or land in the wrong cell.
"""

from __future__ import annotations

import asyncio
import time

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import LiveAnswer
from pplx_notebook.views.screens.safe_view import How, SafeView
from pplx_notebook.views.screens.show import TICK_S, settled
from pplx_notebook.views.screens.view import Check

# asyncio keeps only weak references to tasks; these are the views still being fed
FEEDING: set[asyncio.Task[None]] = set()


def show_in_background(live: LiveAnswer, how: How) -> None:
    """Begin to show ``live`` and return at once; a check runs on a thread of its own. Needs a running event
    loop."""
    shown = SafeView(how, blocking=False)
    shown.start(live)
    task = asyncio.get_running_loop().create_task(feed(live, shown, how.check))
    FEEDING.add(task)
    task.add_done_callback(_ended)


def _ended(task: asyncio.Task[None]) -> None:
    """A bug of ours, in the view or in the answer, is told once, with its traceback: nobody awaits this
    task."""
    FEEDING.discard(task)
    if not task.cancelled() and (bug := task.exception()) is not None:
        told = {"message": "pplx_notebook itself failed in the background", "exception": bug}
        task.get_loop().call_exception_handler(told)


async def feed(live: LiveAnswer, shown: SafeView, check: Check | None = None) -> None:
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
    answer = settled(live)
    findings = None
    if check is not None and answer.status == "done":
        findings = await checked_beside(answer, check, shown, began_s)
    shown.end(answer, time.monotonic() - began_s, findings)
    if live.bug is not None:
        raise live.bug


async def checked_beside(answer: Answer, check: Check, shown: SafeView, began_s: float) -> Findings | None:
    """What a check finds on a thread of its own, its state shown from here; as much as it had when the reader
    stopped it."""
    found: list[Findings] = []
    lines = [""]

    def run() -> None:
        found.extend(check(answer, lines.append))  # one after the other: the last is the most

    shown.keep(answer)
    running = asyncio.ensure_future(asyncio.to_thread(run))
    while not running.done() and not shown.stop_asked:
        shown.checking(answer, lines[-1], time.monotonic() - began_s)
        await asyncio.sleep(TICK_S)
    if running.done() and isinstance(bug := running.exception(), Exception):
        shown.failed = shown.failed or bug
    return found[-1] if found else None
