"""One answer, four faces: HTML, Markdown, text and JSON say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import pytest
from allow_list import parsed, violations
from markdown_it import MarkdownIt

from pplx_notebook.protocol import Answer, read_answer
from pplx_notebook.protocol.answer import AnswerError, Citation, Image, SearchResult, Usage, Video
from pplx_notebook.protocol.saved import MIME, from_saved
from pplx_notebook.views.faces.bundle import LONG_CHARACTERS, bundle
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.text import answer_text

CASES = Path(__file__).parents[1] / "cases" / "views"
RESULTS = (
    SearchResult(title="One | two", url="https://example.org/a_(b)", date="2026-01-02", snippet="A snippet."),
    SearchResult(title="", url="https://www.example.com/path?a=1&b=2", last_updated="2026-02-03"),
    SearchResult(title="A <xsd:element> *Element* [PDF]", url="http://example.net/x_y_z"),
    SearchResult(title="notes.docx", url="", source="attachment"),
)
CITATIONS = tuple(Citation(number=n, url=r.url) for n, r in enumerate(RESULTS[:3], 1))
USAGE = Usage(
    {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30, "cost": {"total_cost": 0.0123}}
)
RICH = Answer(
    text="\n\n".join((CASES / "growing.md").read_text("utf-8").split("\n%%%\n")[1:]),
    citations=CITATIONS,
    search_results=RESULTS,
    reasoning="First *search*, then write.",
    images=(
        Image(
            image_url="https://example.org/i.png", origin_url="https://example.org/page", title="A picture"
        ),
    ),
    videos=(Video(url="https://example.org/v", title="A film"),),
    related_questions=("What | else?", "And *why*?"),
    usage=USAGE,
    model="sonar-pro",
    status="done",
    notices=("demo engine: offline library, no model",),
)
LINKS = "[held](https://example.net/x_y_z), [in a snippet](https://deep.example/p) and [none](https://evil.example/)."
LINKED = Answer(
    text=LINKS,
    search_results=(
        *RESULTS,
        SearchResult(url="https://s.example/", snippet="see https://deep.example/p now"),
    ),
    status="done",
)
NO_MARKERS = msgspec.structs.replace(RICH, text="No marker here.")
CITED_ONLY = Answer(text="Only this [1].", citations=CITATIONS, status="done")
MANY = Answer(
    text="Many [1][200].",
    search_results=tuple(
        SearchResult(title=f"Result {n}", url=f"https://s{n}.example/") for n in range(1, 201)
    ),
    status="done",
)
SAME = "Citations and search results"
ALL_CITED = msgspec.structs.replace(RICH, text="One [1], two [2][1], three [3].", search_results=RESULTS[:3])
ANSWERS = {
    "all cited": ALL_CITED,
    "rich": RICH,
    "no markers": NO_MARKERS,
    "cited only": CITED_ONLY,
    "200 sources": MANY,
    "empty": Answer(),
}


def viewer(markdown: str) -> str:
    """Markdown as an ordinary viewer with tables shows it."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


def words(html: str) -> list[str]:
    """The words a reader meets, host hints, summaries and counts of notes left out."""
    body = parsed(html)
    text = re.sub(r" \((?:[a-z0-9-]+\.)+[a-z]+\)", " ", " ".join(body.itertext()))
    return re.findall(r"\w+", re.sub(r"\\[()\[\]]|\$", " ", text).replace("\\lt ", " "))


def links(element: Element) -> set[str]:
    return {a.get("href") or "" for a in element.iter("a")}


def rows(html: str) -> dict[str, list[tuple[str, ...]]]:
    """Table heading -> rows of (number, title, site, date, and how often cited), for tables of sources; the
    heading stands above them or in their head, and what is folded away belongs to the table before."""
    found: dict[str, list[tuple[str, ...]]] = {}
    heading = ""
    for element in parsed(html).iter():
        if element.tag == "h4":
            heading = re.sub(r" \(\d+\)", "", "".join(element.itertext()))
        if element.tag == "tbody" and heading in ("Citations", "Search results", SAME):
            rows = [tuple(cell_text(cell) for cell in row) for row in element]
            found[heading] = found.get(heading, []) + rows
    return found


def cell_text(cell: Element) -> str:
    """The text of a cell without a folded snippet."""
    for parent in cell.iter():
        for child in list(parent):
            if child.tag == "details":
                parent.remove(child)
    return "".join(cell.itertext()).strip()


