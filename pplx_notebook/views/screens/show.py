"""Shows an answer while it grows, on the main thread, and leaves it as static output when it ends.

Rules: threads may fetch, only the main thread displays (output of other threads is lost or lands in the
wrong cell on ipykernel 7). An interrupt is an event here, not an exception, so that nothing, neither a
message half sent nor the ending, can be torn apart by it. What a reader keeps is the static bundle.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import STATE_OF_STATUS, LiveAnswer
from pplx_notebook.views.screens.interrupts import interrupts_as_event, interrupts_raised
from pplx_notebook.views.screens.safe_view import AtEnd, SafeView
from pplx_notebook.views.screens.view import Check, ViewName

Wait = Callable[[float], None]

TICK_S = 0.05  # bounds how late an interrupt, a Stop or the first text is noticed
REST_S = 0.015  # between two looks at an answer that changes faster than anybody reads
GRACE_S = 1.0  # for a stopped answer to say its last word


def show(
    live: LiveAnswer,
    view: ViewName = "auto",
    *,
    wait: Wait | None = None,
    at_end: AtEnd | None = None,
    sources: SourcesName = "full",
    inspect: bool = False,
    check: Check | None = None,
) -> Answer:
    """Show ``live`` until it ends and return its answer, whole, stopped, cut off or failed; errors are in it.

    ``view``: "widget" (live, with Stop), "static" (HTML twice a second), "text" (plain, to standard output)
    or "auto": widget in a Jupyter kernel, else text. ``wait(timeout_s)`` waits in the caller's way, for
    example while the notebook's own asyncio tasks go on. ``at_end`` gets the answer before its end is
    shown; what made a display fail is raised after that. ``sources``: how much of them is shown;
    ``inspect``: with the inspector below; ``check`` looks a whole answer up in its sources, once its text
    stands there. Main thread only.
    """
    began_s = time.monotonic()
    shown = SafeView(view, at_end=at_end, sources=sources, inspect=inspect)
    try:
        with interrupts_as_event() as interrupted:
            shown.start(live)
            while not live.done and not interrupted.asked and not shown.stop_asked:
                rest_s = shown.draw(live, time.monotonic() - began_s)
                rest(live, min(max(rest_s, REST_S), TICK_S), wait)
            answer = settled(live)
            interrupted.taken = True
            findings = None
            if check is not None and answer.status == "done":
                findings = checked(answer, check, shown, began_s)
            shown.end(answer, time.monotonic() - began_s, findings)
    except BaseException:
        if not live.done:  # an interrupt that nothing took
            live.stop()
            shown.keep(settled(live))
        raise
    return answer


def checked(answer: Answer, check: Check, shown: SafeView, began_s: float) -> Findings | None:
    """What a check finds while its state is shown; as much as it had when the reader stopped it."""

    def tell(line: str) -> None:
        shown.checking(answer, line, time.monotonic() - began_s)
        if shown.stop_asked:
            raise KeyboardInterrupt

    found = None
    shown.keep(answer)
    try:
        with interrupts_raised():
            tell("")
            for found in check(answer, tell):  # noqa: B007  # the last one counts
                tell("")
    except KeyboardInterrupt:
        pass  # what was found so far is what the reader wants
    except Exception as bug:
        shown.failed = shown.failed or bug
    return found


def rest(live: LiveAnswer, rest_s: float, wait: Wait | None) -> None:
    """Wait ``rest_s`` unless the answer ends, and then for something new."""
    if wait is not None:
        wait(rest_s)
    else:
        live.wait(rest_s)
        live.wait_change(TICK_S)


def settled(live: LiveAnswer) -> Answer:
    """The answer of a finished ``live``; one that is not is stopped first and keeps what it has."""
    if not live.done:
        live.stop()
        until_s = time.monotonic() + GRACE_S
        while not live.done and time.monotonic() < until_s:
            live.wait_change(TICK_S)
    answer = live.answer
    status = answer.status if answer.status in STATE_OF_STATUS else "interrupted"
    return msgspec.structs.replace(
        answer, status=status, first_text_s=live.first_text_s, total_s=live.total_s
    )
