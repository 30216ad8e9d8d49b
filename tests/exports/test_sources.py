"""Reading answers back from a saved notebook, and the sources they cite."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import nbformat
import pytest

from pplx_notebook import Answer, Citation, SearchResult, Usage
from pplx_notebook.__main__ import main
from pplx_notebook.exports.formats import FORMATS
from pplx_notebook.library.sources import Source, collect, sources_in_notebook
from pplx_notebook.protocol.answer import AnswerError, Image
from pplx_notebook.protocol.saved import MIME, from_saved, to_saved
from pplx_notebook.views.faces.text_width import width_of

FIRST = Answer(
    text="One [1] two [2] [3].",
    prompt="q1",
    status="done",
    citations=(
        Citation(number=1, url="https://example.org/a", title="A & B | {C}"),
        Citation(number=2, url="https://example.com/x_y(z)"),
        Citation(number=3, url="javascript:alert(1)", title="no"),
        Citation(number=4, url="https://example.org/listed", title="Sonar lists all it found"),
    ),
    search_results=(
        SearchResult(title="A", url="https://example.org/a", date="2026-01-02"),
        SearchResult(title='=HYPERLINK("x")', url="https://example.com/x_y(z)"),
    ),
    usage=Usage({"total_tokens": 3, "cost": {"total_cost": 0.5}}),
)
SECOND = Answer(
    text="half",
    prompt="q2",
    status="cut off",
    error=AnswerError(kind="incomplete", message="the stream ended"),
    citations=(Citation(number=1, url="https://example.org/a/", title="A again"),),
    images=(Image(image_url="https://example.org/i.png", width=3),),
)


@pytest.fixture
def saved_notebook(tmp_path: Path) -> Path:
    """A notebook with two answers, in cells 2 and 4, as JupyterLab would save it."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell("# title")]
    for answer in (FIRST, None, SECOND):
        data = {MIME: to_saved(answer), "text/plain": answer.text} if answer else {"text/plain": "1"}
        notebook.cells.append(
            nbformat.v4.new_code_cell("%%pplx", outputs=[nbformat.v4.new_output("display_data", data=data)])
        )
    path = tmp_path / "saved.ipynb"
    nbformat.write(notebook, path)
    return path


def test_all_answers_come_back_equal_and_in_order(saved_notebook: Path) -> None:
    assert Answer.from_notebook(saved_notebook) == [FIRST, SECOND]


def test_what_equals_its_default_is_not_saved() -> None:
    assert to_saved(Answer(text="x", status="done")) == {
        "version": 1,
        "answer": {"text": "x", "status": "done"},
    }


@pytest.mark.parametrize(
    ("saved", "says"),
    [
        ({}, "no version"),
        ([], "no version"),
        ({"version": 9, "answer": {}}, "saved as version 9"),
        ({"version": 1, "answer": {"text": 3}}, "damaged"),
        ({"version": 1}, "damaged"),
        ({"version": 1, "answer": {"citations": [{"number": "1", "url": {}}]}}, "damaged"),
    ],
)
def test_a_forged_or_damaged_answer_is_refused_in_one_line(saved: object, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        from_saved(saved)
    assert "\n" not in str(caught.value)


def test_unknown_fields_of_a_later_writer_are_ignored() -> None:
    assert from_saved({"version": 1, "answer": {"text": "x", "mood": "good"}}) == Answer(text="x")


def test_a_damaged_answer_is_passed_over_with_its_cell_named(saved_notebook: Path) -> None:
    notebook = json.loads(saved_notebook.read_text(encoding="utf-8"))
    notebook["cells"][1]["outputs"][0]["data"][MIME]["answer"]["text"] = 5
    saved_notebook.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.warns(UserWarning, match="cell 2: this saved answer is damaged"):
        assert Answer.from_notebook(saved_notebook) == [SECOND]


def test_a_page_cited_twice_is_one_source_with_both_cells(saved_notebook: Path) -> None:
    first, second = sources_in_notebook(saved_notebook)
    assert (first.url, first.cells, first.date) == ("https://example.org/a", (2, 4), "2026-01-02")
    assert second.title == '=HYPERLINK("x")'


def test_where_the_text_points_to_sources_only_these_are_cited(saved_notebook: Path) -> None:
    urls = [source.url for source in sources_in_notebook(saved_notebook)]
    assert urls == [FIRST.citations[0].url, FIRST.citations[1].url]
    assert [source.url for source in collect([(1, SECOND)])] == [SECOND.citations[0].url]


def test_the_table_stands_in_columns_whatever_the_script() -> None:
    titles = ("日本の核融合", "a title far longer than sixty characters, as some pages have, alas")
    sources = [Source(url=f"https://example.org/{t[0]}", title=t, date=None, cells=(1,)) for t in titles]
    lines = FORMATS["table"](sources).splitlines()
    assert len({width_of(line[: line.rindex("http")]) for line in lines[1:]}) == 1
    assert "…  https" in lines[2]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_every_source_and_no_script(
    name: str, saved_notebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", str(saved_notebook), "--format", name]) == 0
    shown = capsys.readouterr().out
    assert "example.org/a" in shown
    assert "example.com/x" in shown
    assert "javascript:" not in shown


def test_csv_leads_a_formula_with_an_apostrophe(saved_notebook: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](sources_in_notebook(saved_notebook)))))
    assert rows[1]["title"] == '\'=HYPERLINK("x")'
    assert rows[0]["cells"] == "2, 4"


def test_bibtex_escapes_what_latex_would_act_on(saved_notebook: Path) -> None:
    text = FORMATS["bibtex"](sources_in_notebook(saved_notebook))
    assert r"title = {{A} \& {B} | \{{C}\}}" in text or r"title = {A \& {B} | \{{C}\}}" in text
    assert "@misc{exampleorg-a-" in text
    assert "year = {2026}" in text


def test_csl_is_a_list_reference_managers_read(saved_notebook: Path) -> None:
    first = json.loads(FORMATS["csl"](sources_in_notebook(saved_notebook)))[0]
    assert first["type"] == "webpage"
    assert first["issued"] == {"date-parts": [[2026, 1, 2]]}


def test_ris_has_one_entry_a_source(saved_notebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", str(saved_notebook), "--format", "ris"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(("TY", "TI", "ER"))] == [
        *("TY  - ELEC", "TI  - A & B | {C}", "ER  - "),
        *("TY  - ELEC", 'TI  - =HYPERLINK("x")', "ER  - "),
    ]
    assert not any(line.startswith("N1") for line in lines), "no remark of ours"


@pytest.mark.parametrize("content", ["not json", "[]", '{"a": 1}', '{"cells": null}', '{"cells": 1}'])
def test_a_file_that_is_no_notebook_is_one_line(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(content)
    assert main(["sources", str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert "is not a notebook" in shown.err


def test_cells_of_any_odd_shape_hold_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text('{"cells": [1, {"outputs": null}, {"outputs": [1, {"data": null}, {"data": []}]}]}')
    assert Answer.from_notebook(path) == []


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "absent.ipynb"
    assert main(["sources", str(path)]) == 1
    assert capsys.readouterr().err == f"pplx-notebook: {path}: No such file or directory\n"