def text_rows(text: str) -> list[tuple[str, str, str]]:
    """(number, label, address) of the sources listed in plain text."""
    listed = re.findall(r"^ (?:\[(\d+)\]| - ) (.+)\n(?: +(https?://\S+)$)?", text, re.MULTILINE)
    return [(number, re.sub(r" \([\d-]+\)$", "", label), url) for number, label, url in listed]


@pytest.mark.parametrize("name", ANSWERS)
def test_html_and_markdown_have_the_same_words_links_and_rows(name: str) -> None:
    """A viewer of the Markdown face shows what the HTML face shows."""
    faces = bundle(ANSWERS[name])
    html, markdown = faces["text/html"], viewer(faces["text/markdown"])
    assert rows(html) == rows(markdown)
    html = re.sub(r"<summary>Show all \d+</summary>", "", html)
    assert links(parsed(html)) == links(parsed(markdown))
    # a pipe of a formula has its name in a Markdown cell; who answers in place of a model is a badge in HTML
    without = {"snippet", "Snippet", "A", "vert", "Title", "Demo", "demo", "engine"}
    assert set(words(html)) - without == set(words(markdown)) - without


@pytest.mark.parametrize("name", ANSWERS)
def test_plain_text_has_the_same_sources_and_addresses(name: str) -> None:
    """Every row of the tables is in the numbered list, every link's address in the text."""
    faces = bundle(ANSWERS[name])
    listed = {(number, url) for number, _, url in text_rows(faces["text/plain"])}
    tables = rows(faces["text/html"])
    assert {number for number, _ in listed} == {row[0] for table in tables.values() for row in table}
    missing = {url for url in links(parsed(faces["text/html"])) if url not in faces["text/plain"]}
    assert missing == set()


@pytest.mark.parametrize("name", ANSWERS)
def test_the_words_of_the_answer_are_the_same_in_html_and_text(name: str) -> None:
    """In the same order, addresses and the marks of lists and notes aside."""
    answer = msgspec.structs.replace(
        ANSWERS[name], search_results=(), images=(), videos=(), related_questions=(), reasoning="", notices=()
    )
    faces = bundle(answer)
    address = re.compile(r"<https?://[^>]*>|^Citations:[\s\S]*?(?=\n\n|\Z)", re.MULTILINE)
    folded = re.compile(r"<div class=\"pplx-sources[\s\S]*?</table>(?:</details>)?</div>")
    in_text = re.findall(r"[^\W\d_]+", address.sub(" ", faces["text/plain"]))
    in_html = re.findall(r"[^\W\d_]+", " ".join(words(folded.sub(" ", faces["text/html"]))))
    assert "".join(in_text) == "".join(in_html)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_json_face_is_the_whole_answer(name: str) -> None:
    """Written to a notebook and read back it is equal, usage included."""
    saved = json.loads(json.dumps(bundle(ANSWERS[name])[MIME]))
    assert saved["version"] == 1
    assert from_saved(saved) == ANSWERS[name]


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


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"status": "cut off", "text": "Begun"},
            "Cut off. The stream ended before the answer did. The text up to here is kept; run the cell again",
        ),
        (
            {"status": "interrupted", "text": "Begun"},
            "Stopped. The text up to here is kept; run the cell again",
        ),
        ({"status": "interrupted"}, "Stopped. No text had arrived; run the cell again"),
        (
            {"status": "failed", "error": AnswerError(kind="status", message="401: set the key.")},
            "No answer. 401: set the key.",
        ),
        (
            {"status": "failed", "error": AnswerError(kind="transport", message="a.example refused")},
            "No answer. a.example refused.",
        ),
        (
            {"status": "failed", "text": "Begun", "error": AnswerError(kind="api", message="too busy")},
            "Cut off. Too busy. The text up to here is kept; run the cell again for the whole answer.",
        ),
        ({"status": "failed"}, "No answer. The server gave no reason; ask again."),
    ],
)
def test_an_answer_that_is_not_whole_says_so_in_every_face(fields: dict[str, Any], line: str) -> None:
    """One line: what happened and what to do."""
    faces = bundle(Answer(**fields))
    assert line in "".join(parsed(faces["text/html"]).itertext())
    assert line in "".join(parsed(viewer(faces["text/markdown"])).itertext())
    assert line in faces["text/plain"]


