"""Ask the web from a notebook: ``%load_ext pplx_notebook``, then ``%%pplx`` and a question.

The same in a script or a cell: ``answer = pplx_notebook.ask("What is a black hole?")``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from pplx_notebook import protocol
    from pplx_notebook.client import aask, ask, astream, stream
    from pplx_notebook.errors import PplxError, Stopped
    from pplx_notebook.protocol.answer import Answer, AnswerError, Citation, SearchResult, Usage

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AnswerError",
    "Citation",
    "PplxError",
    "SearchResult",
    "Stopped",
    "Usage",
    "aask",
    "ask",
    "astream",
    "protocol",
    "stream",
]


# where the names above live: each room is entered with the first name asked of it, so that importing the
# package costs next to nothing (PEP 562)
_ROOMS = {
    "pplx_notebook.client": ("aask", "ask", "astream", "stream"),
    "pplx_notebook.errors": ("PplxError", "Stopped"),
    "pplx_notebook.protocol.answer": ("Answer", "AnswerError", "Citation", "SearchResult", "Usage"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, from its room."""
    if name == "protocol":
        return import_module("pplx_notebook.protocol")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted({*globals(), *__all__})


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """``%load_ext pplx_notebook``: registers ``%pplx`` and ``%%pplx``."""
    from pplx_notebook.magic import registration

    registration.load(ipython)


def unload_ipython_extension(ipython: InteractiveShell) -> None:
    """``%unload_ext pplx_notebook``: takes them away again."""
    from pplx_notebook.magic import registration

    registration.unload(ipython)
