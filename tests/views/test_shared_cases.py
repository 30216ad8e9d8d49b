"""Rules told in Python and in TypeScript: the cases of tests/cases/shared hold for both.

The page's half reads the same files: ``js/test/shared-cases.test.mjs``, run by Node's own test runner.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from IPython.core.error import UsageError
from places import CASES, ROOT

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import host, safe_url
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.document.sources.snippet import words_of
from pplx_notebook.document.sources.tables import source_lists
from pplx_notebook.evidence.identifiers.citation_key import citation_key
from pplx_notebook.exports.biblatex import biblatex_entry
from pplx_notebook.exports.bibtex import bibtex_entry
from pplx_notebook.exports.csl import csl_item
from pplx_notebook.exports.entries.dates import date_parts
from pplx_notebook.exports.markdown import markdown_text
from pplx_notebook.exports.ris import ris_entry
from pplx_notebook.library.sources import Source
from pplx_notebook.magic.line.option_table import OPTIONS
from pplx_notebook.magic.line.options import read_line
from pplx_notebook.prompts.template import fields_in
from pplx_notebook.protocol.markers import find_markers
from pplx_notebook.protocol.saved import from_saved
from pplx_notebook.views.faces.html_blocks import blocks_html

JS = ROOT / "js"
MARKED = re.compile(r'class="pplx-(?:marker|image)"[^>]*>([^<]*)<')  # what the page looks for markers in


def shared(name: str) -> Any:
    """Each case of a file, under its own sentence."""
    cases = json.loads((CASES / "shared" / f"{name}.json").read_text("utf-8"))
    return pytest.mark.parametrize("case", cases, ids=[case["case"] for case in cases])


@shared("clean")
def test_text_is_cleaned(case: dict[str, Any]) -> None:
    if "cleaned" in case:
        assert clean(case["text"]) == case["cleaned"]
    if "line" in case:
        assert one_line(case["text"], case["limit"]) == case["line"]


@shared("links")
def test_a_url_becomes_a_link_or_stays_text(case: dict[str, Any]) -> None:
    times = case.get("times", 0)
    url, safe = case["url"] + case.get("tail", "") * times, case["safe"] + case.get("safe_tail", "") * times
    assert (safe_url(url) or "") == safe
    assert (safe_url(safe) or "") == safe
    assert host(url) == case["host"]


@shared("markers")
def test_a_text_has_these_markers(case: dict[str, Any]) -> None:
    found = find_markers(case["text"])
    assert [f"{m.kind}:{m.number}" if m.kind else f"{m.number}" for m in found] == case["markers"]


@shared("rows")
def test_an_answer_has_these_rows(case: dict[str, Any]) -> None:
    answer = from_saved({"version": 1, "answer": case["answer"]})
    document = read_markdown(answer.text, answer)
    words = " ".join(MARKED.findall("".join(blocks_html(document))))
    assert re.findall(r"\[(?:web:)?\d+\]", words) == case["markers"]
    citations, results = source_lists(answer, document.cited)
    assert as_in_a_case(citations) == [{"also": [], **row} for row in case["citations"]]
    assert as_in_a_case(results) == [{"also": [], **row} for row in case["results"]]


def as_in_a_case(rows: Sequence[SourceRow]) -> list[dict[str, Any]]:
    return [{**row, "also": list(row["also"])} for row in msgspec.to_builtins(list(rows))]


def source_in(case: dict[str, Any]) -> Source:
    """The source of a case, as the first row of a table."""
    url = safe_url(case["url"])
    assert url
    title, date = one_line(case["title"], 120) or host(url), one_line(case["date"]) or None
    accessed, number = case["accessed"] or None, case.get("number", 1)
    return Source(url=url, title=title, date=date, accessed=accessed, number=number, cells=(1, 2))


@shared("csl")
def test_a_source_is_cited_in_csl(case: dict[str, Any]) -> None:
    assert csl_item(source_in(case)) == case["csl"]


@shared("snippets")
def test_a_snippet_is_words(case: dict[str, Any]) -> None:
    assert words_of(case["snippet"]) == case["words"]


@shared("citations")
def test_a_source_is_cited(case: dict[str, Any]) -> None:
    source = source_in(case)
    assert f"[{markdown_text(source.title)}](<{source.url}>)" == case["markdown"]
    assert bibtex_entry(source).split("\n") == case["bibtex"]
    assert biblatex_entry(source).split("\n") == case["biblatex"]


@shared("ris")
def test_a_source_is_cited_in_ris(case: dict[str, Any]) -> None:
    assert ris_entry(source_in(case)).split("\n") == case["ris"]


@shared("pages")
def test_an_address_names_its_page(case: dict[str, Any]) -> None:
    url = safe_url(case["url"])
    assert url
    assert same_page(url) == case["page"]
    assert citation_key(url) == case["key"]


@shared("dates")
def test_a_date_is_taken_apart(case: dict[str, Any]) -> None:
    assert list(date_parts(case["text"])) == case["parts"]


@shared("question-cells")
def test_a_questions_options_and_names_are_those_the_page_colours(case: dict[str, Any]) -> None:
    _, _, behind = case["text"].partition("%pplx")
    if not case["kind"] or "%pplx" in behind:
        return  # where its questions stand in a cell is IPython's business and the page's
    line, _, body = behind.partition("\n")
    if case.get("mistake"):
        with pytest.raises(UsageError):
            read_line(line)
        return
    asked = read_line(line)
    words = {kind: [word for its, word in case["parts"] if its == kind] for kind, _ in case["parts"]}
    given = [*asked.values, *asked.lists, *asked.switches]
    assert sorted(given) == sorted(word[2:] for word in words.get("option", []) if word != "--")
    question = "".join(words.get("question", []))
    assert question.partition("\n")[0].strip() == asked.text if case["kind"] == "lines" else question == body
    names = [] if "verbatim" in asked.switches else list(fields_in(question))
    assert names == words.get("name", [])


def test_the_page_knows_the_options_that_take_a_value() -> None:
    parts = (JS / "src" / "labextension" / "cells" / "parts.ts").read_text("utf-8")
    listed = re.search(r"WITH_VALUE = new Set\(\[(.*?)\]\)", parts, re.DOTALL)
    assert listed
    assert set(re.findall(r'"([\w-]+)"', listed[1])) == {
        option.name for option in OPTIONS if option.value and not option.glued
    }


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed; .ci/run does it")
@pytest.mark.skipif(
    not (JS / "node_modules").is_dir(), reason="`npm ci` has not been run in js/; .ci/run does it"
)
def test_the_page_keeps_the_same_cases() -> None:
    done = subprocess.run(["node", "test/run.mjs"], cwd=JS, capture_output=True, text=True, timeout=120)
    failed = [line for line in done.stdout.splitlines() if line.lstrip().startswith(("not ok", "✖"))]
    assert done.returncode == 0, "\n".join(failed) or done.stderr
