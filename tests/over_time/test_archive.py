"""Archived addresses: what a TimeGate says becomes a robust link, and what goes wrong a reason in a row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from places import CASES
from timegate import TimeGate, timegate

from pplx_notebook import Answer, Citation
from pplx_notebook.errors import UsageProblem
from pplx_notebook.over_time.mementos import Memento, copy_itself, http_date, iso_date, leads_to
from pplx_notebook.protocol.asked import AskedAs

LINKS = CASES / "over_time" / "links.txt"
REASONS = {
    "none": "the archive has no copy",
    "broken": "the archive answers HTTP 503",
    "near": "the archive cannot be asked: refused address",
    "nowhere": "the archive's redirect cannot be read",
    "loop": "the archive redirects too often",
}


@pytest.fixture
def gate() -> Iterator[TimeGate]:
    with timegate() as made:
        yield made


def citing(*names: str) -> Answer:
    """An answer from the 28th that cites those pages."""
    text = "".join(f"Sentence {number}.[{number}] " for number, _ in enumerate(names, 1))
    pages = tuple(
        Citation(number=number, url=f"https://example.org/{name}", title=f"Page <b>{name}</b> [x](y)")
        for number, name in enumerate(names, 1)
    )
    return Answer(text=text, citations=pages, status="done", asked=AskedAs(at="2026-11-28T12:30:00.250Z"))


@pytest.mark.parametrize("name", ["kept", "told", "chain", "itself"])
def test_a_page_with_a_copy_has_its_address_and_date(gate: TimeGate, name: str) -> None:
    (row,) = citing(name).archive(gate.url)
    assert row.archived_url == gate.url.replace("/gate/", f"/web/20261128100000/https://example.org/{name}")
    assert row.archived_at == "2026-11-28T10:00:00Z"
    assert row.reason == ""


@pytest.mark.parametrize("name", REASONS)
def test_a_page_without_one_says_why(gate: TimeGate, name: str) -> None:
    (row,) = citing(name).archive(gate.url)
    assert REASONS[name] in row.reason
    assert row.archived_url == row.archived_at == ""


def test_the_archive_is_asked_for_the_time_of_the_question_and_told_nothing_else(gate: TimeGate) -> None:
    citing("kept").archive(gate.url)
    path, at, names = gate.asked[0]
    assert path == "/gate/https://example.org/kept"
    assert at == "Sat, 28 Nov 2026 12:30:00 GMT"
    assert names <= {"host", "user-agent", "accept", "accept-encoding", "accept-datetime", "connection"}


def test_nobody_is_asked_without_an_address(gate: TimeGate) -> None:
    for wrong, says in (
        ("", "%config Pplx.archive"),
        ("ftp://x.org", "http or https"),
        ("archive", "http or https"),
    ):
        with pytest.raises(UsageProblem, match=says):
            citing("kept").archive(wrong)
    assert gate.asked == []


def test_sixty_pages_are_asked_for_at_most(gate: TimeGate) -> None:
    archived = citing(*(f"{number}/kept" for number in range(70))).archive(gate.url)
    assert len(archived) == 60
    assert archived.summary == "60 of 60 sources have an archived address"


def test_a_robust_link_has_the_page_its_copy_and_its_date(gate: TimeGate) -> None:
    archived = citing("kept", "none").archive(gate.url)
    html, markdown = archived.to_html(), archived.to_markdown()
    copy = archived[0].archived_url
    assert f'data-versionurl="{copy}" data-versiondate="2026-11-28"' in html
    assert "<b>" not in html
    assert html.count("data-versionurl") == 1
    assert f"([archived 2026-11-28]({copy}))" in markdown
    assert "[x](y)" not in markdown


def test_links_are_read_as_archives_write_them() -> None:
    for line in LINKS.read_text().splitlines():
        if line and not line.startswith("#"):
            location, link, at = (part.strip() for part in line.split("\t"))
            found = leads_to("https://gate.org/x", {"location": location, "link": link})
            assert (found.at if found else None) == (at or ""), line


def test_what_is_no_copy_is_none() -> None:
    assert copy_itself("https://a.org/", {}) is None
    assert copy_itself("https://a.org/", {"memento-datetime": "yesterday"}) is None
    assert copy_itself("javascript:x", {"memento-datetime": "Sat, 28 Nov 2026 10:00:00 GMT"}) is None
    assert leads_to("https://a.org/", {"location": "javascript:alert(1)"}) is None
    assert copy_itself("https://a.org/w/1", {"memento-datetime": "Sat, 28 Nov 2026 10:00:00 GMT"}) == Memento(
        url="https://a.org/w/1", at="2026-11-28T10:00:00Z"
    )
    assert (http_date("no date"), iso_date("no date")) == ("", "")
