"""A folder whose files survive a reload: the browser keeps a copy of them (IndexedDB, by Pyodide's IDBFS).

Rules of this file: who writes takes the folder for itself in all tabs and notebooks of this site (Web Locks),
has what others wrote brought in, writes, and hands it to the browser, which takes all of it or nothing: no
tab loses another's. Where a browser keeps nothing (a private window, a page without https), ``problem`` says
so, and the files live as long as the kernel.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

NOTHING_KEPT = "this browser keeps no files for this page ({}): it is gone with the kernel"
LOCK = "pplx_notebook {}"

_mounted: dict[Path, KeptFolder] = {}


class KeptFolder:
    """One of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self.is_known = False  # what the browser has was brought in at least once

    @asynccontextmanager
    async def ours(self) -> AsyncIterator[None]:
        """Inside, nobody else of this site writes; what is written inside is kept."""
        async with _locked(LOCK.format(self.path)):
            await self._synchronised(bring_in=True)
            yield
            await self._synchronised(bring_in=False)

    async def hand_over(self) -> None:
        """Have the browser keep what is there now."""
        async with _locked(LOCK.format(self.path)):
            await self._synchronised(bring_in=False)

    async def _synchronised(self, *, bring_in: bool) -> None:
        from pyodide.ffi import create_once_callable
        from pyodide_js import FS

        if self.problem:
            return
        ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def over(error: Any = None) -> None:
            if not ended.done():
                ended.set_result(str(error) if error else "")

        # the stack of ``syncfs`` holds mounts of others, which need no time
        FS.syncfs(bring_in, create_once_callable(over))
        if said := await ended:
            self.problem = NOTHING_KEPT.format(said[:60])
        self.is_known = True


def kept(path: Path) -> KeptFolder:
    """The folder of that path, mounted with the first call."""
    folder = _mounted.get(path)
    if folder is None:
        from pyodide_js import FS

        import js

        folder = _mounted[path] = KeptFolder(path)
        try:
            FS.mkdirTree(str(path))
            FS.mount(FS.filesystems.IDBFS, js.Object.new(), str(path))
        except Exception as problem:  # a JsException, or whatever this Pyodide raises
            folder.problem, folder.is_known = NOTHING_KEPT.format(str(problem)[:60]), True
    return folder


def not_kept(path: Path) -> KeptFolder:
    """Any other folder: its files go with the kernel."""
    folder = KeptFolder(path)
    folder.problem, folder.is_known = NOTHING_KEPT.format("only the usual place survives"), True
    return folder


@asynccontextmanager
async def _locked(name: str) -> AsyncIterator[None]:
    """The lock of that name, alone among all tabs; without one where a browser has no locks."""
    from pyodide.ffi import create_once_callable

    import js

    if not hasattr(js.navigator, "locks"):
        yield
        return
    loop = asyncio.get_running_loop()
    has_it, gives_back = loop.create_future(), js.Promise.withResolvers()

    def taken(_lock: Any) -> Any:
        has_it.set_result(None)
        return gives_back.promise

    js.navigator.locks.request(name, create_once_callable(taken))
    await has_it
    try:
        yield
    finally:
        gives_back.resolve()
