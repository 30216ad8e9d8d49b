"""An answer as data: its sources and sentences as rows and data frames, and itself as a dict."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas
import polars
import pytest

from pplx_notebook.library.sources import Sources
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult, Usage
from pplx_notebook.protocol.asked import AskedAs, Turn
from pplx_notebook.protocol.saved import to_saved

ANSWER = Answer(
    text="It is old.[1] It is large.[1][2] Nobody knows.\n\nIn short:\n\n- red",
    citations=(
        Citation(number=1, url="https://example.org/a", title="A"),
        Citation(number=2, url="https://example.com/b"),
        Citation(number=3, url="", title="report.pdf"),
        Citation(number=4, url="javascript:alert(1)", title="no link"),
    ),
    search_results=(
        SearchResult(title="A page", url="https://example.org/a", date="2026-01-02", snippet="words"),
        SearchResult(title="C", url="https://www.example.net/c", last_updated="2025", source="web"),
        SearchResult(title="A again", url="https://example.org/a/#part"),
    ),
    status="done",
    prompt="what?",
    usage=Usage({"total_tokens": 3}),
    earlier=(Turn("user", "before"), Turn("assistant", "said")),
    asked=AskedAs(at="2026-11-30T10:00:00.000Z", host="h", execution_count=4, settings={"model": "sonar"}),
)


def test_a_page_is_one_row_however_often_it_is_named() -> None:
    assert [(s.number, s.title, s.url, s.host, s.cited) for s in ANSWER.sources] == [
        (1, "A", "https://example.org/a", "example.org", 2),
        (2, "example.com/b", "https://example.com/b", "example.com", 1),
        (3, "report.pdf", "", "", 0),
        (4, "no link", "", "", 0),
        (None, "C", "https://www.example.net/c", "example.net", 0),
    ]
    first, last = ANSWER.sources[0], ANSWER.sources[-1]
    assert (first.date, first.snippet, last.last_updated, last.dated) == (
        "2026-01-02",
        "words",
        "2025",
        "2025",
    )


def test_the_data_frame_has_one_type_a_column() -> None:
    frame = ANSWER.to_pandas()
    assert list(frame.columns) == [
        "number", "title", "url", "host", "date", "last_updated", "snippet", "cited", "identifiers",
        "key", "accessed", "archived_url", "archived_at",
    ]  # fmt: skip
    assert frame.dtypes["number"] == "Int64"
    assert frame.dtypes["cited"] == "int64"
    assert frame.dtypes["date"] == frame.dtypes["last_updated"] == "datetime64[s]"
    assert frame.date[0] == pandas.Timestamp("2026-01-02")
    assert frame.last_updated.isna().all(), "a year alone is no date"
    assert frame.index.equals(pandas.RangeIndex(5))


def test_an_answer_without_sources_is_a_frame_with_the_same_columns() -> None:
    empty = Answer(text="x", status="done")
    assert list(empty.to_pandas().columns) == list(ANSWER.to_pandas().columns)
    assert polars.DataFrame(empty.sources).columns == polars.DataFrame(ANSWER.sources).columns


def test_polars_takes_sources_and_sentences_through_arrow() -> None:
    frame = polars.DataFrame(ANSWER.sources)
    assert frame.schema["number"] == polars.Int64
    assert frame.schema["date"] == polars.Date
    assert frame["cited"].to_list() == [2, 1, 0, 0, 0]
    assert polars.DataFrame(ANSWER).equals(frame)
    sentences = polars.DataFrame(ANSWER.sentences())
    assert sentences["citations"].to_list() == [[1], [1, 2], [], [], []]


def test_sentences_join_their_sources_in_a_data_frame() -> None:
    rows = ANSWER.sentences().to_pandas().explode("citations").dropna(subset="citations")
    joined = rows.merge(ANSWER.to_pandas(), left_on="citations", right_on="number")
    assert list(joined.title) == ["A", "A", "example.com/b"]


def test_no_data_library_is_loaded_unasked() -> None:
    program = (
        "import sys, pplx_notebook as p; a = p.ask('what is a black hole?', provider='demo');"
        "a.sources, a.sentences(), a.uncited(), a.to_dict(), p.sources().to_bibtex();"
        "print({'pandas', 'polars', 'pyarrow', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("p.ask('what is DNA?', provider='demo').to_pandas()", 'pip install "pplx-notebook[data]"'),
        ("p.ask('what is DNA?', provider='demo').__arrow_c_stream__()", "polars or pyarrow"),
    ],
)
def test_what_is_missing_is_said_in_one_line(call: str, says: str) -> None:
    """In a process in which these libraries cannot be found."""
    hide = "import sys\nfor n in ('pandas', 'polars', 'pyarrow'): sys.modules[n] = None\n"
    tried = f"import pplx_notebook as p\ntry: {call}\nexcept p.PplxError as e: print(e)"
    run = subprocess.run([sys.executable, "-c", hide + tried], capture_output=True, text=True, check=True)
    assert says in run.stdout
    assert run.stdout.count("\n") == 1


def test_uncited_sentences_are_those_that_claim_something() -> None:
    assert [s.text for s in ANSWER.uncited()] == ["Nobody knows.", "red"]


def test_an_answer_becomes_a_dict_of_json_types_and_comes_back_whole() -> None:
    values = json.loads(json.dumps(ANSWER.to_dict(), allow_nan=False))
    back = Answer.from_dict(values)
    assert back == ANSWER
    assert (back.asked, back.earlier) == (ANSWER.asked, ANSWER.earlier)
    assert set(values) >= {name for name in Answer.__struct_fields__ if name != "parsed"}


def test_old_and_saved_forms_are_read_too(cases: Path) -> None:
    old = json.loads((cases / "library" / "saved-2026-11.ipynb").read_text("utf-8"))
    bundles = [out["data"] for cell in old["cells"] for out in cell.get("outputs", ()) if "data" in out]
    saved = [
        data["application/vnd.pplx.answer+json"]
        for data in bundles
        if "application/vnd.pplx.answer+json" in data
    ]
    assert saved
    for one in saved:
        assert to_saved(Answer.from_dict(one)) == to_saved(Answer.from_dict(Answer.from_dict(one).to_dict()))
    assert Answer.from_dict({"text": "only this"}).text == "only this"


@pytest.mark.parametrize(
    "wrong", [[], None, 3, {"version": 99, "text": "x"}, {"text": 3}, {"answer": 3, "version": 1}]
)
def test_what_is_no_answer_is_refused_in_one_line(wrong: object) -> None:
    with pytest.raises(ValueError, match="saved") as problem:
        Answer.from_dict(wrong)  # type: ignore[arg-type]
    assert "\n" not in str(problem.value)


def test_a_slice_of_sources_exports_as_all_do() -> None:
    assert isinstance(ANSWER.sources[:2], Sources)
    assert (
        ANSWER.sources[:1].to_markdown()
        == "1. [A](<https://example.org/a>). 2026-01-02, accessed 2026-11-30."
    )
    assert ANSWER.sources[:2].to_csv().splitlines()[0].startswith("number,title,url,date,cells,key")
