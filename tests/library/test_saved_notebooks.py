"""Notebooks that earlier versions have saved are read back by this one, whole.

``cases/library/saved-2026-11.ipynb`` is what the code of November 2026 wrote when nbclient ran it: eleven answers
of five providers, one refused, one cut off. Beside it stand the facts that code itself read back, written once and
never again. A later version that changes what is saved adds a notebook of its own.
"""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from places import CASES

from pplx_notebook import Answer
from pplx_notebook.library.sources import sources_in_notebook
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle

SAVED = sorted((CASES / "library").glob("saved-*.ipynb"))
SHORT = 120  # characters of JSON; what is longer stands as its digest


def fact(value: Any) -> Any:
    """A value as JSON, a long one as its digest."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return value if len(written) <= SHORT else f"sha256 {sha256(written.encode()).hexdigest()[:32]}"


def facts(answer: Answer) -> dict[str, Any]:
    """Every field of an answer."""
    fields = json.loads(msgspec.json.encode(answer, enc_hook=dict))
    return {name: fact(value) for name, value in fields.items()}


@pytest.fixture(params=SAVED, ids=lambda path: path.stem)
def saved(request: pytest.FixtureRequest) -> Path:
    """A notebook as that version saved it."""
    return Path(request.param)


def test_every_field_of_every_answer_is_read_back(saved: Path) -> None:
    known = json.loads(saved.with_suffix(".json").read_text("utf-8"))
    answers = [facts(answer) for answer in Answer.from_notebook(saved)]
    assert len(answers) == len(known)
    for answer, then in zip(answers, known, strict=True):
        assert {name: answer[name] for name in then} == then  # a field added since has no fact


def test_the_sources_of_an_old_notebook_are_listed(saved: Path) -> None:
    cited = sources_in_notebook(saved)
    assert len(cited) > 20
    assert len({source.url for source in cited}) == len(cited)


def test_an_old_answer_shown_again_has_all_four_faces(saved: Path) -> None:
    for answer in Answer.from_notebook(saved):
        again = bundle(answer)
        assert set(again) == {MIME, "text/html", "text/markdown", "text/plain"}
        assert all(escape(citation.url) in again["text/html"] for citation in answer.citations)


def test_every_asked_cell_holds_exactly_one_answer(saved: Path) -> None:
    notebook = nbformat.read(saved, as_version=4)
    asked = [cell for cell in notebook.cells if cell.source.startswith(("%pplx", "%%pplx"))]
    held = [sum(MIME in output.get("data", {}) for output in cell.outputs) for cell in asked]
    assert held == [1] * len(Answer.from_notebook(saved))
