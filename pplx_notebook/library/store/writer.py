"""Writes answers while they grow, on a thread of its own.

Rules of this file: a question under way never waits for the store: to note it is to append to a list; the
thread looks 10 times a second while something is under way, and sleeps else. An answer is written at its
first text, then as it grows, so that writing takes at most a twentieth of the time, and once more when it is
over. What cannot be written is told once, with an answer or at the next one, and takes no answer with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from pplx_notebook.library.store.rows import About
from pplx_notebook.protocol.answer import Answer

if TYPE_CHECKING:  # SQLite loads on the writer's thread
    import sqlite3

    from pplx_notebook.library.store.faults import StoreFault

TICK_S = 0.1
CHANGE_S = 1.0  # for what was answered just now to be in the file before somebody changes that
LEAST_S = 0.5  # between two writes of one answer
SHARE = 20  # of the time at most one part is spent on writing
AT_ONCE = 32  # answers in one transaction
TIDY_S = 3600.0
HELD_S = 1.0  # until what could not be opened is tried again
MOST_WAITING = 5_000  # answers, while another program holds the file


class WatchedQuestion(Protocol):
    """A question that is being answered, as far as the store looks at it."""

    @property
    def done(self) -> bool: ...
    @property
    def size(self) -> int: ...
    @property
    def first_text_s(self) -> float | None: ...
    @property
    def total_s(self) -> float | None: ...
    @property
    def answer(self) -> Answer: ...
    def note(self, lines: tuple[str, ...]) -> None: ...
    def when_over(self, told: Callable[[], None]) -> None: ...


class _Written:
    """How far one question is written."""

    def __init__(self, live: WatchedQuestion, about: About) -> None:
        self.live, self.about = live, about
        self.id: int | None = None
        self.size = 0
        self.next_s = 0.0
        self.over = False

    def is_due(self, now_s: float) -> bool:
        """Whether there is something to write."""
        self.over = self.live.done
        return self.over or (now_s >= self.next_s and self.live.size > self.size)


class StoreWriter:
    """Keeps the answers of a process in one file; any thread may give it more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""  # why nothing is kept at the moment
        self._unsaid = ""
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._settled = threading.Condition(self._lock)
        self._questions: list[_Written] = []
        self._thread: threading.Thread | None = None
        self._db: sqlite3.Connection | None = None
        self._file: Any = None  # which one it is
        self._tidy_s = self._held_until_s = 0.0  # when next

    def note(self, live: WatchedQuestion, about: About) -> None:
        """Keep a question from now on; returns at once."""
        with self._lock:
            self._questions.append(_Written(live, about))
            unsaid, self._unsaid = self._unsaid, ""
            unsaid = self._start() or unsaid
        if unsaid:
            live.note((_said(unsaid),))
        live.when_over(self._wake.set)
        self._wake.set()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Inside, the file is changed by somebody else."""
        self.flush(CHANGE_S)
        yield

    def _start(self) -> str:
        """Have the thread run; why it cannot. Under the lock."""
        if self._thread is not None and self._thread.is_alive():
            return ""
        self._thread = threading.Thread(target=self._run, name="pplx_notebook store", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # no thread can be started: at the interpreter's end
            self._questions.clear()
            self._thread = None
            return "this Python starts no thread"
        return ""

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until all that is over is written, at most so long; True if it is."""
        until = time.monotonic() + seconds
        self._held_until_s = 0.0
        self._wake.set()
        with self._lock:
            while any(question.live.done for question in self._questions):
                left = until - time.monotonic()
                if left <= 0 or self._thread is None or not self._thread.is_alive():
                    return False
                self._settled.wait(min(left, TICK_S))
                self._wake.set()
        return True

    def _run(self) -> None:
        """The thread."""
        while True:
            self._wake.wait(TICK_S if self._questions else None)
            self._wake.clear()
            self._turn()

    def _is_due(self) -> bool:
        """Whether there is something to write."""
        now_s = time.monotonic()
        return any(question.is_due(now_s) for question in list(self._questions))

    def _turn(self) -> None:
        """Write what is due."""
        with self._lock:
            questions = list(self._questions)
        now_s = time.monotonic()
        if questions and now_s >= self._held_until_s:
            due = [question for question in questions if question.is_due(now_s)]
            parts = [due[place : place + AT_ONCE] for place in range(0, len(due), AT_ONCE)]
            if self._db is None:  # what is wrong with it is known while the answer comes
                parts.insert(0, [])
            written = [self._written(part) for part in parts]
            if not all(written):
                self._held_until_s = time.monotonic() + HELD_S

    def _written(self, questions: list[_Written]) -> bool:
        """Write some, in one transaction; False where that is not possible at the moment."""
        import sqlite3

        from pplx_notebook.library.store.faults import StoreFault, fault_of

        for last in (False, True):
            try:
                self._write(questions)
            except (sqlite3.Error, OSError, StoreFault) as problem:
                fault = fault_of(problem)
                if fault.broken and not last:  # the file broke under our hands: it is replaced when opened
                    self._lose()
                    continue
                self._failed(fault, questions)
                return bool(questions) and not fault.waits
            self.problem = ""
            return True
        return True

    def _write(self, questions: list[_Written]) -> None:
        from pplx_notebook.library.store.database import transaction
        from pplx_notebook.library.store.rows import values_of

        began_s = time.monotonic()
        rows = []
        for question in questions:
            question.size = question.live.size
            rows.append(
                values_of(_seen(question.live, question.about), question.about, is_over=question.over)
            )
        db = self._opened(questions)
        numbers = []
        with transaction(db):
            numbers = [put(db, question.id, row) for question, row in zip(questions, rows, strict=True)]
        now_s = time.monotonic()
        for question, number in zip(questions, numbers, strict=True):
            question.id = number
            question.next_s = now_s + max(LEAST_S, SHARE * (now_s - began_s))
        self._leave([question for question in questions if question.over])

    def _opened(self, questions: list[_Written]) -> sqlite3.Connection:
        """The file; one that was deleted or replaced meanwhile is opened anew."""
        from pplx_notebook.library.store.database import open_store

        if self._db is not None and not _same_file(self.path, self._file):
            self._lose()
        if self._db is None:
            self._db, moved = open_store(self.path)
            self._file = _file(self.path)
            if moved is not None:
                self._say(moved.line, questions)
            self._tidy_s = 0.0
        if (now_s := time.monotonic()) >= self._tidy_s:
            _tidy(self._db)
            self._tidy_s = now_s + TIDY_S
        return self._db

    def _lose(self) -> None:
        """Let the file go; in another one the rows have other numbers."""
        if self._db is not None:
            self._db.close()
            self._db = None
        with self._lock:
            for question in self._questions:
                question.id = None

    def _failed(self, fault: StoreFault, questions: list[_Written]) -> None:
        """Tell it once; who waits for another program is kept in memory meanwhile."""
        if self.problem != fault.why:
            self.problem = fault.why
            self._say(fault.why, questions)
        if fault.waits and len(self._questions) < MOST_WAITING:
            return
        self._leave(questions)
        if self._db is not None:
            self._db.close()
            self._db = None

    def _say(self, why: str, questions: list[_Written]) -> None:
        """One line, with the answers it is about that are still on their way, else with the next one."""
        open_ = [question.live for question in questions if not question.live.done]
        if open_:
            open_[0].note((_said(why),))
        else:
            with self._lock:
                self._unsaid = why

    def _leave(self, questions: list[_Written]) -> None:
        with self._lock:
            self._questions = [question for question in self._questions if question not in questions]
            self._settled.notify_all()


