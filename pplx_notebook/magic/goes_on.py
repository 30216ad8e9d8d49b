"""Which answer ``--continue`` goes on from and ``--again`` asks for: the last one, that of a cell, or a
variable's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from IPython.core.error import UsageError

from pplx_notebook.protocol.answer import Answer


def answer_named(
    which: str, last: Answer | None, namespace: Mapping[str, Any], *, option: str = "continue"
) -> Any:
    """The answer ``which`` stands for: "" the last one, "6" that of In [6], else a variable; UsageError where
    there is none."""
    if not which:
        if last is None:
            what = "to go on from" if option == "continue" else "to be about"
            raise UsageError(f"--{option} needs an answer {what}; there is none yet.")
        return last
    cell = which.strip("[]")
    if cell.isascii() and cell.isdigit():
        from pplx_notebook.client import default_client

        answer = default_client().memory.of_cell(int(cell))
        if answer is None:
            raise UsageError(
                f"--{option}={cell}: this kernel has no answer of cell [{cell}]; run that cell first."
            )
        return answer
    value = namespace.get(which)
    if not isinstance(getattr(value, "answer", value), Answer):
        raise UsageError(f"--{option}={which[:40]}: no answer has that name; give In [n]'s number or a name.")
    return value
