"""Ask the web from a notebook: ``%load_ext pplx_notebook``, then ``%%pplx`` and a question.

The same in a script or a cell: ``answer = pplx_notebook.ask("What is a black hole?")``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pplx_notebook import protocol
from pplx_notebook.client import aask, ask, astream, stream
from pplx_notebook.errors import PplxError, Stopped
from pplx_notebook.protocol.answer import Answer, AnswerError, Citation, SearchResult, Usage

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

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


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """``%load_ext pplx_notebook``: registers ``%pplx`` and ``%%pplx``."""
    from pplx_notebook import magic

    magic.load(ipython)


def unload_ipython_extension(ipython: InteractiveShell) -> None:
    """``%unload_ext pplx_notebook``: takes them away again."""
    from pplx_notebook import magic

    magic.unload(ipython)
