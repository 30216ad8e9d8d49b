"""One answer, four faces: HTML, Markdown, text and JSON say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from allow_list import parsed, violations
from answers_and_faces import (
    ANSWERS,
    LINKED,
    RICH,
    links,
    rows,
    text_rows,
    viewer,
    words,
)

from pplx_notebook.protocol import Answer, read_answer
from pplx_notebook.protocol.answer import AnswerError, Usage
from pplx_notebook.protocol.saved import MIME, from_saved
from pplx_notebook.views.faces.bundle import LONG_CHARACTERS, bundle
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.text import answer_text


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
