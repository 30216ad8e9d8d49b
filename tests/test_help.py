"""What a newcomer is told who asks: ``dir``, ``help`` and the question mark."""

from __future__ import annotations

import inspect
import pydoc
import re

import pytest
from test_package import PUBLIC

import pplx_notebook as pplx
from pplx_notebook.network.question.as_answer import OF_AN_ANSWER
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol import answer
from pplx_notebook.protocol.reading.reader import AnswerReader
from pplx_notebook.settings import Settings

OWN = f"{pplx.__name__}."
CLASSES = {
    kind
    for place in (pplx, answer)
    for name in dir(place)
    if inspect.isclass(kind := getattr(place, name)) and kind.__module__.startswith(OWN)
} | {PendingAnswer}


def without_underscore(value: object) -> set[str]:
    return {name for name in dir(value) if not name.startswith("_")}


def is_told(kind: type, name: str) -> bool:
    """True for a name with a docstring of its own, or told of in that of its class."""
    member = inspect.getattr_static(kind, name)
    own = isinstance(member, property | classmethod | staticmethod) or inspect.isfunction(member)
    return bool(own and member.__doc__) or bool(re.search(rf"\b{name}\b", kind.__doc__ or ""))


def test_dir_of_the_package_names_what_can_be_done_and_nothing_else() -> None:
    assert without_underscore(pplx) == PUBLIC | {"load_ipython_extension", "unload_ipython_extension"}
    assert without_underscore(pplx.protocol) == set(pplx.protocol.__all__)


@pytest.mark.parametrize("name", sorted(without_underscore(pplx)))
def test_each_of_those_names_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(pplx, name))


@pytest.mark.parametrize("kind", sorted(CLASSES, key=lambda kind: kind.__name__))
def test_no_name_of_a_value_is_left_untold(kind: type) -> None:
    pythons = without_underscore(AttributeError())
    assert {name for name in without_underscore(kind) - pythons if not is_told(kind, name)} == set()


def test_nor_is_any_that_only_an_instance_has() -> None:
    live = PendingAnswer(AnswerReader())
    assert {
        name
        for name in without_underscore(live) - OF_AN_ANSWER
        if not (hasattr(PendingAnswer, name) or is_in_doc(name))
    } == set()


def is_in_doc(name: str) -> bool:
    return f"``{name}``" in (PendingAnswer.__doc__ or "")


@pytest.mark.parametrize("function", [pplx.ask, pplx.stream, pplx.aask, pplx.astream, pplx.Client.ask])
def test_help_tells_every_option_of_a_question(function: object) -> None:
    told = pydoc.render_doc(function, renderer=pydoc.plaintext)
    fields = re.findall(r"(?m)^ +(\w+): ", told)
    assert set(Settings.__struct_fields__) <= set(fields)
    assert {"provider", "recency"} <= set(inspect.signature(function).parameters)  # type: ignore[arg-type]
