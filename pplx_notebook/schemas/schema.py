"""A form for an answer: a pydantic model, a dataclass, a TypedDict, another type, or a JSON schema as a dict.

Rules of this file: pydantic is used where the form is made with it, and never imported otherwise; msgspec
reads the rest. Servers want an object at the root, so a list or another value is asked for inside one and
taken out again. The name is one that servers take: 1 to 64 letters, digits, - and _.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.protocol.asking.json_schema import resolved, unread

MOST_BYTES = 100_000
WHAT = "a pydantic model, a dataclass, a TypedDict or a JSON schema as a dict"
_WORDS = {"type", "properties", "$ref", "anyOf", "oneOf", "allOf", "enum", "const", "items"}


class Schema(msgspec.Struct, frozen=True):
    """A form for an answer: its ``name``, the JSON schema that is sent (``json``), how the answer is read:
    ``kind`` says by whom, ``form`` as what. ``inside`` is the field that a root which is no object stands in.
    """

    name: str
    json: Mapping[str, Any]
    kind: Literal["pydantic", "msgspec", "json"]
    form: Any = None
    inside: str = ""
    notices: tuple[str, ...] = ()


def schema_of(given: Any) -> Schema:
    """What was given as a schema; UsageProblem, one line, for what is none."""
    if isinstance(given, Schema):
        return given
    if isinstance(given, Mapping):
        return _of_dict(given)
    if not _is_type(given):
        kind = type(given)
        made = hasattr(kind, "__dataclass_fields__") or hasattr(kind, "model_json_schema")
        hint = (
            f"give the class, {printable(kind.__name__)}, not one of its values"
            if made
            else f"it takes {WHAT}"
        )
        raise UsageProblem(f"schema cannot be {_a(kind)}: {hint}.")
    kind_: Literal["pydantic", "msgspec"] = "pydantic" if _is_pydantic(given) else "msgspec"
    try:
        schema = _of_pydantic(given) if kind_ == "pydantic" else msgspec.json.schema(given)
    except Exception as error:  # of both libraries, and of what a model defines itself
        why = " ".join(str(error).split()).partition(" - ")[0][:100]
        raise UsageProblem(f"{_name(given)} cannot be asked for: {printable_why(why)}") from None
    return _made(_name(given), schema, kind_, given)


def printable_why(why: str) -> str:
    """Another library's sentence, ended."""
    return printable(why).rstrip(".") + "."


def _of_dict(given: Mapping[str, Any]) -> Schema:
    if not _WORDS & given.keys():
        raise UsageProblem(
            'schema as a dict is a JSON schema: {"type": "object", "properties": {"year": {"type": …}}}.'
        )
    try:
        plain = msgspec.json.decode(msgspec.json.encode(given))
    except (TypeError, ValueError, RecursionError):
        raise UsageProblem(
            'schema holds what is no JSON: types are texts in it, as {"type": "integer"}.'
        ) from None
    title = plain.get("title")
    schema = _made(title if isinstance(title, str) else "answer", plain, "json", None)
    if left := unread(plain):
        note = f"of the schema {', '.join(left[:5])} is sent, but the answer is not checked against it"
        return msgspec.structs.replace(schema, notices=(note,))
    return schema


def _made(
    name: str, schema: Mapping[str, Any], kind: Literal["pydantic", "msgspec", "json"], form: Any
) -> Schema:
    """The schema with an object at its root."""
    root = resolved(schema, schema)
    definitions = _definitions(schema, root)
    whole = {**definitions, **root} if isinstance(root, Mapping) else {}
    inside = ""
    if whole.get("type") != "object":
        inside = "items" if whole.get("type") == "array" else "value"
        bare = {word: value for word, value in whole.items() if word not in definitions}
        whole = {"type": "object", "properties": {inside: bare}, "required": [inside], **definitions}
    if len(msgspec.json.encode(whole)) > MOST_BYTES:
        raise UsageProblem(f"the schema is over {MOST_BYTES // 1000} kB; no server takes that.")
    safe = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:64] or "answer"
    return Schema(safe, whole, kind, form, inside)


def _definitions(schema: Mapping[str, Any], root: Any) -> dict[str, Any]:
    """The schema's definitions, without that of its root where nothing else points to it."""
    kept = {
        word: dict(schema[word]) for word in ("$defs", "definitions") if isinstance(schema.get(word), dict)
    }
    for word, defined in kept.items():
        for name in [name for name, inner in defined.items() if inner is root]:
            if f'"#/{word}/{name}"' not in msgspec.json.encode(kept).decode():
                del defined[name]
    return {word: defined for word, defined in kept.items() if defined}


def _of_pydantic(form: Any) -> Mapping[str, Any]:
    from pydantic import TypeAdapter

    schema: Mapping[str, Any] = TypeAdapter(form).json_schema()
    return schema


def _is_type(given: Any) -> bool:
    """A class, or what annotations are made of: ``list[Reactor]``, ``Reactor | None``."""
    return isinstance(given, type) or typing.get_origin(given) is not None


def _is_pydantic(form: Any) -> bool:
    """Whether a pydantic model is the form, or in it."""
    if hasattr(form, "__pydantic_validator__") or hasattr(form, "__pydantic_core_schema__"):
        return True
    return any(_is_pydantic(inner) for inner in typing.get_args(form))


def _name(form: Any) -> str:
    inner = typing.get_args(form)
    bare = getattr(form, "__name__", None) or "answer"
    if typing.get_origin(form) in (typing.Union, types.UnionType, typing.Literal):
        return "answer"
    return f"{bare}_{_name(inner[0])}" if inner and _is_type(inner[0]) else printable(bare)


def _a(kind: type) -> str:
    return f"{'an' if kind.__name__[0] in 'aeiouAEIOU' else 'a'} {printable(kind.__name__)}"
