"""The demo engine answers in a form: what fits the schema, said by the library, or an honest no."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from posted import fetched

import pplx_notebook as pplx
from pplx_notebook.demo.library.articles import load_library
from pplx_notebook.protocol.asking.json_schema import misfit
from pplx_notebook.schemas.schema import schema_of


@dataclass
class Milestone:
    name: str
    year: int
    what: str
    source: str


QUESTION = "What is the state of fusion energy?"
LIBRARY = " ".join(" ".join(p.text.split()) for article in load_library().values() for p in article.passages)
FORMS: list[Any] = [
    list[Milestone],
    {"type": "object", "properties": {"summary": {"type": "string", "maxLength": 60}, "energy_mj": {"type": "number"}}, "required": ["energy_mj"]},
    {"type": "object", "properties": {"stage": {"enum": ["done", "experiment"]}, "x": {"const": 3}, "sure": {"type": "boolean"}}, "required": ["stage", "x"]},
    {"type": "object", "properties": {"when": {"type": "string", "pattern": r"^\d{4}$"}, "url": {"type": "string", "pattern": "^https"}}, "required": ["when", "url"]},
    {"type": "object", "properties": {"n": {"anyOf": [{"type": "integer", "minimum": 10**12}, {"type": "null"}]}}, "required": ["n"]},
    {"type": "object", "properties": {"tree": {"$ref": "#/$defs/T"}}, "$defs": {"T": {"type": "object", "properties": {"name": {"type": "string"}, "inner": {"anyOf": [{"$ref": "#/$defs/T"}, {"type": "null"}]}}, "required": ["name", "inner"]}}},
    {"type": "object", "properties": {"pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "two": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2, "uniqueItems": True}}},
    {"type": "object", "properties": {"all": {"allOf": [{"type": "object", "properties": {"title": {"type": "string"}}}, {"required": ["title"]}]}}},
    dict[str, str],
    Literal["fusion", "fission"],
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: json.dumps(schema_of(form).json)[:50])
def test_an_answer_fits_and_its_texts_stand_in_the_library(form: Any) -> None:
    answer = pplx.ask(QUESTION, provider="demo", schema=form)
    assert answer.parse_error == ""
    value = json.loads(answer.text)
    assert misfit(value, schema_of(form).json) is None
    assert answer.search_results
    for text in texts_of(value):
        if text.endswith("."):
            assert text.split()[0] in LIBRARY
            assert " ".join(text.split()[-3:-1]) in LIBRARY


def texts_of(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for each in inner for text in texts_of(each)]
    return [value] if isinstance(value, str) else []


def test_a_record_is_one_sentence_with_its_number_and_its_page() -> None:
    found = pplx.ask(QUESTION, provider="demo", schema=list[Milestone]).parsed
    assert [(row.name, row.year) for row in found] == [("National Ignition Facility", 2022), ("JET", 2023)]
    assert all(str(row.year) in row.what for row in found)
    assert found[0].source.startswith("https://www.energy.gov/")


def test_without_an_article_lists_are_empty_and_texts_say_so() -> None:
    form = {"type": "object", "properties": {"title": {"type": "string"}, "rows": {"type": "array", "items": {"type": "string"}}, "n": {"type": ["integer", "null"]}, "m": {"type": "integer"}}, "required": ["title", "rows", "n", "m"]}  # fmt: skip
    value = pplx.ask("Who won the cup in 1997?", provider="demo", schema=form).parsed
    assert (value["rows"], value["n"], value["m"]) == ([], None, 0), "not the number of its articles"
    assert value["title"].startswith("The demo has no article on your question")


def test_what_the_library_cannot_say_is_refused_and_never_made_up() -> None:
    form = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 10**15}}, "required": ["n"]}
    with pytest.raises(pplx.PplxError, match="the demo library has no answer in this form: nothing for n"):
        pplx.ask(QUESTION, provider="demo", schema=form)


BODIES = {
    "/v1/responses": {"input": QUESTION, "effort": "fast"},
    "/chat/completions": {"model": "sonar", "messages": [{"role": "user", "content": QUESTION}]},
    "/api/v1/chat/completions": {"messages": [{"role": "user", "content": QUESTION}]},
    "/v1/chat": {"messages": [{"role": "user", "content": QUESTION}]},
}
SCHEMA = {"type": "object", "properties": {"years": {"type": "array", "items": {"type": "integer"}}}}


@pytest.mark.parametrize("path", BODIES)
def test_every_surface_that_has_the_field_answers_in_the_form(path: str) -> None:
    form = {"type": "json_schema", "json_schema": {"name": "years", "schema": SCHEMA}}
    body = fetched(path, BODIES[path] | {"response_format": form})
    said = body["output"][-1]["content"][0] if "output" in body else body["choices"][0]["message"]
    text = said.get("text") or said["content"]
    assert json.loads(text)["years"][:2] == [2022, 2023]


REFUSED = [
    ({"type": "json_object"}, "response_format must be of type text or json_schema, not json_object"),
    ({"type": "json_schema"}, "response_format needs a schema, an object"),
    ({"type": "json_schema", "json_schema": {"schema": SCHEMA, "name": "a b"}}, "1 to 64 letters or digits"),
    ("json", "response_format must be of type text or json_schema, not str"),
    (
        {"type": "json_schema", "json_schema": {"schema": {"type": "object", "required": 3}}},
        "it is no JSON schema",
    ),
]


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(("form", "says"), REFUSED)
def test_a_form_that_is_none_is_a_400_that_says_so(path: str, form: Any, says: str) -> None:
    body = fetched(path, BODIES[path] | {"response_format": form}, 400)
    assert says in body["error"]["message"]


def test_openais_field_of_that_api_is_known_too() -> None:
    text = {"format": {"type": "json_schema", "name": "years", "schema": SCHEMA}}
    body = fetched("/v1/responses", BODIES["/v1/responses"] | {"text": text})
    assert "years" in json.loads(body["output"][-1]["content"][0]["text"])
