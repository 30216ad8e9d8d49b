"""Writes answers in a browser, where no thread can be started: a task of the page's loop, and a folder that
the browser keeps (``browser.kept_folder``).

Rules of this file: each write has the folder for itself, in all tabs of this site, and brings in what others
wrote, so that nothing of theirs is lost; a look at the history writes what is over first where Python can be
paused, else it sees what was brought in last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pplx_notebook.browser.kept_folder import kept, not_kept
from pplx_notebook.browser.waiting import switches, waited
from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store.place import usual_path
from pplx_notebook.library.store.writer import TICK_S, StoreWriter

NOT_YET = "the history is being fetched from the browser's store: run this cell once more."


class PageWriter(StoreWriter):
    """Keeps the answers of this page's Python in one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._folder = kept(path.parent) if path == usual_path() else not_kept(path.parent)
        self._said = False
        self._task: asyncio.Task[None] | None = None

    def flush(self, seconds: float = 2.0) -> bool:
        """Have what is over written, and what others wrote brought in; UsageProblem where that takes a cell
        more."""
        if switches():
            waited(asyncio.wait_for(self._settled_here(), seconds))
            return True
        self._run_soon()
        if not self._folder.is_known:
            raise UsageProblem(NOT_YET)
        return not any(question.live.done for question in self._questions)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Inside, a cell changes the file itself; it is kept afterwards."""
        self.flush()
        yield
        if switches():
            waited(self._folder.hand_over())
        else:
            self._task = asyncio.get_running_loop().create_task(self._folder.hand_over())

    def _start(self) -> str:
        self._run_soon()
        said, self._said = self._said, True
        return "" if said else self._folder.problem

    def _run_soon(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._turns())

    async def _turns(self) -> None:
        """Write while there is something to write, and at least once."""
        while True:
            if self._is_due() or not self._folder.is_known:
                await self._settled_here()
            if not self._questions:
                return
            await asyncio.sleep(TICK_S)

    async def _settled_here(self) -> None:
        async with self._folder.ours():
            self._turn()
