"""Which variable ``{{name}}`` means where the question is asked: in a cell, or in a function a cell calls.

Rules of this file: in a cell, the notebook's variables. In a function, that function's own; and the
notebook's where Python, too, would find those. Wherever Python would find something that cannot be seen from
here (a variable of an outer function, of another module, of a comprehension), or nothing yet, the name is
refused: a question about another thing of the same name would be paid for and believed.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

# whose functions stand between the one that asks and us, and which call it back: none of them is the reader's
MACHINERY = (
    "pplx_notebook",
    "IPython",
    "ipykernel",
    "ipywidgets",
    "traitlets",
    "comm",
    "threading",
    "concurrent",
    "asyncio",
    "contextvars",
)
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>")


@dataclass(frozen=True)
class Names:
    """The variables in sight by name; ``unclear`` says in a few words why others are not to be used."""

    known: Mapping[str, Any]
    unclear: Mapping[str, str] = field(default_factory=dict)
    nested_in: str = ""
    """The function inside another that asks: of what it does not use itself Python would look there first."""
    own: Mapping[str, Any] = field(default_factory=dict)

    def why_not(self, name: str) -> str:
        """Why this name is refused, "" if it is not."""
        if name in self.own:
            return ""
        if name not in self.unclear and self.nested_in and name in self.known:
            return f"is no variable of {self.nested_in}, which is inside a function: make it an argument"
        return self.unclear.get(name, "")


def names_in_sight(notebook: Mapping[str, Any]) -> Names:
    """The variables the code that asks can see; ``notebook`` are those of the notebook itself."""
    frame = asking_frame()
    if frame is None:
        return Names(notebook)
    code, module = frame.f_code, frame.f_globals
    if frame.f_locals is notebook:
        twice = "is also a name of a comprehension here: give one of them another"
        return Names(notebook, dict.fromkeys(code.co_varnames, twice))
    own = own_variables(frame)
    unset = {name: f"has no value yet in {said(code)}" for name in variables(code) if name not in own}
    return Names(
        {**notebook, **own},
        others_of(module, notebook) | unset,
        said(code) if code.co_flags & inspect.CO_NESTED else "",
        own,
    )


def asking_frame() -> FrameType | None:
    """The innermost frame of code that somebody wrote to ask; None where only machinery calls."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in MACHINERY:
        frame = frame.f_back
    return frame


def own_variables(frame: FrameType) -> dict[str, Any]:
    """The function's variables; of a comprehension (before Python 3.12 a function) also those around it."""
    around = frame.f_back
    inside = around is not None and frame.f_code in around.f_code.co_consts
    if frame.f_code.co_name in COMPREHENSIONS and inside and around is not None:
        outer = own_variables(around) if around.f_locals is not around.f_globals else {}
        return {**outer, **frame.f_locals}
    return dict(frame.f_locals)


def variables(code: CodeType) -> tuple[str, ...]:
    """The names that are variables of this function or of those around it."""
    return (*code.co_varnames, *code.co_cellvars, *code.co_freevars)


def others_of(module: Mapping[str, Any], notebook: Mapping[str, Any]) -> dict[str, str]:
    """The names a function of another module finds there and not in the notebook."""
    if module is notebook:
        return {}
    where = f"is a variable of the module {module.get('__name__')}: assign it to one of the function's own"
    return {name: where for name, value in module.items() if value is not notebook.get(name, module)}


def said(code: CodeType) -> str:
    """The function as a reader knows it."""
    return f"{code.co_name}()" if code.co_name.isidentifier() else "the function"
