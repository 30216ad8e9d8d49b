"""Recording a question and answering one from its recording: how it ended, where it is kept, what answers it.

Rules of this file: a recording is kept before the answer is handed over, whatever ended it; one that cannot
be written does not take the answer with it, a notice says so; a replay asks nobody and needs no key.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol.answer import AnswerError

if TYPE_CHECKING:  # most questions are neither recorded nor replayed
    from pplx_notebook.inspect.files import RecordingFile
    from pplx_notebook.inspect.recording import End, Recording


class Tape(msgspec.Struct, frozen=True):
    """Where a question is recorded (``file``, None: in the answer alone), or the ``replay`` that answers it
    at ``replay_speed`` (None: as it was where somebody watches, else at once)."""

    file: RecordingFile | None = None
    replay: Recording | None = None
    replay_speed: float | str | None = None

    def speed(self, *, watched: bool) -> float:
        """How many times as fast; 0 for at once."""
        if self.replay_speed is None:
            return 1.0 if watched else 0.0
        return 0.0 if self.replay_speed == "instant" else float(self.replay_speed)

    async def keep(self, live: PendingAnswer) -> None:
        """Give the answer what went over the network, and write it."""
        if live.recorder is None:
            return
        if live.recorder.attempts and not live.recorder.attempts[-1].over:
            note_ending(live, live.reader.error)
        if self.replay is not None:
            live.keep(live.recorder.recording() if live.stopping else self.replay)
            return
        try:
            await asyncio.to_thread(self._kept, live)
        except RuntimeError:  # no thread can be started: in a browser, at the interpreter's end
            self._kept(live)

    def _kept(self, live: PendingAnswer) -> None:
        exchange = live.recorder.recording() if live.recorder is not None else None
        if exchange is None or not exchange.entries:  # stopped before anything was sent
            return
        notices: tuple[str, ...] = ()
        if self.file is not None:
            try:
                self.file.add(exchange)
            except (OSError, PplxError) as problem:
                why = getattr(problem, "strerror", None) or str(problem)
                notices = (f"not recorded in {self.file.path.name}: {why}",)
        live.keep(exchange, *notices)


def note_ending(live: PendingAnswer, error: AnswerError | None) -> None:
    """Note how the request ended that was under way."""
    recorder, reader = live.recorder, live.reader
    if recorder is None:
        return
    error = error or reader.error
    reached = bool(recorder.attempts) and recorder.attempts[-1].reached
    recorder.ended(_end(live, error, reached=reached), error.message if error is not None else "")


def _end(live: PendingAnswer, error: AnswerError | None, *, reached: bool) -> End:
    if live.reader.finished:
        return "done"
    if error is None:
        return "stopped" if live.answer.status == "interrupted" else "eof"
    ends: dict[str, End] = {"timeout": "timeout", "too_large": "too_large", "status": "refused"}
    if error.kind in ends:
        return ends[error.kind]
    if error.kind in ("transport", "decode"):
        return "cut" if reached else "refused"
    return "done" if error.kind == "api" else "eof"
