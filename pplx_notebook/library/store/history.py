"""The history for programs: ``pplx.history``.

Rules of this file: a look at it never changes it, but for what a writer that is gone left under way; a file
that cannot be read is one line, a ``UsageProblem``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.store import place, writers
from pplx_notebook.library.store.rows import KeptAnswer
from pplx_notebook.library.threads import Thread, Threads
from pplx_notebook.protocol.answer import Answer

if TYPE_CHECKING:  # SQLite loads with the first look
    import sqlite3

    from pplx_notebook.library.store.queries import By, Spent

FLUSH_S = 1.0  # what was answered just now is found


class History:
    """The answers that are kept on this computer, across notebooks and sessions.

    ``history.search("fusion energy")`` finds answers, ``history[12]`` is one, ``len(history)`` how many there
    are; iterating gives them all, oldest first. Off until ``%config Pplx.history = True`` or
    ``Client(history=True)``.
    """

    def __init__(self, path: Callable[[], Path] = place.usual_path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file, there or not."""
        return self._path()

    @property
    def is_on(self) -> bool:
        """True when this session's questions are kept without saying so themselves."""
        return place.is_on() and place.may_keep()

    @property
    def problem(self) -> str:
        """Why nothing is kept at the moment; "" where all is well."""
        return writers.problem_of(self.path)

    def search(self, words: str = "", *, limit: int = 50) -> tuple[Answer, ...]:
        """The last answers that have all the words, in question, text or sources; newest first. ``"two
        words"`` stand side by side, ``fus*`` begins a word, ``-word`` is not in it; without words, the last
        answers."""
        return tuple(kept.answer for kept in self.rows(words, limit=limit))

    def rows(self, words: str = "", *, limit: int = 50) -> tuple[KeptAnswer, ...]:
        """The same with their numbers, threads and studies."""
        from pplx_notebook.library.store import queries

        if not isinstance(words, str) or isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise UsageProblem("search takes words as text, and a limit of 1 or more.")
        query = queries.query_of(words)
        with self._read() as db:
            return queries.found(db, query, limit) if db is not None else ()

    def row(self, number: int) -> KeptAnswer:
        """One answer by its number, with the turns before it; ``UsageProblem`` where there is none."""
        from pplx_notebook.library.store import queries

        if isinstance(number, bool) or not isinstance(number, int):
            raise UsageProblem("an answer of the history is named by its number: history[12].")
        with self._read() as db:
            kept = queries.numbered(db, number) if db is not None and abs(number) < 1 << 62 else None
        if kept is None:
            raise UsageProblem(f"the history has no answer {number}: %pplx --history lists the last ones.")
        return kept

    def threads(self) -> Threads:
        """The conversations that are kept, by name: ``continue_from=history.threads()["reactor"].last`` goes
        on with one."""
        from pplx_notebook.library.store import queries

        found: dict[str, Thread] = {}
        with self._read() as db:
            for kept in queries.in_threads(db) if db is not None else ():
                found[kept.thread] = found.get(kept.thread, Thread(kept.thread)).then(kept.answer)
        return Threads(found.values())

    def costs(self, by: By = "day") -> tuple[Spent, ...]:
        """What the answers cost by day, thread, study, model, provider or session; newest first."""
        from pplx_notebook.library.store import queries

        with self._read() as db:
            return queries.spent(db, by) if db is not None else ()

    def spent_today_usd(self) -> float:
        """US dollars of this day, all sessions together."""
        from pplx_notebook.library.store import queries, rows

        with self._read() as db:
            return queries.spent_on(db, rows.today()) if db is not None else 0.0

    def forget(self, what: int | str | timedelta) -> int:
        """Delete an answer by its number, ``"all"``, or ``"older than 30d"``; how many it was. They are gone
        from the file, not from backups, exports and notebooks."""
        from pplx_notebook.library.store import clearing

        wanted = clearing.to_forget(what)
        with self._write() as db:
            return clearing.forget(db, wanted) if db is not None else 0

    def backup(self, path: str | os.PathLike[str]) -> Path:
        """Copy the whole history to a new SQLite file, also while it is written."""
        import sqlite3

        file = _new_file(path)
        with self._read() as db:
            if db is None:
                raise UsageProblem("there is no history to back up yet.")
            with _told(file), closing(sqlite3.connect(file)) as copy:
                db.backup(copy)
        return file

    def restore(self, path: str | os.PathLike[str]) -> int:
        """Take in the answers of a backup that are not here; how many it was."""
        from pplx_notebook.library.store import restoring

        file = Path(path).expanduser().absolute()
        with self._write(make=True) as db:
            return restoring.restore(db, file) if db is not None else 0

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write all answers to a new file of JSON lines, oldest first: ``id``, ``thread``, ``study`` and
        ``saved``, the form they have in notebooks (``Answer.from_dict`` reads it)."""
        from pplx_notebook.library.store import queries
        from pplx_notebook.library.store.restoring import line_of

        file = _new_file(path)
        with self._read() as db, _told(file), file.open("wb") as out:
            for kept in queries.everything(db) if db is not None else ():
                out.write(line_of(kept))
        return file

    def __getitem__(self, number: int) -> Answer:
        return self.row(number).answer

    def __len__(self) -> int:
        from pplx_notebook.library.store import queries

        with self._read() as db:
            return queries.count(db) if db is not None else 0

    def __bool__(self) -> bool:
        return True  # an empty one is one, too

    def __iter__(self) -> Iterator[Answer]:
        from pplx_notebook.library.store import queries

        with self._read() as db:
            for kept in queries.everything(db) if db is not None else ():
                yield kept.answer

    def __repr__(self) -> str:
        state = "on" if self.is_on else "off"
        count = len(self)
        answers = f"{count:,} answer{'s' * (count != 1)}"
        return f"History({answers} in {place.shown(self.path)}, {state} in this session)"

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection | None]:
        """The file as it is now; None where there is none yet."""
        from pplx_notebook.library.store import clearing, database, faults

        path = self.path
        writers.flush(path, FLUSH_S)
        try:
            with database.reading(path) as db:
                clearing.settle(db)
                yield db
        except FileNotFoundError:
            yield None
        except faults.StoreFault as fault:
            raise UsageProblem(f"the history {place.shown(path)} cannot be read: {fault.why}.") from None

    @contextmanager
    def _write(self, *, make: bool = False) -> Iterator[sqlite3.Connection | None]:
        """The file to be changed; None where there is none."""
        import sqlite3

        from pplx_notebook.library.store import database, faults

        path = self.path
        try:
            with writers.changing(path):
                if not make and not path.exists():
                    yield None
                    return
                db, _ = database.open_store(path)
                with closing(db):
                    yield db
        except (sqlite3.Error, faults.StoreFault) as problem:
            why = faults.fault_of(problem).why
            raise UsageProblem(f"the history {place.shown(path)} cannot be changed: {why}.") from None


def _new_file(path: str | os.PathLike[str]) -> Path:
    """A path where nothing is yet, made for the user alone; UsageProblem for any other."""
    file = Path(path).expanduser().absolute()
    with _told(file):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return file


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """One line for a file that cannot be written."""
    try:
        yield
    except FileExistsError:
        raise UsageProblem(f"{printable(file.name)} is there already: name a new file.") from None
    except OSError as problem:
        raise UsageProblem(f"{printable(file.name)} cannot be written: {problem.strerror}.") from None
