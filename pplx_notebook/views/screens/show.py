"""Shows an answer while it grows, on the main thread, and leaves it as static output when it ends.

Rules: threads may fetch, only the main thread displays (output of other threads is lost or lands in the
wrong cell on ipykernel 7). An interrupt is an event here, not an exception, so that nothing, neither a
message half sent nor the ending, can be torn apart by it. What a reader keeps is the static bundle.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Literal, Protocol

import msgspec

from pplx_notebook.protocol.answer import Answer

ViewName = Literal["auto", "widget", "static", "text"]
Wait = Callable[[float], None]

TICK_S = 0.05  # bounds how late an interrupt, a Stop or the first text is noticed
REST_S = 0.015  # between two looks at an answer that changes faster than anybody reads
GRACE_S = 1.0  # for a stopped answer to say its last word
STUCK_S = 2.0  # an interrupt nobody took for so long: the next one is an ordinary KeyboardInterrupt

PHASE_OF_STATUS = {"done": "done", "interrupted": "stopped", "cut off": "cut off", "failed": "failed"}


class Progress(Protocol):
    """Where an answer stands: a state word, one line beside it, and which attempt of how many this is."""

    @property
    def state(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def attempt(self) -> int: ...
    @property
    def attempts(self) -> int: ...


def note_of(progress: Progress) -> str:
    """The line beside the state word; a retry says which of how many it is."""
    retry = f"({progress.attempt - 1} of {progress.attempts - 1}) " if progress.state == "retrying" else ""
    return f"{retry}{progress.note}".rstrip()


class LiveAnswer(Protocol):
    """An answer that is being fetched elsewhere; ``client.begin`` returns one.

    ``answer`` is a snapshot and costs a look at the whole text; the rest is cheap, ``size`` (characters of
    text and reasoning so far) too.
    """

    @property
    def answer(self) -> Answer: ...
    @property
    def size(self) -> int: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def first_text_s(self) -> float | None: ...
    @property
    def total_s(self) -> float | None: ...
    @property
    def done(self) -> bool: ...
    def wait(self, timeout_s: float) -> bool: ...
    def wait_change(self, timeout_s: float) -> bool: ...
    def stop(self) -> None: ...


class View(Protocol):
    """One way of showing an answer. ``stop_asked`` turns true when the reader pressed a Stop of its own.

    ``draw`` returns for how many seconds it would show nothing new, whatever arrives.
    """

    @property
    def stop_asked(self) -> bool: ...
    def start(self, live: LiveAnswer, /) -> None: ...
    def draw(self, live: LiveAnswer, elapsed_s: float, /) -> float: ...
    def end(self, answer: Answer, elapsed_s: float, /) -> None: ...


def show(live: LiveAnswer, view: ViewName = "auto", *, wait: Wait | None = None) -> Answer:
    """Show ``live`` until it ends and return its answer, whole, stopped, cut off or failed; errors are in it.

    ``view``: "widget" (live, with Stop), "static" (HTML twice a second), "text" (plain, to standard output)
    or "auto": widget in a Jupyter kernel, else text. ``wait(timeout_s)`` waits in the caller's way, for
    example while the notebook's own asyncio tasks go on. Main thread only.
    """
    from pplx_notebook.views.screens.choose_view import view_of

    began_s = time.monotonic()
    shown = view_of(view)
    try:
        with interrupts_as_event() as interrupted:
            shown.start(live)
            while not live.done and not interrupted.asked and not shown.stop_asked:
                rest_s = shown.draw(live, time.monotonic() - began_s)
                rest(live, min(max(rest_s, REST_S), TICK_S), wait)
            answer = settled(live)
            interrupted.taken = True
            shown.end(answer, time.monotonic() - began_s)
    except BaseException:
        live.stop()
        raise
    return answer


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
    status = answer.status if answer.status in PHASE_OF_STATUS else "interrupted"
    return msgspec.structs.replace(
        answer, status=status, first_text_s=live.first_text_s, total_s=live.total_s
    )


class Interrupted:
    """Whether the reader interrupted; ``taken`` once that has been acted on."""

    asked = False
    taken = False
    asked_s = 0.0


@contextmanager
def interrupts_as_event() -> Iterator[Interrupted]:
    """While inside, an interrupt sets ``asked``; if nothing takes it for ``STUCK_S``, the next one raises."""
    state = Interrupted()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stuck = state.asked and not state.taken and time.monotonic() - state.asked_s > STUCK_S
        if stuck:
            raise KeyboardInterrupt
        if not state.asked:
            state.asked, state.asked_s = True, time.monotonic()

    try:
        before = signal.signal(signal.SIGINT, handle)
    except ValueError:  # not the main thread: interrupts are not delivered here anyway
        yield state
        return
    try:
        yield state
    finally:
        signal.signal(signal.SIGINT, before)
