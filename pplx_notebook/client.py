"""Ask a question, from a script, a coroutine or a notebook.

``ask`` and ``stream`` wait in the calling thread while the client's network thread works; ``aask`` and
``astream`` run the very same coroutine in the caller's event loop and start no thread; ``begin`` returns at
once. The functions of this module are the methods of one default client. The network loads with the first
question.

Rules of this file: a forked child starts its own thread and leaves the parent's sockets alone; at interpreter
exit what runs is cancelled and closed; no frame of a traceback holds a key.
"""

from __future__ import annotations

import functools
import os
import threading
import weakref
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from pplx_notebook import processes
from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.how_many import HowMany
from pplx_notebook.keywords import function_of, takes_questions, takes_settings
from pplx_notebook.library.keeping import Keeping
from pplx_notebook.library.memory import Memory, in_thread
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.question.waiting import awaited, check_watched, snapshots, whole
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.settings import Settings, changed

if TYPE_CHECKING:
    from pathlib import Path

    from pplx_notebook.inspect.files import RecordingFile
    from pplx_notebook.network.question.attempts import Means
    from pplx_notebook.network.question.call import Call
    from pplx_notebook.network.question.recorded import Tape
    from pplx_notebook.network.question.worker import RunsQuestions
    from pplx_notebook.network.rules.limits import Limits
    from pplx_notebook.network.wire.sessions import Sessions
    from pplx_notebook.study.study import Study
    from pplx_notebook.unsent import DryRun

__all__ = [
    "Client", "PendingAnswer", "Settings", "aask", "aask_many", "ask", "ask_many", "astream", "begin",
    "default_client", "dry_run", "last_study", "models", "stream",
]  # fmt: skip


