"""``%pplx --threads [NAME]``: the conversations of this session, or one of them and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem

if TYPE_CHECKING:
    from pplx_notebook.library.threads import Thread
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.views.screens.view import ViewName

WITH_A_NAME = ("fork", "trim", "export")


def run(asked: Asked, cell: str | None, view: ViewName) -> None:
    """List the threads, show one, or fork, trim, export it; load those of a file."""
    if asked.text or (cell or "").strip():
        raise UsageError("--threads asks nothing: leave out the question; --thread NAME asks in one.")
    name = asked.get("threads") or ""
    wanted = [option for option in WITH_A_NAME if asked.get(option) is not None]
    if wanted and not name:
        raise UsageError(f"--{wanted[0]} needs the thread it is about: %pplx --threads NAME --{wanted[0]} …")
    try:
        _load(asked.get("load"))
        if name:
            _about(name, asked, view)
        else:
            _list(view)
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None


def _list(view: ViewName) -> None:
    from pplx_notebook.views.faces.tables.threads import threads_bundle

    _show(threads_bundle({thread.name: thread.answers for thread in _known().values()}), view)


def _about(name: str, asked: Asked, view: ViewName) -> None:
    from pplx_notebook.views.faces.tables.threads import thread_bundle

    threads = _known()
    thread: Thread = threads.named(name)
    if count := asked.get("trim"):
        thread = threads.trim(name, int(count) if count.isascii() and count.isdigit() else 0)
    if new := asked.get("fork"):
        thread = threads.fork(name, new)
    if path := asked.get("export"):
        from pplx_notebook.exports.thread_files import write_thread

        print(f"{thread.name}: written to {write_thread(thread, path)}")  # noqa: T201  # what was asked for
        return
    _show(thread_bundle(thread.name, thread.answers), view)


def _load(path: str | None) -> None:
    """The threads of a saved notebook or an exported one, in place of those of the same names."""
    if path is None:
        return
    from pplx_notebook import session

    threads = _known()
    for thread in session.threads(path).values():
        threads.put(thread)


def _known() -> Any:
    from pplx_notebook import session

    return session.threads()


def _show(bundle: dict[str, Any], view: ViewName) -> None:
    from pplx_notebook.views.screens.show_again import show_faces

    show_faces(bundle, view)
