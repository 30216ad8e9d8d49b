"""An answer as the object that was asked for, or one sentence that says where it is none."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

import msgspec
import pydantic
import pytest
from local_server import LocalServer, Seen
from places import CASES

import pplx_notebook as pplx
from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import from_saved, to_saved
from pplx_notebook.schemas.fitting import fitted
from pplx_notebook.schemas.schema import schema_of
from pplx_notebook.views.faces.bundle import bundle


@dataclass
class Reactor:
    name: str
    year: int
    kind: Literal["tokamak", "stellarator"] = "tokamak"


class Row(TypedDict):
    name: str
    year: int


class Model(pydantic.BaseModel):
    name: str
    year: int

    @pydantic.field_validator("year")
    @classmethod
    def _not_of_the_future(cls, year: int) -> int:
        if year > 2100:
            raise RuntimeError("a bug in somebody's model")
        return year


class Struct(msgspec.Struct):
    name: str
    year: int


PLAIN = {
    "title": "Reactor of mine!",
    "type": "object",
    "properties": {"name": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["name", "year"],
}
ONE = {"name": "ITER", "year": 2025}
FORMS = [
    (Reactor, "Reactor", ONE, Reactor("ITER", 2025)),
    (Row, "Row", ONE, ONE),
    (Model, "Model", ONE, Model(**ONE)),
    (Struct, "Struct", ONE, Struct(**ONE)),
    (PLAIN, "Reactor_of_mine", ONE, ONE),
    (list[Reactor], "list_Reactor", {"items": [ONE]}, [Reactor("ITER", 2025)]),
    (list[Model], "list_Model", {"items": [ONE]}, [Model(**ONE)]),
    (list[Reactor], "list_Reactor", [ONE], [Reactor("ITER", 2025)]),
    (dict[str, int], "dict_str", {"a": 1}, {"a": 1}),
    (int, "int", {"value": 3}, 3),
    (Reactor | None, "answer", {"value": None}, None),
    ({"type": "array", "items": {"type": "integer"}}, "answer", {"items": [1]}, [1]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "name", "sent", "parsed"), FORMS)
def test_each_kind_of_form_becomes_its_own_object(form: Any, name: str, sent: Any, parsed: Any) -> None:
    schema = schema_of(form)
    assert schema.name == name
    assert schema.json["type"] == "object", "servers want an object at the root"
    fit = fitted(json.dumps(sent), schema)
    assert (fit.value, fit.problem) == (parsed, "")


TEXTS = json.loads((CASES / "schemas" / "texts.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["why"])
def test_a_text_fits_or_one_sentence_says_where_it_does_not(case: dict[str, Any]) -> None:
    text = '{"a":' * 5000 if case["text"] == "DEEP" else case["text"]
    fit = fitted(text, schema_of(Reactor))
    assert (fit.problem == "") is case.get("fits", False)
    if fit.problem:
        assert fit.problem.startswith(f"the answer does not fit Reactor {case['says']}")
        assert "\n" not in fit.problem


def test_what_pydantic_says_is_one_sentence_and_so_is_a_bug_in_a_model() -> None:
    wrong = fitted('{"name": 3}', schema_of(Model)).problem
    assert wrong == "the answer does not fit Model at $.name: input should be a valid string (and 1 more)"
    bug = fitted('{"name": "x", "year": 2200}', schema_of(Model)).problem
    assert bug == "the answer does not fit Model at $: its own check failed (RuntimeError)"


BAD = [
    ("Reactor", "schema cannot be a str: it takes a pydantic model, a dataclass"),
    (Reactor("x", 1), "schema cannot be a Reactor: give the class, Reactor, not one of its values."),
    (Model(**ONE), "schema cannot be a Model: give the class, Model, not one of its values."),
    (len, "schema cannot be a builtin_function_or_method: it takes"),
    (object, "object cannot be asked for: "),
    ({"name": "str"}, "schema as a dict is a JSON schema: "),
    ({"type": int}, "schema holds what is no JSON: "),
    ({"type": "object", "description": "x" * 100_001}, "the schema is over 100 kB"),
]


@pytest.mark.parametrize(("form", "says"), BAD)
def test_what_is_no_form_is_one_line(form: Any, says: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        pplx.ask("what?", provider="demo", schema=form)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_words_of_a_schema_that_nobody_checks_are_said() -> None:
    answer = pplx.ask(
        "What is DNA?",
        provider="demo",
        schema={**PLAIN, "properties": {"name": {"type": "string"}}, "required": [], "dependentRequired": {}},
    )
    assert (
        "of the schema dependentRequired is sent, but the answer is not checked against it" in answer.notices
    )


SENT = [
    ("perplexity", "", ("response_format", "json_schema"), "response_format"),
    ("perplexity", "/gateway", ("text", "format"), "text"),
    ("chat", "", ("response_format", "json_schema"), "response_format"),
    ("perf", "", ("response_format", "json_schema"), "response_format"),
    ("named", "", (), ""),
]


@pytest.mark.parametrize(("provider", "gateway", "path", "field"), SENT)
def test_each_api_is_told_the_schema_in_its_own_field(
    provider: str, gateway: str, path: tuple[str, ...], field: str
) -> None:
    base = {} if provider in ("perplexity", "perf") and not gateway else {"base_url": "http://127.0.0.1:1"}
    looked = pplx.dry_run("what?", provider=provider, model="m", schema=Reactor, **base)
    assert {"response_format", "text"} & looked.body.keys() == ({field} if field else set())
    place: Any = looked.body
    for step in path:
        place = place[step]
    if path:
        assert place["name"] == "Reactor"
        assert place["schema"]["required"] == ["name", "year"]
    else:
        assert "this API has no field for a schema: the answer is only checked against it" in looked.notices


def events(text: str) -> tuple[str, ...]:
    """A chat stream of this text that cost something."""
    chunk = {
        "choices": [{"delta": {"content": text}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 10, "cost": {"total_cost": 0.01}},
    }
    return (
        "head 200 text/event-stream",
        f"raw data: {json.dumps(chunk)}\\n\\n".replace("\\n\\n", "\n\n"),
        "raw data: [DONE]\\n\\n",
        "end",
    )


def answering(*texts: str) -> LocalServer:
    """A server that gives these answers one after the other."""
    left = list(texts)

    def script(_: Seen) -> tuple[str, ...]:
        text = left.pop(0)
        if not text:
            return ("reply 500 application/json|x-should-retry: false", "body {}")
        body = {
            "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"total_tokens": 10, "cost": {"total_cost": 0.01}},
        }
        return ("reply 200 application/json", "body " + json.dumps(body).replace("\\", "\\\\"))

    return LocalServer(script)


GOOD, WRONG = json.dumps(ONE), '{"name": "ITER", "year": "soon"}'


def asked(server: LocalServer, **more: Any) -> Answer:
    return pplx.ask(
        "Which one?", provider="chat", model="m", base_url=server.url, schema=Reactor, retries=0, **more
    )


def test_a_misfit_keeps_the_raw_answer_and_is_not_asked_again_unless_told() -> None:
    with answering(WRONG) as server:
        answer = asked(server)
    assert (answer.status, answer.text, answer.parsed) == ("done", WRONG, None)
    assert answer.parse_error == "the answer does not fit Reactor at $.year: expected int, got str"
    assert len(server.seen) == 1
    for face in ("text/html", "text/markdown", "text/plain"):
        assert "expected int, got str" in bundle(answer)[face]
        assert "soon" in bundle(answer)[face]


def test_a_retry_is_one_more_question_and_its_cost_is_counted() -> None:
    with answering(WRONG, GOOD) as server:
        answer = asked(server, schema_retry=True)
    assert answer.parsed == Reactor("ITER", 2025)
    assert (answer.prompt, answer.earlier) == ("Which one?", ())
    assert answer.usage is not None
    assert (answer.cost_usd, answer.usage.total_tokens) == (0.02, 20)
    assert (
        "asked a second time: the answer does not fit Reactor at $.year: expected int, got str"
        in answer.notices
    )
    first, second = (seen.json["messages"] for seen in server.seen)
    assert [turn["role"] for turn in second] == ["user", "assistant", "user"]
    assert second[:2] == [*first, {"role": "assistant", "content": WRONG}]
    assert "Reactor at $.year: expected int, got str" in second[2]["content"]


def test_a_second_misfit_is_the_end() -> None:
    with answering(WRONG, WRONG, GOOD) as server:
        answer = asked(server, schema_retry=True)
    assert answer.parsed is None
    assert len(server.seen) == 2


def test_a_retry_that_fails_leaves_the_first_answer() -> None:
    with answering(WRONG, "") as server:
        answer = asked(server, schema_retry=True)
    assert (answer.status, answer.text, answer.cost_usd) == ("done", WRONG, 0.01)
    assert answer.parse_error


def test_a_good_answer_is_not_asked_again() -> None:
    with answering(GOOD) as server:
        assert asked(server, schema_retry=True).parsed == Reactor("ITER", 2025)
    assert len(server.seen) == 1


def test_a_retry_without_a_schema_is_a_mistake() -> None:
    with pytest.raises(UsageProblem, match="schema_retry needs a schema"):
        pplx.ask("what?", provider="demo", schema_retry=True)


def test_thoughts_in_front_are_no_part_of_the_object() -> None:
    with answering(f"<think>\nIs {{}} JSON?\n</think>\n\n{GOOD}") as server:
        answer = asked(server)
    assert answer.parsed == Reactor("ITER", 2025)
    assert answer.reasoning.strip() == "Is {} JSON?"


def test_what_is_saved_is_the_json_and_the_object_is_no_part_of_equality() -> None:
    with answering(GOOD) as server:
        answer = asked(server)
    again = from_saved(json.loads(json.dumps(to_saved(answer))))
    assert (again.parsed, again.schema) == (ONE, "Reactor")
    assert again == answer
    assert hash(again) == hash(answer)
    assert "parsed" not in to_saved(answer)["answer"]
    assert pickle.loads(pickle.dumps(answer)).parsed == copy.deepcopy(answer).parsed == answer.parsed  # noqa: S301
    assert answer.asked is not None
    assert answer.asked.settings["schema"] == "Reactor"


def test_a_saved_answer_does_not_need_what_it_was_asked_with(tmp_path: Path) -> None:
    answer = from_saved({"version": 1, "answer": {"text": "no JSON", "schema": "Gone", "status": "done"}})
    assert answer.parsed is None
