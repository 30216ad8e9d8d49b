"""The sources below an answer: which tables there are, which rows stand in them, what is folded."""

from __future__ import annotations

import re

import msgspec
import pytest
from allow_list import parsed
from answers_and_faces import (
    ALL_CITED,
    CITATIONS,
    CITED_ONLY,
    MANY,
    NO_MARKERS,
    RESULTS,
    RICH,
    SAME,
    rows,
    viewer,
)

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, SearchResult
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.text import answer_text


def test_citations_are_what_the_text_points_to_and_results_are_all() -> None:
    """Two tables: three cited sources, four found ones, the attachment without number and link."""
    tables = rows(answer_html(RICH))
    assert [row[0] for row in tables["Citations"]] == ["1", "2", "3"]
    assert [row[1] for row in tables["Search results"]][1:] == [
        "example.com/path?a=1&b=2", "A <xsd:element> *Element* [PDF]", "notes.docx",
    ]  # fmt: skip
    assert tables["Search results"][3] == ("", "notes.docx", "attachment", "–", "")


def test_sources_without_markers_stand_once() -> None:
    """A text that points to nothing gets no table that repeats the results."""
    assert set(rows(answer_html(NO_MARKERS))) == {"Search results"}


def test_what_is_cited_and_all_that_was_found_is_one_table() -> None:
    """The same rows are not listed twice; a row that one of them lacks makes them two."""
    tables = rows(answer_html(ALL_CITED))
    assert list(tables) == [SAME]
    assert [row[0] for row in tables[SAME]] == ["1", "2", "3"]
    assert answer_html(ALL_CITED).count("A snippet.") == 1
    fewer = msgspec.structs.replace(ALL_CITED, text="One [1], two [2].")
    assert list(rows(answer_html(fewer))) == ["Citations", "Search results"]


def test_in_markdown_the_address_of_a_marker_stands_once_below_the_text() -> None:
    """As a reference definition, also of a marker in a table, a list, a quotation or a footnote."""
    places = (
        "One [1].\n\n- **two [2]**\n\n> three [3] [1]\n\n| a |\n|---|\n| [2] |\n\nNote[^1].\n\n[^1]: See [3]."
    )
    answer = Answer(text=places, citations=CITATIONS, status="done")
    text = bundle(answer)["text/markdown"].partition("#### Citations")[0]
    assert [text.count(f"\n[{n}]: ") for n in (1, 2, 3)] == [1, 1, 1]
    assert text.count("https://") == 2
    shown = parsed(viewer(text))
    assert [a.get("href") for a in shown.iter("a")] == [
        {"1": CITATIONS[0].url, "2": CITATIONS[1].url, "3": CITATIONS[2].url}[(a.text or "").strip("[]")]
        for a in shown.iter("a")
    ]
    assert "".join(a.text or "" for a in shown.iter("a")) == "[1][2][3][1][2][3]"


@pytest.mark.parametrize("text", [r"\(\sqrt[1]{x}\)", r"\(a[1]\)", "`[1]`", r"\[1\]", "[2][3]", "[a][2]"])
def test_only_a_marker_takes_its_definition(text: str) -> None:
    """A number in brackets in a formula, in code, behind a backslash or beside others is no reference."""
    answer = Answer(text=f"{text} [1]", citations=CITATIONS[:1], status="done")
    markdown = bundle(answer)["text/markdown"].partition("#### Citations")[0]
    assert [a.text for a in parsed(viewer(markdown)).iter("a")] == ["[1]"]


def test_citations_without_results_stand_alone() -> None:
    """Gateways send citations only."""
    assert set(rows(answer_html(CITED_ONLY))) == {"Citations"}


def test_no_sources_no_tables() -> None:
    """Zero sources are normal and leave no empty heading."""
    assert rows(answer_html(Answer(text="Hello."))) == {}
    assert "Citations" not in answer_text(Answer(text="Hello."))


def test_many_sources_are_folded_but_never_cut() -> None:
    """Five of 200 results stand open, the rest in a details element, all of them."""
    html = answer_html(MANY)
    assert len(rows(html)["Search results"]) == 200
    shown, rest = re.split(r'<details class="pplx-rest"><summary>Show all 200</summary>', html)
    assert [text.count(">Result ") for text in (shown, rest)] == [5 + 2, 195]  # two of them are cited


