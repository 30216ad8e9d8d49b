"""The text of an answer as the object that was asked for, or one sentence that says where it is none.

Thoughts in front (``<think>``) have been taken off by then; here fall a code fence around the JSON and words
before and behind it. What a form's own checks raise is told like any other misfit: the answer is a
stranger's.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.protocol.asking.json_schema import misfit
from pplx_notebook.protocol.lenient_json import json_in
from pplx_notebook.protocol.scrub import printable_line
from pplx_notebook.schemas.schema import Schema


class Fit(msgspec.Struct, frozen=True):
    """``value`` is the object; ``problem`` the sentence where there is none, "" otherwise."""

    value: Any = None
    problem: str = ""


def fitted(text: str, schema: Schema) -> Fit:
    """The object that a text is by this schema."""
    try:
        value = json_in(text)
    except ValueError as why:
        return Fit(problem=_sentence(schema, str(why)))
    bare = schema.inside and not (isinstance(value, dict) and schema.inside in value)
    whole = {schema.inside: value} if bare else value
    if schema.kind == "json":
        found = misfit(whole, schema.json)
        if found is not None:
            return Fit(problem=_sentence(schema, str(found)))
        return Fit(whole[schema.inside] if schema.inside else whole)
    if not isinstance(whole, dict):
        found = misfit(whole, {"type": "object"})
        return Fit(problem=_sentence(schema, str(found)))
    return _as_form(whole[schema.inside] if schema.inside else whole, schema)


def _as_form(value: Any, schema: Schema) -> Fit:
    """The value as the class that was given."""
    try:
        if schema.kind == "pydantic":
            from pydantic import TypeAdapter

            return Fit(TypeAdapter(schema.form).validate_json(msgspec.json.encode(value)))
        return Fit(msgspec.convert(value, schema.form, strict=True))
    except msgspec.ValidationError as error:
        return Fit(problem=_sentence(schema, _of_msgspec(str(error))))
    except Exception as error:
        errors = getattr(error, "errors", None)
        said = (
            _of_pydantic(errors()) if callable(errors) else f"its own check failed ({type(error).__name__})"
        )
        return Fit(problem=_sentence(schema, said))


def _of_msgspec(said: str) -> str:
    """ "Expected `int`, got `str` - at `$.year`" as "at $.year: expected int, got str"."""
    what, at, path = said.replace("`", "").partition(" - at ")
    return f"at {path if at else '$'}: {what[:1].lower()}{what[1:]}"


def _of_pydantic(errors: list[Any]) -> str:
    """The first of pydantic's errors, and how many more there are."""
    first = errors[0]
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"])
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    said = str(first["msg"])
    return f"at ${path}: {said[:1].lower()}{said[1:]}{more}"


def _sentence(schema: Schema, why: str) -> str:
    """One line of what another program and a stranger's text said."""
    return printable_line(
        f"the answer does not fit {schema.name} {why if why[:3] == 'at ' else f'at $: {why}'}"
    )
