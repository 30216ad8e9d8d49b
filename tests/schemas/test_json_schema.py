"""Our check of a JSON schema says what ``jsonschema`` says, and says it in words."""

from __future__ import annotations

import json
import random
from typing import Any

import jsonschema
import pytest
from places import CASES

from pplx_notebook.protocol.asking.json_schema import misfit, unread

TABLE = json.loads((CASES / "schemas" / "fits.json").read_text("utf-8"))
FIT = [(row["schema"], value) for row in TABLE for value in row["fit"]]
NOT = [(row["schema"], value, says) for row in TABLE for value, says in row["not"]]
VALUES = [value for _, value in FIT] + [value for _, value, _ in NOT] + [0, "", "aa", [[]], {"n": 1.5}]


@pytest.mark.parametrize(("schema", "value"), FIT)
def test_what_fits(schema: Any, value: Any) -> None:
    assert misfit(value, schema) is None


@pytest.mark.parametrize(("schema", "value", "says"), NOT)
def test_what_does_not_fit_is_said_with_its_place(schema: Any, value: Any, says: str) -> None:
    assert says in str(misfit(value, schema))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: json.dumps(row["schema"])[:40])
def test_every_value_is_judged_as_jsonschema_judges_it(row: dict[str, Any]) -> None:
    judge = jsonschema.Draft202012Validator(row["schema"])
    for value in VALUES:
        assert (misfit(value, row["schema"]) is None) == judge.is_valid(value), value


def test_random_schemas_are_judged_as_jsonschema_judges_them() -> None:
    dice = random.Random(16)  # noqa: S311
    schemas = [made(dice, 3) for _ in range(400)]
    for schema in schemas:
        judge = jsonschema.Draft202012Validator(schema)
        for value in dice.sample(VALUES, 12):
            assert (misfit(value, schema) is None) == judge.is_valid(value), (schema, value)


def made(dice: random.Random, depth: int) -> dict[str, Any]:
    """A schema of the words we read."""
    kinds = ["object", "array", "string", "number", "integer", "boolean", "null"]
    schema: dict[str, Any] = {"type": dice.sample(kinds, dice.randint(1, 2))} if dice.random() < 0.7 else {}
    if dice.random() < 0.3:
        schema |= {"minimum": dice.randint(-2, 3), "maxLength": 2}
    if depth and dice.random() < 0.6:
        schema["properties"] = {name: made(dice, depth - 1) for name in dice.sample("abnxyr", 2)}
        schema["additionalProperties"] = dice.choice([True, False, made(dice, depth - 1)])
        schema["required"] = dice.sample("abnx", dice.randint(0, 1))
    if depth and dice.random() < 0.4:
        schema["items"] = made(dice, depth - 1)
        schema["maxItems"] = 2
    if depth and dice.random() < 0.3:
        schema[dice.choice(["anyOf", "oneOf", "allOf"])] = [made(dice, depth - 1), made(dice, 0)]
    return schema


def test_a_schema_that_points_to_itself_ends() -> None:
    assert misfit({"a": 1}, {"$ref": "#"}) is None
    assert (
        misfit(1, {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})
        is None
    )


def test_words_that_are_not_read_are_named() -> None:
    assert unread(
        {"type": "object", "if": {}, "properties": {"a": {"contains": {}}, "if": {"type": "string"}}}
    ) == ("contains", "if")
