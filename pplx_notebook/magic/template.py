"""The template of a cell: its ``{{name}}`` fields filled from the variables in sight of whoever asks
(``names``), by the rules of ``prompts.template``."""

from __future__ import annotations

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem
from pplx_notebook.magic.names import Names
from pplx_notebook.prompts.template import Filled, fields, filled


def fill(text: str, names: Names) -> Filled:
    """The question with its fields filled; UsageError, one sentence, on the first bad one."""
    unclear = {name: why for name in fields(text) if (why := names.why_not(name))}
    try:
        return filled(text, names.known, unclear=unclear)
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None
