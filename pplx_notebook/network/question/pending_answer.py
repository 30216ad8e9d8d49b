"""An answer under way, seen from outside: what the display polls while the network feeds it.

The network side (one event loop) writes, any other thread reads. Rules of this file: the one lock is held
for the reading of one network read or for one snapshot, never while waiting; a change wakes at most the
one thread that waits in ``wait_change``; waiting is always in short steps, so that an interrupt gets through.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from pplx_notebook.keys import Key
from pplx_notebook.network.question.as_answer import AsAnswer
from pplx_notebook.network.question.as_asked import AsAsked
from pplx_notebook.network.question.masked_answer import AnswerMasks
from pplx_notebook.processes import flag
from pplx_notebook.protocol.answer import Answer, AnswerError, Usage
from pplx_notebook.protocol.asked import AskedAs, Turn
from pplx_notebook.protocol.progress import STATE_OF_STATUS, Progress, State
from pplx_notebook.protocol.reading.reader import AnswerReader

if TYPE_CHECKING:  # most questions are not recorded
    from pplx_notebook.inspect.recording import Recording
    from pplx_notebook.network.wire.recording import NetworkRecorder

BUG = "pplx_notebook itself failed ({}): a bug of ours, its traceback says where"
STEP_S = 0.1  # an interrupt on Windows waits for the end of a lock's time-out


class PendingAnswer(AsAnswer):
    """One question that is being answered in the background; once it is done, it has what its answer has.

    ``first_text_s`` and ``total_s`` are seconds since it was asked, None as long as they are not known.
    ``asked`` is when and how; every snapshot carries it. ``on_change`` is called at each change, on the
    thread that made it; ``cancel`` is how ``stop`` reaches the network. ``recorder`` notes what goes over the
    network, None where nobody asked for it; what came of that is the answer's ``exchange``.
    """

    def __init__(
        self,
        reader: AnswerReader,
        attempts: int = 1,
        key: Key | None = None,
        asked: AskedAs | None = None,
        further: tuple[Key, ...] = (),
        as_asked: AsAsked | None = None,
    ) -> None:
        self.on_change: Callable[[], None] | None = None
        self.cancel: Callable[[], object] | None = None
        self._at_end: list[Callable[[], None]] = []
        self._reader = reader
        self._lock = threading.Lock()
        self._changed = flag()
        self._over = flag()
        self._said = Progress(attempts=attempts)
        self._stopping = False
        self._bug: BaseException | None = None
        self._masked = AnswerMasks(key, further)
        self.asked = asked
        self._known: Answer | None = None  # where the cache has it, or all of it has been read
        self._as_asked = as_asked or AsAsked()
        self.recorder: NetworkRecorder | None = None
        self._exchange: Recording | None = None
        self._began_s = time.monotonic()
        self.first_text_s: float | None = None
        self.total_s: float | None = None
        self.may_come_again = False
        """It failed, with no try left, on what another try might mend."""

    # for whoever shows it

    @property
    def answer(self) -> Answer:
        """The answer so far."""
        answer = self._known
        if answer is None:
            over = self.done
            with self._lock:
                answer = self._masked(self._reader.snapshot())
            self._known = answer if over else None
        answer = self._as_asked.of(answer)
        return msgspec.structs.replace(answer, asked=self.asked, exchange=self._exchange)

    def answered(self, known: Answer, earlier: tuple[Turn, ...]) -> None:
        """It needs no asking: this is its answer, which came before, behind the turns of this question."""
        cell = self.asked.execution_count if self.asked is not None else None
        self.asked = known.asked and msgspec.structs.replace(known.asked, execution_count=cell)
        self._known = msgspec.structs.replace(known, earlier=earlier)
        self.first_text_s, self.total_s = known.first_text_s, known.total_s
        self.finish()

    @property
    def size(self) -> int:
        """Characters of text and reasoning so far, marks around thoughts included; joins nothing."""
        with self._lock:
            return self._reader.size

    @property
    def done(self) -> bool:
        """True when nothing more will come."""
        return self._over.is_set()

    @property
    def stopping(self) -> bool:
        """True once ``stop`` was called."""
        return self._stopping

    @property
    def progress(self) -> Progress:
        """What is going on right now."""
        said = self._said
        if self.done:
            return msgspec.structs.replace(
                said, state=STATE_OF_STATUS.get(self.answer.status, "failed"), note=""
            )
        if self._stopping:
            return msgspec.structs.replace(said, state="stopping", note="")
        if self._reader.finished and self._reader.error is None:  # sources may still come, no more words
            return msgspec.structs.replace(said, state="done", note="")
        if said.state not in ("connecting", "waiting"):
            return said
        note = "queued at the server" if self._reader.run_state == "queued" else ""
        with self._lock:  # it joins the text
            activity = self._reader.activity
        if activity.state == "connecting" and not note:
            return said
        searching = self._masked.note(_searching_note(activity))
        return msgspec.structs.replace(said, state=activity.state, note=searching or note)

    @property
    def said(self) -> State:
        """The state that was said last; of many at once, without a look at each."""
        return self._said.state

    def wait_change(self, timeout_s: float) -> bool:
        """Wait for a change, at most ``timeout_s`` seconds; True if there was one. Never waits when done."""
        if not self._changed.is_set() and not self.done:
            self._changed.wait(timeout_s)
        changed = self._changed.is_set()
        self._changed.clear()
        return changed

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is over, at most ``timeout_s`` seconds; True if it is."""
        if timeout_s is not None:
            return self._over.wait(timeout_s)
        while not self._over.wait(STEP_S):
            pass
        return True

    def asked_in_cell(self, execution_count: int | None) -> None:
        """Note the cell that asks, the number of its ``In [n]``."""
        if self.asked is not None:
            self.asked = msgspec.structs.replace(self.asked, execution_count=execution_count)

    def note(self, lines: tuple[str, ...]) -> None:
        """What else the reader should know, for example what its template left out."""
        with self._lock:
            self._as_asked.notes = (*self._as_asked.notes, *map(self._masked.line, lines))

    def when_over(self, told: Callable[[], None]) -> None:
        """Call ``told`` at its end, on the thread that ends it; at once where it is over."""
        self._at_end.append(told)
        if self.done:
            told()

    def stop(self) -> None:
        """Stop: the connection is closed at once, what has arrived stays. Callable from any thread."""
        if self.done or self._stopping:
            return
        self._stopping = True
        self._notify()
        if self.cancel is not None:
            self.cancel()

    @property
    def bug(self) -> BaseException | None:
        """A mistake of this package that ended the question, with its traceback; None as it should be."""
        return self._bug

    # for the network

    @property
    def id(self) -> str:
        """The response's id, "" while it is not known; without a snapshot."""
        return self._reader.id

    @property
    def reader(self) -> AnswerReader:
        """The reader of the current attempt; only its flags are read from outside the lock."""
        return self._reader

    def feed(self, data: bytes) -> bool:
        """What one read brought; True if something visible changed."""
        with self._lock:
            changed = self._reader.feed(data)
            if self.first_text_s is None and self._reader.activity.state == "writing":
                self.first_text_s = self._elapsed_s()
            if self._reader.finished and self.total_s is None:
                self.total_s = self._elapsed_s()
        if changed:
            self._notify()
        return changed

    def goes_on(self, error: AnswerError | None) -> bool:
        """The bytes have ended, by ``error`` or not; True when a background run goes on without them.
        What was too large once would be so again."""
        with self._lock:
            reader = self._reader
            reader.close(error)
            too_large = reader.error is not None and reader.error.kind == "too_large"
            if reader.finished or too_large or not reader.runs_on:
                return False
            reader.resume()
            return True

    def begin(self, reader: AnswerReader, *, adds_to: Usage | None = None) -> None:
        """Another attempt, with a fresh reader; ``adds_to`` is what an answer before it took."""
        with self._lock:
            self._reader = reader
            self._as_asked.spent = adds_to or self._as_asked.spent
            self.total_s = None

    def back_to(self, reader: AnswerReader) -> None:
        """An answer that was to be bettered, and was not."""
        with self._lock:
            self._reader = reader
            self._as_asked.spent = None

    def say(self, state: State, note: str = "", attempt: int | None = None) -> None:
        """What is going on; ``connecting`` and ``waiting`` until the reader has an activity of its own."""
        attempt = attempt or self._said.attempt
        self._said = Progress(state, self._masked.line(note), attempt, self._said.attempts)
        self._notify()

    def because(self, why: str) -> None:
        """Why the next request is made, for its recording."""
        if self.recorder is not None:
            self.recorder.why = self._masked.line(why)

    def keep(self, exchange: Recording, *notices: str) -> None:
        """What went over the network, and what a reader should know of how it was kept."""
        self._exchange, self._as_asked.notes = exchange, (*self._as_asked.notes, *notices)

    def close(self, error: AnswerError | None = None) -> None:
        """The bytes of this attempt have ended."""
        with self._lock:
            self._reader.close(error)

    def fail(self, bug: BaseException) -> None:
        """A mistake of ours ended it: what had arrived is kept, the rest is the traceback's."""
        self._bug = bug
        with suppress(Exception), self._lock:  # it may be the reader's own
            self._reader.close(AnswerError(kind="bug", message=BUG.format(type(bug).__name__)))

    def interrupt(self) -> None:
        """It was stopped."""
        with self._lock:
            self._reader.interrupt()

    def finish(self) -> None:
        """Nothing more will come."""
        if self.total_s is None:
            self.total_s = self._elapsed_s()
        try:
            self._as_asked.fit(lambda: self.answer)
        except Exception as bug:  # of the reader, which must not keep anybody waiting
            self._bug = self._bug or bug
        self._over.set()
        self._notify()
        for wake in self._at_end:
            wake()

    def _elapsed_s(self) -> float:
        return round(time.monotonic() - self._began_s, 2)

    def _notify(self) -> None:
        if not self._changed.is_set():
            self._changed.set()
        if self.on_change is not None:
            self.on_change()


def _searching_note(activity: Any) -> str:
    """The searches or pages the server named last."""
    if activity.state != "searching":
        return ""
    return ", ".join(activity.queries) or ", ".join(activity.urls)
