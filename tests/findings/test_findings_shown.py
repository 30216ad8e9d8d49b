"""What a check found stands in all four faces, and in each it is a sign, a word or a line, never a colour alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from planted import MOON, TIDES, VERDICTS, WIKI, checked, of_every_verdict, planted
from views.allow_list import parsed, violations

from pplx_notebook.document.findings.at_markers import with_findings
from pplx_notebook.document.findings.values import LOOKS, MARKS
from pplx_notebook.document.nodes import markers
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.text import answer_text


@pytest.fixture(scope="module")
def faces() -> dict[str, Any]:
    answer, findings = checked()
    return bundle(answer, findings=findings)


def test_each_marker_has_the_verdict_of_its_sentence() -> None:
    answer, findings = checked()
    found = [span.finding for span in markers(with_findings(read_answer_text(answer), findings))]
    verdicts = [(one.number, one.verdict) if one else None for one in found]
    assert verdicts == [None, (1, "quoted"), (1, "differs"), (3, "quoted"), (2, "not fetched"), (2, "supported")]  # fmt: skip


def test_a_text_that_became_another_one_shows_no_verdict_of_the_old(faces: dict[str, Any]) -> None:
    answer, findings = checked()
    other = type(answer)(text="New.[2] Other.[1] More.", citations=answer.citations, status="done")
    shown = bundle(other, findings=findings)["text/html"]
    assert "✓" not in shown.partition("pplx-checked")[0]


def markers_in(html: str) -> list[Any]:
    return [one for one in parsed(html).iter("a") if "pplx-marker" in (one.get("class") or "")]


def test_html_shows_a_sign_and_a_title_without_script_and_style(faces: dict[str, Any]) -> None:
    assert violations(faces["text/html"]) == []
    shown = [("".join(one.itertext()), one.get("title")) for one in markers_in(faces["text/html"])]
    assert [text for text, _ in shown] == ["[2]", "[1]✓", "[1]≠", "[3]✓", "[2]", "[2]✓"]
    titles = [title for _, title in shown]
    assert titles[1].startswith("quoted: “The mean distance")
    assert titles[2] == "differs – number: 29.5 days – source: 27.3 days"
    assert titles[4] == "not fetched"


def test_a_found_passage_is_where_its_marker_leads_and_no_other(faces: dict[str, Any]) -> None:
    links = [one.get("href") for one in markers_in(faces["text/html"])]
    assert links[1] == f"{MOON}#:~:text=The%20mean%20distance%20of,Earth%20is%20384%2C400%20km"
    assert links[2] == MOON  # differs: the whole page is what a reader wants
    assert links[3] == TIDES  # a PDF scrolls to no text
    assert links[4] == WIKI
    assert links[5].startswith(f"{WIKI}:~:text=")


def test_the_sum_stands_below_the_text_and_opens_to_what_is_to_be_looked_at(faces: dict[str, Any]) -> None:
    html = faces["text/html"]
    opened = html[html.index('<details class="pplx-checked">') : html.index('<div class="pplx-sources')]
    said = "".join(parsed(opened).itertext())
    for words in (
        "3 of 5 cited sentences found",
        "1 number differs",
        "2 sentences without a citation",
        "1 link that no source holds",
        "≠ differs Its sidereal period is 29.5 days. [1]",
        "Nobody cites this sentence.",
        "https://other.example/page",
        "%pplx --last --check --fetch",
    ):
        assert words in said


def test_a_table_has_a_column_for_it_and_one_that_nobody_checked_has_none(faces: dict[str, Any]) -> None:
    heads = [cell for cell in parsed(faces["text/html"]).iter("th") if "".join(cell.itertext()) == "Checked"]
    assert len(heads) == 1
    assert 'title="1 differs, 1 quoted"' in faces["text/html"]
    plain = bundle(planted())
    assert not any("Checked" in plain[face] or "✓" in plain[face] for face in plain if face != MIME)


def test_markdown_says_it_and_a_viewer_makes_links_of_its_markers(faces: dict[str, Any]) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(faces["text/markdown"])
    found = re.findall(r'<a href="([^"]+)"[^>]*>(\[\d\][✓≠∅]?)</a>', shown)
    assert [text for _, text in found] == ["[2]", "[1]✓", "[1]≠", "[3]✓", "[2]", "[2]✓"]
    assert found[1][0].startswith(f"{MOON}#:~:text=")
    assert found[2][0] == MOON
    assert "<strong>≠ differs</strong> Its sidereal period is 29.5 days. [1]" in shown
    assert "<td>1 differs, 1 quoted</td>" in shown.replace(' style="text-align:left"', "")


def test_text_says_it(faces: dict[str, Any]) -> None:
    text = faces["text/plain"]
    for words in (
        "29.5 days.[1]≠",
        " ≠ differs: Its sidereal period is 29.5 days. [1]",
        "(2024-01-11): 1 differs, 1 quoted",
    ):
        assert words in text
    answer, findings = checked()
    document = with_findings(read_answer_text(answer), findings)
    assert all(
        len(line) <= 60
        for line in answer_text(answer, 60, document=document).splitlines()
        if "http" not in line
    )


def test_seven_verdicts_have_four_looks_and_each_its_word() -> None:
    answer, findings = of_every_verdict()
    shown = bundle(answer, findings=findings)["text/html"]
    marks = ["".join(one.itertext()).partition("]")[2] for one in markers_in(shown)]
    assert marks == ["✓", "✓", "≠", "∅", "", "", ""]
    classes = [(one.get("class") or "").split()[-1] for one in markers_in(shown)]
    assert classes == [f"pplx-{LOOKS.get(verdict, 'open')}" for verdict in VERDICTS]
    assert len(set(MARKS.values())) == len(MARKS)
    assert all(f"1 {verdict}" in shown for verdict in VERDICTS)
    assert "status 503" in shown


def test_a_check_adds_little_to_a_notebook(faces: dict[str, Any]) -> None:
    plain = bundle(planted())
    size = {face: len(json.dumps(data, ensure_ascii=False).encode()) for face, data in faces.items()}
    before = {face: len(json.dumps(data, ensure_ascii=False).encode()) for face, data in plain.items()}
    added = sum(size.values()) - sum(before.values())
    print(f"\n{added} bytes for 5 checked sentences, {added / sum(before.values()):.0%}")
    assert added <= 1_100 * 5


def test_both_halves_of_the_page_name_the_same_verdicts() -> None:
    from pplx_notebook.evidence.results.checked import SIGNS
    from pplx_notebook.evidence.results.kept import VERSION

    source = (Path(__file__).parents[2] / "js/src/finished/checked/findings.ts").read_text("utf-8")
    said = re.findall(r'\["([a-z ]+)", \{ look: "(\w+)", sign: "(.)"', source)
    assert {verdict for verdict, _, _ in said} == set(VERDICTS)
    assert {verdict: look for verdict, look, _ in said} == {v: LOOKS.get(v, "open") for v in VERDICTS}
    assert {verdict: sign for verdict, _, sign in said}.items() >= SIGNS.items()
    assert f"EVIDENCE_VERSION = {VERSION};" in source
