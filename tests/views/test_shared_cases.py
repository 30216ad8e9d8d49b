"""Rules told in Python and in TypeScript hold the same cases: ``npm test`` in js/ reads these files, too."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from places import CASES

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import host, safe_url
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.sections import source_lists
from pplx_notebook.exports.bibtex import bibtex_entry
from pplx_notebook.exports.markdown import markdown_link
from pplx_notebook.library.sources import Source
from pplx_notebook.protocol.saved import VERSION, from_saved

OF_A_NOTEBOOK = re.compile(r",\n  note = {cells 1}")  # the page knows no cells


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / "shared" / f"{name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: ascii(case["text"])[:60])
def test_text_is_cleaned(case: dict[str, Any]) -> None:
    assert clean(case["text"]) == case["clean"]
    assert clean(case["clean"]) == case["clean"]
    assert one_line(case["text"]) == case["one_line"]
    assert one_line(case["text"], 20) == case["one_line_20"]


@pytest.mark.parametrize("case", cases("links"), ids=lambda case: ascii(case["url"])[:60])
def test_an_address_is_a_link_or_text(case: dict[str, Any]) -> None:
    assert (safe_url(case["url"]) or "") == case["safe"]
    assert host(case["url"]) == case["host"]
    assert (safe_url(case["safe"]) or "") == case["safe"]


@pytest.mark.parametrize("case", cases("rows"), ids=lambda case: case["fact"])
def test_sources_stand_in_rows(case: dict[str, Any]) -> None:
    answer = from_saved({"version": VERSION, "answer": case["answer"]})
    citations, results = source_lists(answer, read_markdown(answer.text, answer).cited)
    tables = [["Citations", citations], ["Search results", results]]
    assert [[heading, msgspec.to_builtins(list(rows))] for heading, rows in tables if rows] == case["tables"]


@pytest.mark.parametrize("case", cases("citations"), ids=lambda case: case["title"])
def test_a_source_is_cited_alike(case: dict[str, Any]) -> None:
    source = Source(url=case["url"], title=case["title"], date=case["date"] or None, cells=(1,))
    assert markdown_link(source.title, source.url) == case["Markdown"]
    entry = OF_A_NOTEBOOK.sub("", bibtex_entry(case["number"] or 0, source))
    assert entry.replace("0,\n", ",\n", case["number"] is None) == case["BibTeX"]
