"""The contract of an answer under way, once: the network fulfils it, the views read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

import msgspec

from pplx_notebook.protocol.answer import Answer, Status

State = Literal[
    "waiting for a slot",
    "connecting",
    "waiting",
    "searching",
    "thinking",
    "writing",
    "retrying",
    "stopping",
    "stopped",
    "cut off",
    "failed",
    "done",
]
STATE_OF_STATUS: dict[Status, State] = {
    "done": "done",
    "interrupted": "stopped",
    "cut off": "cut off",
    "failed": "failed",
}


class Progress(msgspec.Struct, frozen=True):
    """What is going on, for a status line.

    ``note`` says more ("waiting 3 s for a free slot") or is "". ``attempt`` counts from 1 to ``attempts``.
    """

    state: State = "connecting"
    note: str = ""
    attempt: int = 1
    attempts: int = 1

    @property
    def line(self) -> str:
        """The line beside the state word; a retry says which try it is: "in 6 s · try 2 of 3: why"."""
        if self.state != "retrying":
            return self.note
        when, colon, why = self.note.partition(": ")
        return f"{when} · try {self.attempt} of {self.attempts}{colon}{why}"


class LiveAttempt(Protocol):
    """One request while its response arrives. ``head`` is its HAR entry as far as it is known, scrubbed,
    without the body (status 0 until the headers are there); ``news(since)`` the reads from that number on:
    µs after the request was issued, bytes on the wire, and what they unpacked to; ``over``: nothing more
    will come."""

    def head(self) -> dict[str, Any]: ...
    def news(self, since: int) -> Iterable[tuple[int, int, bytes]]: ...
    @property
    def over(self) -> bool: ...


class LiveRecorder(Protocol):
    """What records a question while it is answered; ``attempts`` only grows. May be read from any thread."""

    @property
    def attempts(self) -> Sequence[LiveAttempt]: ...


class LiveAnswer(Protocol):
    """An answer that is being fetched elsewhere; ``client.begin`` returns one.

    ``answer`` is a snapshot and costs a look at the whole text; the rest is cheap, ``size`` (characters of
    text and reasoning so far) too. ``first_text_s`` and ``total_s`` are seconds since it was asked, None as
    long as they are not known. ``bug`` is a mistake of this package that ended it, else None. ``recorder``
    has the exchange where it was asked to be recorded, else None. ``stop`` may be called from any thread.
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
    @property
    def bug(self) -> BaseException | None: ...
    @property
    def recorder(self) -> LiveRecorder | None: ...
    def wait(self, timeout_s: float) -> bool: ...
    def wait_change(self, timeout_s: float) -> bool: ...
    def stop(self) -> None: ...