@pytest.mark.parametrize(
    "end",
    [{"status": "interrupted"}, {"status": "cut off"}, {"status": "done", "finish_reason": "length"}],
)
def test_what_an_answer_broken_off_leaves_open_is_closed_in_every_face(end: dict[str, Any]) -> None:
    """``**bo`` is bold, half a marker is nothing; of an answer that is whole all marks stay."""
    text = "It is *one* thing, and **bo"
    faces = bundle(Answer(text=text, **end))
    assert "<strong>bo</strong>" in faces["text/html"]
    assert "and **bo**" in faces["text/markdown"]
    assert "It is one thing, and bo" in faces["text/plain"]
    assert "**bo" in bundle(Answer(text=text, status="done"))["text/plain"]


def test_attachments_without_an_address_are_told_apart() -> None:
    """A cited file that was not found by the search is a source of its own."""
    cited = (Citation(number=1, url="", title="report.pdf"),)
    tables = rows(answer_html(Answer(text="No marker.", citations=cited, search_results=RESULTS)))
    assert [row[1] for row in tables["Citations"]] == ["report.pdf"]
    found = (*RESULTS, SearchResult(title="report.pdf", url="", snippet="In it.", source="attachment"))
    assert set(rows(answer_html(Answer(text="No marker.", citations=cited, search_results=found)))) == {
        "Search results"
    }


def test_model_tokens_and_cost_stand_in_one_quiet_line() -> None:
    """As far as the server told them, in every face; words of one that was broken off."""
    assert "m · 2 words" in answer_text(Answer(text="two words", model="m", status="interrupted"))
    for face in ("text/html", "text/plain"):
        assert "sonar-pro · 30 tokens · $0.0123" in bundle(RICH)[face]
    assert "$" not in answer_text(Answer(text="x", model="m", usage=Usage({"total_tokens": 3})))


def test_an_incomplete_answer_names_its_unusual_end() -> None:
    """finish_reason "length" is worth a word, "stop" is not."""
    assert "ended by length" in answer_text(Answer(text="x", finish_reason="length"))
    assert "stop" not in answer_text(Answer(text="x", finish_reason="stop", model="m"))


def test_a_very_long_answer_leaves_out_the_markdown_face() -> None:
    """The notebook then grows by less than 3.5 times the text."""
    answer = Answer(text="A sentence with some words in it. " * (LONG_CHARACTERS // 30), status="done")
    faces = bundle(answer)
    assert "text/markdown" not in faces
    assert len(json.dumps(faces)) < 3.5 * len(answer.text)


def test_html_needs_no_script_style_or_request() -> None:
    """The judge of the security tests has nothing to say about a rich answer."""
    assert violations(answer_html(RICH)) == []


def test_a_recorded_answer_has_all_its_sources_in_every_face(shared: Path) -> None:
    """The genuine stream about Ruby: 7 sources, 5 of them cited, 11 markers."""
    faces = bundle(read_answer([(shared / "streams" / "sonar-full-2026-06-10-ruby.sse").read_bytes()]))
    tables = rows(faces["text/html"])
    assert [len(tables[name]) for name in ("Citations", "Search results")] == [5, 7]
    assert len(re.findall('class="pplx-marker"', faces["text/html"])) == 11
    assert tables == rows(viewer(faces["text/markdown"]))
    assert len(text_rows(faces["text/plain"])) == 7


def test_a_link_that_no_source_holds_says_so_in_every_face() -> None:
    """One of three: the others are a source's address, or stand in what a source says."""
    faces = bundle(LINKED)
    said = 'title="not among the sources — evil.example" class="pplx-unbacked"'
    assert faces["text/html"].count("not among the sources") == faces["text/html"].count(said) == 1
    assert '[none](https://evil.example/ "not among the sources")' in faces["text/markdown"]
    assert faces["text/markdown"].count("not among") == 1
    assert answer_text(LINKED, links=True).count("(?)") == 1
    assert "none <https://evil.example/>." in faces["text/plain"]  # where the address says it all


def test_an_answer_without_sources_says_nothing_of_its_links() -> None:
    """There is nothing to hold them against."""
    faces = bundle(msgspec.structs.replace(LINKED, search_results=()))
    assert "not among" not in faces["text/html"] + faces["text/markdown"]
