"""Shows an answer while it grows, on the main thread, and leaves it as static output when it ends.

Rules: threads may fetch, only the main thread displays (output of other threads is lost or lands in the
wrong cell on ipykernel 7). An interrupt is an event here, not an exception, so that nothing, neither a
message half sent nor the ending, can be torn apart by it. What a reader keeps is the static bundle. Showing
it is one sequence of steps, whoever waits between them: a blocked cell or, in a browser, an awaited one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

import msgspec

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.progress import STATE_OF_STATUS, LiveAnswer
from pplx_notebook.views.screens.interrupts import interrupts_as_event, interrupts_raised
from pplx_notebook.views.screens.safe_view import How, SafeView
from pplx_notebook.views.screens.view import Check, ViewName

Wait = Callable[[float], None]

TICK_S = 0.05  # bounds how late an interrupt, a Stop or the first text is noticed
REST_S = 0.015  # between two looks at an answer that changes faster than anybody reads
GRACE_S = 1.0  # for a stopped answer to say its last word
LOOK_S = 0.005  # between two looks whether it has


class Showing:
    """One answer and the view that shows it."""

    def __init__(self, live: LiveAnswer, how: How) -> None:
        """What made a display fail is raised once the answer was handed over. Main thread only."""
        self.live, self._check = live, how.check
        self._shown = SafeView(how)

    def waited(self, wait: Wait | None = None) -> Answer:
        """Show it until it ends and return the answer, whole, stopped, cut off or failed; errors are in it.
        ``wait(timeout_s)`` waits in the caller's way, for example while the notebook's own asyncio tasks go
        on."""
        steps = self._steps()
        try:
            while True:
                rest(self.live, next(steps), wait)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        except BaseException as interrupt:  # that nothing took: the steps put their things away
            steps.throw(interrupt)
            raise

    async def awaited(self) -> Answer:
        """The same for a cell that awaits it; cancelled, it is stopped."""
        import asyncio

        steps = self._steps()
        try:
            while True:  # noqa: ASYNC110  # each step says how long
                await asyncio.sleep(next(steps))
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        except BaseException as cancelled:
            steps.throw(cancelled)
            raise

    def _steps(self) -> Generator[float, None, Answer]:
        """Each says how long to rest before the next one, in seconds."""
        live, shown, began_s = self.live, self._shown, time.monotonic()
        try:
            with interrupts_as_event(live.stop) as interrupted:
                shown.start(live)
                while not live.done and not interrupted.asked and not shown.stop_asked:
                    rest_s = shown.draw(live, time.monotonic() - began_s)
                    yield min(max(rest_s, REST_S), TICK_S)
                yield from settling(live)
                answer = ended(live)
                interrupted.taken = True
                findings = None
                if self._check is not None and answer.status == "done":
                    findings = checked(answer, self._check, shown, began_s)
                shown.end(answer, time.monotonic() - began_s, findings)
        except BaseException:
            if not live.done:  # an interrupt that nothing took
                live.stop()
                shown.keep(settled(live))
            raise
        return answer


def show(live: LiveAnswer, view: ViewName = "auto", *, wait: Wait | None = None, **how: Any) -> Answer:
    """Show ``live`` until it ends and return its answer, see ``How`` and ``Showing``."""
    return Showing(live, How(view, **how)).waited(wait)


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


def settling(live: LiveAnswer) -> Generator[float, None, None]:
    """Stop what is not over and leave it ``GRACE_S`` to end."""
    if not live.done:
        live.stop()
        until_s = time.monotonic() + GRACE_S
        while not live.done and time.monotonic() < until_s:
            yield LOOK_S


def settled(live: LiveAnswer) -> Answer:
    """The answer of a finished ``live``; one that is not is stopped first and keeps what it has."""
    for seconds in settling(live):
        live.wait(seconds)
    return ended(live)


def ended(live: LiveAnswer) -> Answer:
    """The answer with its times; one that has no end was stopped."""
    answer = live.answer
    status = answer.status if answer.status in STATE_OF_STATUS else "interrupted"
    return msgspec.structs.replace(
        answer, status=status, first_text_s=live.first_text_s, total_s=live.total_s
    )
