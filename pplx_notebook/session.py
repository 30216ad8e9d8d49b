"""What this session has asked, and what a saved notebook holds of it: sources and threads.

The functions are about the default client's questions, those of every ``%%pplx`` cell and of ``ask``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pplx_notebook.client import default_client
from pplx_notebook.document.clean import one_line
from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.sources import Source, Sources, collect, sources_in_notebook
from pplx_notebook.library.store.history import History
from pplx_notebook.library.store.place import path_of
from pplx_notebook.library.threads import Threads, threads_in_notebook
from pplx_notebook.protocol.answer import Answer

T = TypeVar("T")


class SessionSources(Sources):
    """The sources of this session: each look takes in the answers that have come by then."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[object, ...] = ()

    @property
    def rows(self) -> tuple[Source, ...]:
        """All rows by now."""
        answers = default_client().memory.answers
        seen = (*answers, *(answer.archived for answer in answers))  # archived addresses may come later
        if len(seen) != len(self._seen) or any(a is not b for a, b in zip(seen, self._seen, strict=True)):
            self._kept, self._seen = collect((cell_of(answer), answer) for answer in answers).rows, seen
        return self._kept

    def _of(self, rows: object) -> Sources:  # type: ignore[override]  # a slice is of its moment
        return Sources(rows)  # type: ignore[arg-type]


def sources(notebook: str | Path | None = None) -> Sources:
    """Every page cited in this session, once; of a saved ``notebook`` (an .ipynb file), where one is named.

    Those of the session are live: the same value knows more after the next answer. A data frame, too, and
    ``.to_bibtex()``, ``.to_csl()``, ``.to_ris()``, ``.to_csv()``, ``.to_markdown()``. ``UsageProblem`` for
    a file that cannot be read or is no notebook.
    """
    return SessionSources() if notebook is None else _read(sources_in_notebook, notebook)


def threads(notebook: str | Path | None = None) -> Threads:
    """The conversations of this session by name, or of a saved ``notebook``: each a ``Thread`` with its
    ``answers``, which ``continue_from=thread.last`` goes on from. ``UsageProblem`` as ``sources``."""
    return default_client().memory.threads if notebook is None else _read(threads_in_notebook, notebook)


history = History(lambda: path_of(default_client().settings.history))


def cell_of(answer: Answer) -> int:
    """The In [n] an answer was asked in, 0 outside a cell."""
    return (answer.asked.execution_count if answer.asked is not None else None) or 0


def _read(read: Callable[[str | Path], T], path: str | Path) -> T:
    """What a file holds; one line where it cannot be read."""
    if not isinstance(path, str | Path):
        raise UsageProblem("the notebook is the path of an .ipynb file, as text.")
    try:
        return read(path)
    except OSError as error:
        raise UsageProblem(f"{printable(str(path))} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UsageProblem(one_line(str(error), 190)) from None
