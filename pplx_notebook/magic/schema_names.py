"""Which variable ``--schema NAME`` means, and which there are."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.magic.names import Names


def schema_named(name: str, names: Names) -> Any:
    """The form of that name, checked; UsageError, one line, with the nearest name of one."""
    if reason := names.why_not(name):
        raise UsageError(f"--schema {printable(name)} {reason}.")
    if name not in names.known:
        near = nearest(name, schemas_in(names.known))
        hint = f"did you mean {near}?" if near else "define it in a cell above."
        raise UsageError(f"--schema {printable(name)} names no class or dict: {hint}")
    from pplx_notebook.schemas.schema import schema_of

    try:
        return schema_of(names.known[name])
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None


def schemas_in(names: Mapping[str, Any]) -> tuple[str, ...]:
    """The variables that are forms for an answer, in alphabetical order."""
    return tuple(sorted(name for name, value in names.items() if name[0] != "_" and _is_form(value)))


def _is_form(value: Any) -> bool:
    if isinstance(value, dict):
        return "properties" in value or value.get("type") in ("object", "array")
    if typing.get_origin(value) is not None:
        return any(map(_is_form, typing.get_args(value)))
    marks = ("__dataclass_fields__", "__pydantic_validator__", "__required_keys__", "__struct_fields__")
    return isinstance(value, type) and any(mark in vars(value) for mark in marks)
