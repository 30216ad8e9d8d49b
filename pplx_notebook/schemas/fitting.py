"""The text of an answer as the object that was asked for, or one sentence that says where it is none.

Thoughts in front (``<think>``) have been taken off by then; here fall a code fence around the JSON and words
before and behind it. What a form's own checks raise is told like any other misfit: the answer is a
stranger's.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from pplx_notebook.protocol.asking.json_schema import misfit
from pplx_notebook.protocol.scrub import printable_line
from pplx_notebook.schemas.schema import Schema

_FENCE = re.compile(r"```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)


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


def json_in(text: str) -> Any:
    """The JSON value in a text: all of it, in a code fence, or behind the first words. Raises ValueError,
    in a few words."""
    if not text.strip():
        raise ValueError("there is no text")
    fence = _FENCE.search(text)
    for candidate in (text, fence[1] if fence else ""):
        try:
            return msgspec.json.decode(candidate)
        except (ValueError, RecursionError):
            continue
    import json

    start = re.search(r"[{\[](?!\d+\])", text)  # a marker is no list
    if start is None:
        raise ValueError("expected JSON, got words")
    try:
        return json.JSONDecoder(parse_constant=_no_constant).raw_decode(text, start.start())[0]
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        raise ValueError(
            "the JSON ends too early" if cut else f"no JSON at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


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
