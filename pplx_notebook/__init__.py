"""Ask the web from a notebook: ``%load_ext pplx_notebook``, then ``%%pplx`` and a question.

The same in a script or a cell: ``answer = pplx_notebook.ask("What is a black hole?")``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from pplx_notebook import protocol
    from pplx_notebook.client import (
        Client,
        aask,
        aask_many,
        ask,
        ask_many,
        astream,
        dry_run,
        last_study,
        stream,
    )
    from pplx_notebook.errors import PplxError, Stopped
    from pplx_notebook.exports.writeups.exporting import export
    from pplx_notebook.inspect.recording import Recording
    from pplx_notebook.protocol.answer import Answer, AnswerError, Citation, SearchResult, Usage
    from pplx_notebook.session import history, sources, threads
    from pplx_notebook.settings import Settings
    from pplx_notebook.study.study import Study

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AnswerError",
    "Citation",
    "Client",
    "PplxError",
    "Recording",
    "SearchResult",
    "Settings",
    "Stopped",
    "Study",
    "Usage",
    "aask",
    "aask_many",
    "ask",
    "ask_many",
    "astream",
    "dry_run",
    "export",
    "history",
    "last_study",
    "protocol",
    "sources",
    "stream",
    "threads",
]

# where the names above live: each room is entered with the first name asked of it (PEP 562); msgspec, which
# every one of them needs, costs 25 of the 30 ms that importing the package may take
_HOME = {
    **dict.fromkeys(
        ("Client", "aask", "aask_many", "ask", "ask_many", "astream", "dry_run", "last_study", "stream"),
        "client",
    ),
    **dict.fromkeys(("PplxError", "Stopped"), "errors"),
    **dict.fromkeys(("Answer", "AnswerError", "Citation", "SearchResult", "Usage"), "protocol.answer"),
    "export": "exports.writeups.exporting",
    "Recording": "inspect.recording",
    "Settings": "settings",
    **dict.fromkeys(("history", "sources", "threads"), "session"),
    "Study": "study.study",
}


def __getattr__(name: str) -> Any:
    """A public name, from its room."""
    if name == "protocol":
        return import_module(f"{__name__}.protocol")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for completion; what this file itself works with is none of them."""
    own = ("load_ipython_extension", "unload_ipython_extension")
    return sorted([*__all__, *own, *(name for name in globals() if name.startswith("__"))])


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """``%load_ext pplx_notebook``: registers ``%pplx`` and ``%%pplx``."""
    from pplx_notebook.magic import registration

    registration.load(ipython)


def unload_ipython_extension(ipython: InteractiveShell) -> None:
    """``%unload_ext pplx_notebook``: takes them away again."""
    from pplx_notebook.magic import registration

    registration.unload(ipython)
