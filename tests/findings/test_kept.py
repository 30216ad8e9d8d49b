"""What was found stays on the answer, and in its notebook; it is no part of what the answer says."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import nbformat
import pytest
from planted import TEXT, checked, planted

from pplx_notebook import __main__ as command_line
from pplx_notebook.evidence.results.kept import VERSION, changes, evidence_in, form_of
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle


def test_an_answer_is_checked_once() -> None:
    answer = planted()
    assert answer.evidence is None
    found = answer.check()
    assert answer.check() is found
    assert answer.evidence is found


def test_equal_answers_stay_equal_and_it_is_not_in_what_is_saved_of_the_answer() -> None:
    answer = planted()
    answer.check()
    assert answer == planted()
    assert hash(answer) == hash(planted())
    assert "evidence" not in repr(answer)
    assert answer.to_dict()["evidence"] is None
    assert "evidence" not in bundle(answer)[MIME]["answer"]
    assert pickle.loads(pickle.dumps(answer)).text == TEXT  # noqa: S301  (our own)


def notebook_with(folder: Path, faces: dict[str, Any]) -> Path:
    data = {name: value if isinstance(value, dict) else str(value) for name, value in faces.items()}
    cell = nbformat.v4.new_code_cell("%%pplx --check\nHow far?", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    path = folder / "saved.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def test_a_notebook_gives_the_verdicts_back(tmp_path: Path) -> None:
    answer, findings = checked()
    path = notebook_with(tmp_path, bundle(answer, findings=findings))
    (read,) = Answer.from_notebook(path)
    assert read == answer
    assert read.check().rows == answer.evidence.rows
    assert read.evidence.summary == answer.evidence.summary
    assert read.evidence.unbacked == answer.evidence.unbacked


def test_the_file_may_be_read_by_whoever_knows_version_1_of_an_answer(tmp_path: Path) -> None:
    answer, findings = checked()
    saved = bundle(answer, findings=findings)[MIME]
    assert saved["version"] == 1
    assert saved["evidence"]["version"] == VERSION
    assert saved["answer"] == bundle(planted())[MIME]["answer"]


DAMAGED = (
    {"version": VERSION + 1, "rows": []},
    {"version": VERSION, "rows": [{"sentence": 9, "number": 1, "verdict": "quoted"}]},
    {"version": VERSION, "sentences": ["a"], "rows": [{"sentence": 0, "number": 1, "verdict": "perhaps"}]},
    {"version": VERSION, "rows": "all of them"},
    {"version": VERSION, "rows": [{}]},
    ["a list"],
    "words",
    None,
)


@pytest.mark.parametrize("form", DAMAGED, ids=str)
def test_a_damaged_check_is_none_at_all_and_takes_nothing_with_it(form: Any, tmp_path: Path) -> None:
    assert evidence_in(form) is None
    faces = bundle(planted())
    faces[MIME]["evidence"] = form
    (_, read), *_ = answers_in_notebook(notebook_with(tmp_path, faces))
    assert read == planted()
    assert read.evidence is None


def test_fields_of_a_later_version_are_passed_over() -> None:
    answer, findings = checked()
    form = json.loads(json.dumps(form_of(answer.evidence, findings.markers)))
    form["later"] = form["rows"][0]["later"] = "news"
    found = evidence_in(form)
    assert found is not None
    assert found.rows == answer.evidence.rows


def test_the_command_line_says_what_is_another_verdict_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer, findings = checked()
    faces = bundle(answer, findings=findings)
    faces[MIME]["evidence"]["rows"][0] |= {"verdict": "not fetched"}
    assert command_line.main(["check", str(notebook_with(tmp_path, faces))]) == 0
    said = capsys.readouterr().out
    assert "[1] was not fetched, is quoted: The mean distance" in said
    assert said.count("] was ") == 1


def test_nothing_is_said_where_nothing_changed() -> None:
    answer, findings = checked()
    again = evidence_in(form_of(answer.evidence, findings.markers))
    assert again is not None
    assert changes(again, answer.evidence) == []