class Client(processes.EndsWithItsBlock):
    """Asks questions; owns their connections, limits and thread, and closes them.

    ``settings`` are those of every question, unless the question says otherwise. Any thread may use it. Two
    clients share nothing, and so can together run into a server's limit: ``limits=other.limits`` lets them
    wait in the same lines. ``close()``, or a ``with`` block, ends what runs (at most 2 s)."""

    def __init__(self, *, limits: Limits | None = None, **settings: Any) -> None:
        try:
            self.settings = changed(Settings(), settings)
        except PplxError as problem:
            raise problem.with_traceback(None) from None
        finally:
            settings.clear()
        self._limits, self.memory, self.keeping = limits, Memory(), Keeping()
        self._sessions: Sessions | None = None
        self._worker: RunsQuestions | None = None
        self._forgotten: weakref.finalize[[], Client] | None = None
        self._refused: set[tuple[str, str]] = set()
        self._recording_files: dict[Path, RecordingFile] = {}
        self._lock = threading.Lock()
        self._closed = False
        self.last_study: Study | None = None
        processes.lives(self)

    @takes_settings(Settings)
    def ask(self, prompt: str, settings: Settings) -> Answer:
        """Ask and wait for the whole answer. Raises ``PplxError`` (its ``answer`` holds what had arrived) or,
        when interrupted, ``Stopped``."""
        with processes.waited_for():
            return whole(self._begun(prompt, settings, watched=False))

    @takes_settings(Settings)
    def stream(self, prompt: str, settings: Settings) -> Iterator[Answer]:
        """Ask, and iterate over snapshots of the growing answer; the last one is whole. Raises as ``ask``.

        Leaving the loop early closes the connection."""
        check_watched()
        return snapshots(self._begun(prompt, settings))

    @takes_settings(Settings)
    async def aask(self, prompt: str, settings: Settings) -> Answer:
        """``ask`` for coroutines; cancelling it closes the connection."""
        from pplx_notebook.network.question.attempts import ask_until_done
        from pplx_notebook.network.question.waiting import asked

        live, call, tape = self._pending(prompt, settings)
        means = self._means(call, settings, tape, watched=False)
        return await asked(live, ask_until_done(live, call, means))

    @takes_settings(Settings)
    async def astream(self, prompt: str, settings: Settings) -> AsyncIterator[Answer]:
        """``stream`` for coroutines."""
        from pplx_notebook.network.question.attempts import ask_until_done
        from pplx_notebook.network.question.waiting import growing

        live, call, tape = self._pending(prompt, settings)
        async for answer in growing(live, ask_until_done(live, call, self._means(call, settings, tape))):
            yield answer

    @takes_questions
    def ask_many(self, questions: Any, how: HowMany, given: dict[str, Any]) -> Study:
        """Ask many questions, so many at once, and wait for all of them."""
        from pplx_notebook.study.ask_many import ask_many

        return ask_many(self, questions, how, given)

    @takes_questions
    async def aask_many(self, questions: Any, how: HowMany, given: dict[str, Any]) -> Study:
        """``ask_many`` for coroutines; nothing is shown; cancelled, ``last_study`` keeps its answers."""
        from pplx_notebook.study.ask_many import aask_many

        return await aask_many(self, questions, how, given)

    @takes_settings(Settings)
    def begin(self, prompt: str, settings: Settings) -> PendingAnswer:
        """Ask on the network thread and return at once; mistakes in the call raise ``UsageProblem`` here."""
        return self._begun(prompt, settings)

    @takes_settings(Settings)
    def dry_run(self, prompt: str, settings: Settings) -> DryRun:
        """What ``ask`` would send, with its sizes; nothing is, and no key is needed."""
        from pplx_notebook.unsent import looked_at

        return looked_at(prompt, in_thread(settings, self.memory), self._refused)

    def models(self, /, **settings: Any) -> tuple[str, ...]:
        """The names of the models a server offers; the settings say which server. Raises ``PplxError``."""
        from pplx_notebook.network.question.models import offered

        try:
            given = self.settings_with(settings)
        finally:
            settings.clear()  # a key in it must not be in the traceback of an error
        call, _ = self._prepared("models", changed(given, {"record": None, "record_mode": "record"}))
        with self._lock:
            submit = self._running_worker().submit
        return awaited(submit, functools.partial(offered, call, self._means(call, given, None)))

    @property
    def limits(self) -> Limits:
        """The limiters of its servers, to be shared with another client."""
        from pplx_notebook.network.rules.limits import Limits

        with self._lock:
            if self._limits is None:
                self._limits = Limits()
            return self._limits

    def settings_with(self, given: Any) -> Settings:
        """The client's settings with what one question gives."""
        return changed(self.settings, given)

    def close(self) -> None:
        """Cancel what runs (2 s), end the thread, close all its connections. Twice is once."""
        with self._lock:
            worker, self._worker, self._closed = self._worker, None, True
            if self._forgotten is not None:
                self._forgotten.detach()
        if worker is not None:
            worker.close()
            self.keeping.flush()

    async def aclose(self) -> None:
        """``close``, and the running loop's own connections, too."""
        if self._sessions is not None:
            await self._sessions.aclose()
        if self._worker is None:
            self.close()
            return
        import asyncio

        await asyncio.to_thread(self.close)  # it may take 2 s, in which this loop goes on

    def _begun(self, prompt: str, settings: Settings, *, watched: bool = True) -> PendingAnswer:
        live, call, tape = self._pending(prompt, settings)
        if live.done:
            return live
        means = self._means(call, settings, tape, watched=watched)
        with self._lock:
            worker = self._running_worker()
            live.note(worker.notices(call.endpoint.provider))
            live.cancel = worker.submit(lambda: self._asked(live, call, means))
        return live

    async def _asked(self, live: PendingAnswer, call: Call, means: Means) -> None:
        """A question under way keeps its client, and with it the thread it runs on."""
        from pplx_notebook.network.question.attempts import ask_until_done

        await ask_until_done(live, call, means)

    def _pending(self, prompt: str, settings: Settings) -> tuple[PendingAnswer, Call, Tape | None]:
        """The question as others see it while it is answered; in a thread it goes on from the last one."""
        from pplx_notebook.network.question.attempts import pending

        settings = in_thread(settings, self.memory)
        call, tape = self._prepared(prompt, settings)
        live = pending(call, settings)
        self.keeping.begin(live, call, tape, settings)
        self.memory.note(live, settings.thread)
        return live, call, tape

    def _prepared(self, prompt: str, settings: Settings) -> tuple[Call, Tape | None]:
        """The question made ready to be sent, and where it is recorded or what answers it."""
        from pplx_notebook.network.question.call import prepare

        if self._closed:
            raise UsageProblem(CLOSED)
        try:
            if settings.records:
                from pplx_notebook.network.question.replayed import prepared_with_tape

                return prepared_with_tape(prompt, settings, self._refused, self._recording_files)
            return prepare(prompt, settings, self._refused), None
        except PplxError as problem:
            raise problem.with_traceback(None) from None  # the frames below hold a key

    def _means(self, call: Call, settings: Settings, tape: Tape | None, *, watched: bool = True) -> Means:
        from pplx_notebook.network.question.attempts import Means
        from pplx_notebook.network.rules.limits import Limits
        from pplx_notebook.network.wire.sessions import Sessions

        limits = Limits() if tape is not None and tape.replay is not None else self.limits
        limiter = limits.of(call.server, call.allowance, given=call.allowance_given)
        with self._lock:
            self._sessions = self._sessions or Sessions()
            return Means(self._sessions, limiter, self._refused, settings.transport, watched, tape)

    def _running_worker(self) -> RunsQuestions:
        """The network thread; that of a client nobody has any more ends by itself. Under the lock."""
        from pplx_notebook.network.question.worker import started

        if self._closed:
            raise UsageProblem(CLOSED)
        if self._worker is None:
            self._worker = started()
            self._forgotten = weakref.finalize(self, self._worker.end)
            self._forgotten.atexit = False
        return self._worker

    def forked(self) -> None:
        """A child has neither the thread nor, perhaps, whoever held the lock."""
        self._lock = threading.Lock()
        if self._worker is not None:
            processes.inherit(self._worker)
            self._worker = None
        if self._forgotten is not None:
            self._forgotten.detach()


CLOSED = "this client is closed: make another one."

_default: list[Client] = []
_default_lock = threading.Lock()


def default_client() -> Client:
    """The client of this module's functions, made with the first question; a closed one is replaced."""
    with _default_lock:
        if not _default or _default[0]._closed:
            _default.append(Client())
            _default[-1].memory, _default[-1].keeping = _default[0].memory, _default[0].keeping
            del _default[:-1]
        return _default[0]


ask = function_of(Client.ask, default_client)
stream = function_of(Client.stream, default_client)
aask = function_of(Client.aask, default_client)
astream = function_of(Client.astream, default_client)
begin = function_of(Client.begin, default_client)
ask_many = function_of(Client.ask_many, default_client)
aask_many = function_of(Client.aask_many, default_client)
dry_run = function_of(Client.dry_run, default_client)
models = function_of(Client.models, default_client)


def last_study() -> Study | None:
    """The last study of ``ask_many`` and ``aask_many``, stopped or whole; None before the first."""
    return default_client().last_study


def _new_lock() -> None:
    global _default_lock
    _default_lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # whoever held it may be gone in the child
    os.register_at_fork(after_in_child=_new_lock)
