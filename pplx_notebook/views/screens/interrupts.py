"""An interrupt is an event, not an exception, while an answer is shown; see ``show``. While it is checked it
is an exception again, for whoever is in the midst of something long. In a browser no signal comes: the page
says that ■ was pressed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from pplx_notebook.processes import IN_BROWSER

STUCK_S = 2.0  # an interrupt nobody took for so long: the next one is an ordinary KeyboardInterrupt


class Interrupted:
    """Whether the reader interrupted; ``taken`` once that has been acted on."""

    asked = False
    taken = False
    asked_s = 0.0


@contextmanager
def interrupts_raised() -> Iterator[None]:
    """While inside, an interrupt is an ordinary ``KeyboardInterrupt``; in a browser there is none."""
    if IN_BROWSER:
        yield
        return
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:  # not the main thread, as below
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def interrupts_as_event(at_once: Callable[[], object] | None = None) -> Iterator[Interrupted]:
    """While inside, an interrupt sets ``asked``; if nothing takes it for ``STUCK_S``, the next one raises.
    ``at_once`` is called in a browser, where it may be: it is no signal's handler there."""
    state = Interrupted()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stuck = state.asked and not state.taken and time.monotonic() - state.asked_s > STUCK_S
        if stuck:
            raise KeyboardInterrupt
        if not state.asked:
            state.asked, state.asked_s = True, time.monotonic()

    if IN_BROWSER:
        from pplx_notebook.browser.page import interrupts_call

        def pressed() -> None:
            handle(0, None)
            if at_once is not None:
                at_once()

        with interrupts_call(pressed):
            yield state
        return
    try:
        before = signal.signal(signal.SIGINT, handle)
    except ValueError:  # not the main thread: interrupts are not delivered here anyway
        yield state
        return
    try:
        yield state
    finally:
        signal.signal(signal.SIGINT, before)
