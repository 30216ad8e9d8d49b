"""A JSON value against a JSON schema: the first place where it does not fit, in words.

The keywords that the APIs take and classes are written in: type, enum, const, properties, required,
additionalProperties, items, prefixItems, anyOf, oneOf, allOf, not, $ref within the schema, the limits of
numbers, texts, lists and objects, uniqueItems, pattern. ``unread`` names those beyond, so that nobody thinks
they were checked. ``format`` is a hint to the model; ``jsonschema`` does not check it either, unless told to.

Bounded: at most ``DEEPEST`` steps down, and references that go in a circle end there.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

Node = Mapping[str, Any] | bool

DEEPEST = 60
_NAMES = {
    "object": "an object", "array": "a list", "string": "a text", "number": "a number",
    "integer": "a whole number", "boolean": "true or false", "null": "null",
}  # fmt: skip
_MOST = 1e15  # beyond, a number is no multiple of anything that could be told
_LIMITS = {
    "minimum": ("at least", operator.ge),
    "maximum": ("at most", operator.le),
    "exclusiveMinimum": ("more than", operator.gt),
    "exclusiveMaximum": ("less than", operator.lt),
}
_READ = """
type enum const properties required additionalProperties items prefixItems anyOf oneOf allOf not $ref
minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems
uniqueItems minProperties maxProperties $defs definitions title description default examples format
$schema $id $comment deprecated readOnly writeOnly discriminator strict
"""
_WORDS = frozenset(_READ.split())


class Misfit(msgspec.Struct, frozen=True):
    """Where a value does not fit (``$.rows[2].year``), and what was expected there."""

    path: str
    said: str

    def __str__(self) -> str:
        return f"at {self.path}: {self.said}"


def misfit(value: Any, schema: Node) -> Misfit | None:
    """The first place where a value does not fit, None where all of it does."""
    return next(_misfits(value, schema, schema, "$", 0), None)


def resolved(schema: Node, root: Node) -> Node:
    """What a ``$ref`` within the schema points to; the schema itself without one, and where it points
    nowhere."""
    for _ in range(DEEPEST):
        ref = schema.get("$ref") if isinstance(schema, Mapping) else None
        if not isinstance(ref, str) or not ref.startswith("#"):
            return schema
        place: Any = root
        for step in filter(None, ref[1:].split("/")):
            name = step.replace("~1", "/").replace("~0", "~")
            place = place.get(name) if isinstance(place, Mapping) else None
        if not isinstance(place, Mapping | bool):
            return True
        schema = place
    return True


def unread(schema: Any) -> tuple[str, ...]:
    """The keywords in a schema that are not checked here, in alphabetical order."""
    return tuple(sorted(set(_unread(schema, 0))))


def _unread(schema: Any, depth: int) -> Iterator[str]:
    if not isinstance(schema, Mapping) or depth > DEEPEST:
        return
    for word, inner in schema.items():
        if word not in _WORDS:
            yield word
        elif word in ("properties", "$defs", "definitions") and isinstance(inner, Mapping):
            for each in inner.values():
                yield from _unread(each, depth + 1)
        elif word in ("items", "additionalProperties", "not"):
            yield from _unread(inner, depth + 1)
        elif word in ("anyOf", "oneOf", "allOf", "prefixItems") and isinstance(inner, list | tuple):
            for each in inner:
                yield from _unread(each, depth + 1)


def type_of(value: Any) -> str:
    """JSON's own word for the type of a value."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _misfits(value: Any, schema: Node, root: Node, path: str, depth: int) -> Iterator[Misfit]:
    if depth > DEEPEST:
        return
    if isinstance(schema, bool):
        if not schema:
            yield Misfit(path, "nothing may stand here")
        return
    if "$ref" in schema:
        yield from _misfits(value, resolved(schema, root), root, path, depth + 1)
    yield from _of_type(value, schema, path)
    yield from _of_choice(value, schema, root, path, depth)
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, path, depth)
    elif isinstance(value, list):
        yield from _of_list(value, schema, root, path, depth)
    elif isinstance(value, str):
        yield from _of_text(value, schema, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _of_number(value, schema, path)


def _of_type(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[Misfit]:
    wanted = schema.get("type")
    if wanted is None:
        return
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    found = type_of(value)
    if found not in names and not (found == "integer" and "number" in names):
        expected = " or ".join(_NAMES.get(name, str(name)) for name in names)
        yield Misfit(path, f"expected {expected}, got {_NAMES[found]}")


def _of_choice(value: Any, schema: Mapping[str, Any], root: Node, path: str, depth: int) -> Iterator[Misfit]:
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield Misfit(
            path, f"expected one of {', '.join(map(_short, schema['enum'][:8]))}, got {_short(value)}"
        )
    if "const" in schema and not _same(value, schema["const"]):
        yield Misfit(path, f"expected {_short(schema['const'])}, got {_short(value)}")
    for each in schema.get("allOf", ()):
        yield from _misfits(value, each, root, path, depth + 1)
    for word in ("anyOf", "oneOf"):
        if word not in schema:
            continue
        tries = [next(_misfits(value, each, root, path, depth + 1), None) for each in schema[word]]
        fitting = tries.count(None)
        if not fitting:
            yield max((each for each in tries if each), key=lambda each: len(each.path))  # it went deepest
        elif word == "oneOf" and fitting > 1:
            yield Misfit(path, f"expected one of {len(tries)} forms, and it fits {fitting}")
    if "not" in schema and next(_misfits(value, schema["not"], root, path, depth + 1), None) is None:
        yield Misfit(path, "expected another form than this one")


def _of_object(
    value: dict[str, Any], schema: Mapping[str, Any], root: Node, path: str, depth: int
) -> Iterator[Misfit]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield Misfit(f"{path}.{name}", "expected, and it is missing")
    for name, inner in value.items():
        if name in known:
            yield from _misfits(inner, known[name], root, f"{path}.{name}", depth + 1)
        elif schema.get("additionalProperties") is False:
            yield Misfit(f"{path}.{name}", f"not expected; there are {', '.join(known) or 'none'}")
        elif "additionalProperties" in schema:
            yield from _misfits(inner, schema["additionalProperties"], root, f"{path}.{name}", depth + 1)
    yield from _counted(len(value), schema, ("minProperties", "maxProperties"), "fields", path)


def _of_list(
    value: list[Any], schema: Mapping[str, Any], root: Node, path: str, depth: int
) -> Iterator[Misfit]:
    first = schema.get("prefixItems", ())
    for place, item in enumerate(value):
        inner = first[place] if place < len(first) else schema.get("items", True)
        yield from _misfits(item, inner, root, f"{path}[{place}]", depth + 1)
    yield from _counted(len(value), schema, ("minItems", "maxItems"), "items", path)
    if schema.get("uniqueItems") is True:
        seen: set[Any] = set()
        for place, item in enumerate(value):
            if (key := _key(item)) in seen:
                yield Misfit(f"{path}[{place}]", "expected each item once")
            seen.add(key)


def _of_text(value: str, schema: Mapping[str, Any], path: str) -> Iterator[Misfit]:
    yield from _counted(len(value), schema, ("minLength", "maxLength"), "characters", path)
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and re.search(pattern, value) is None:
        yield Misfit(path, f"expected a text like {pattern}, got {_short(value)}")


def _of_number(value: float, schema: Mapping[str, Any], path: str) -> Iterator[Misfit]:
    for word, (said, holds) in _LIMITS.items():
        limit = schema.get(word)
        if isinstance(limit, int | float) and not isinstance(limit, bool) and not holds(value, limit):
            yield Misfit(path, f"expected {said} {limit}, got {value}")
    step = schema.get("multipleOf")
    if step and abs(value) < _MOST and not math.isclose(value / step, round(value / step), abs_tol=1e-9):
        yield Misfit(path, f"expected a multiple of {step}, got {value}")


def _counted(
    count: int, schema: Mapping[str, Any], words: tuple[str, str], what: str, path: str
) -> Iterator[Misfit]:
    least, most = (schema.get(word) for word in words)
    if least is not None and count < least:
        yield Misfit(path, f"expected at least {least} {what}, got {count}")
    if most is not None and count > most:
        yield Misfit(path, f"expected at most {most} {what}, got {count}")


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    return bool(one == other)


def _key(value: Any) -> Any:
    """What is equal for values that are the same."""
    if isinstance(value, dict):
        return ("object", frozenset((name, _key(inner)) for name, inner in value.items()))
    return ("list", *map(_key, value)) if isinstance(value, list) else (isinstance(value, bool), value)


def _short(value: Any) -> str:
    """A value in a sentence: at most 40 characters."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