def _seen(live: WatchedQuestion, about: About) -> Answer:
    """The answer; with its times where somebody saw it come, as whoever shows it does."""
    if not about.timed:
        return live.answer
    return replace(live.answer, first_text_s=live.first_text_s, total_s=live.total_s)


def _said(why: str) -> str:
    return why if why.startswith("the history") else f"the history is not kept: {why}"


def put(db: sqlite3.Connection, number: int | None, row: dict[str, Any]) -> int:
    """A row for a new question, or the row it has; one that was forgotten meanwhile stays so."""
    if number is None:
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        return int(db.execute(f"INSERT INTO answers ({names}) VALUES ({marks})", row).lastrowid or 0)  # noqa: S608  # our own names
    set_ = ", ".join(f"{name} = :{name}" for name in row)
    db.execute(f"UPDATE answers SET {set_} WHERE id = :id", row | {"id": number})  # noqa: S608  # our own names
    return number


def _tidy(db: sqlite3.Connection) -> None:
    """What a writer that is gone left under way was cut off; what the cache kept long enough goes."""
    from pplx_notebook.library.store.clearing import drop_outdated, settle

    settle(db)
    drop_outdated(db)


def _file(path: Path) -> Any:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_dev


def _same_file(path: Path, seen: Any) -> bool:
    return bool(_file(path) == seen)