@pytest.mark.parametrize(("results", "open_"), [(5, 5), (7, 7), (8, 5)])
def test_up_to_seven_rows_stand_open(results: int, open_: int) -> None:
    """A switch would cost the line or two that it saves."""
    answer = msgspec.structs.replace(MANY, text="None.", search_results=MANY.search_results[:results])
    assert answer_html(answer).partition("pplx-rest")[0].count(">Result ") == open_


def test_a_row_says_how_often_it_is_cited_in_both_tables() -> None:
    """By every marker that points to it, wherever that stands; one that is not cited says nothing."""
    answer = msgspec.structs.replace(RICH, text="One [1], two [2].\n\n- again [1]\n\n| [1] |\n|---|\n| b |")
    tables = rows(answer_html(answer))
    assert [row[-1] for row in tables["Citations"]] == ["3×", "1×"]
    assert [row[-1] for row in tables["Search results"]] == ["3×", "1×", "", ""]
    assert {len(row) for row in rows(answer_html(NO_MARKERS))["Search results"]} == {4}


def test_a_snippet_stands_once_beside_the_citation() -> None:
    """In the search results its page keeps its line."""
    html = answer_html(msgspec.structs.replace(RICH, text="One [1]."))
    assert html.count("A snippet.") == 1
    assert "A snippet." in html.partition("Search results")[0]
    file = SearchResult(title="notes.docx", source="attachment", snippet="Of a file.")
    cited = Answer(text="It says [1].", search_results=(file, RESULTS[0]), status="done")
    assert answer_html(cited).count("Of a file.") == 1


def test_the_heading_is_the_first_cell_of_the_table_and_no_chapter_of_the_notebook() -> None:
    """JupyterLab's table of contents leaves it out."""
    heads = [head for table in parsed(answer_html(RICH)).iter("table") for head in table.iter("th")]
    named = ["".join(head.itertext()) for head in heads]
    both = ["Site", "Date", "Cited"]
    assert named[-8:] == ["Citations (3)", *both, "Search results (4)", *both]
    assert answer_html(RICH).count('<h4 class="jp-toc-ignore">') >= 2


@pytest.mark.parametrize("face", ["text/html", "text/markdown", "text/plain"])
def test_sources_may_be_left_out_of_every_face(face: str) -> None:
    """The markers stay, and lead where they led; the saved answer stays whole."""
    faces = bundle(RICH, "none")
    assert "Citations" not in faces[face]
    assert "Search results" not in faces[face]
    assert "[1]" in faces[face] or "[\\[1\\]]" in faces[face]
    assert faces[MIME] == bundle(RICH)[MIME]


def test_compact_sources_are_folded_in_html_and_what_is_cited_elsewhere() -> None:
    """One line that opens; where nothing folds, the citations alone."""
    faces = bundle(RICH, "compact")
    line = "<summary>Citations (3), search results (4)</summary>"
    (folded,) = re.findall(r'<details class="pplx-folded-sources">(.*)</details>\n', faces["text/html"])
    assert folded.startswith(line)
    assert rows(folded) == rows(answer_html(RICH)) != {}
    assert list(rows(viewer(faces["text/markdown"]))) == ["Citations"]
    assert "earch results" not in faces["text/plain"]
    assert "pplx-folded-sources" not in bundle(Answer(text="None."), "compact")["text/html"]


def test_attachments_without_an_address_are_told_apart() -> None:
    """A cited file that was not found by the search is a source of its own."""
    cited = (Citation(number=1, url="", title="report.pdf"),)
    tables = rows(answer_html(Answer(text="No marker.", citations=cited, search_results=RESULTS)))
    assert [row[1] for row in tables["Citations"]] == ["report.pdf"]
    found = (*RESULTS, SearchResult(title="report.pdf", url="", snippet="In it.", source="attachment"))
    assert set(rows(answer_html(Answer(text="No marker.", citations=cited, search_results=found)))) == {
        "Search results"
    }
