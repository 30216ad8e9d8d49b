"""The copy menu in a browser: what it puts on the clipboard is what the command line writes of the same notebook.

Sources of every kind in one answer, two of them with a copy in an archive; the table of single cases is
``tests/exports/test_page_and_command_line.py``. The script that writes them is asked for when the menu opens.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES
from lab_server import Lab
from playwright.sync_api import Browser, expect

from browser.finished.test_labextension import Opened, copy, open_untrusted, write
from pplx_notebook.__main__ import main
from pplx_notebook.evidence.identifiers.beside import ArchivedPage
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.views.faces.bundle import bundle

NAME = "copied-references.ipynb"
FORMATS = {"Markdown": "markdown", "BibTeX": "bibtex", "BibLaTeX": "biblatex", "RIS": "ris", "CSL": "csl"}
SOURCES = (
    ("https://www.nature.com/articles/s41586-024-07421-0", "A result about RNA", "May 2024"),
    ("https://arxiv.org/abs/1706.03762v7", "[1706.03762] Attention Is All You Need", "2017-06-12"),
    ("https://link.springer.com/book/10.1007/978-3-030-58452-8", "Computer Vision", "2020"),
    ("https://pubmed.ncbi.nlm.nih.gov/32015508/", "A new coronavirus - PubMed", "2020-03"),
    (
        "https://example.org/a_b?x=1&y=%20",
        "a}, author = {Eve}, x = {b <script>alert(1)</script>",
        "2. März 2024",
    ),
    ("https://example.org/long", "The DNA of {Everything} & all that is in it, at some length. " * 3, None),
    ("https://example.cn/核聚变", "核聚变能源的现状与展望：" * 14, "2024年3月2日"),
)
ANSWER = Answer(
    text=" ".join(f"Sentence {number} [{number}]." for number, _ in enumerate(SOURCES, 1)),
    status="done",
    citations=tuple(Citation(number=n, url=url, title=title) for n, (url, title, _) in enumerate(SOURCES, 1)),
    search_results=tuple(SearchResult(url=url, title=title, date=date) for url, title, date in SOURCES),
    asked=AskedAs(at="2026-11-30T10:00:00.000Z", host="h", settings={}),
    archived=tuple(
        ArchivedPage(url, f"https://web.archive.org/web/20261128100000/{url}", "2026-11-28T10:00:00Z")
        for url, _, _ in SOURCES[:2]
    ),
)


@pytest.fixture(params=PAGES, scope="module")
def opened(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Opened]:
    with open_untrusted(chromium, lab, write(lab, NAME, [bundle(ANSWER)]), PAGES[request.param]) as page:
        yield page


def test_the_menu_copies_what_the_command_line_writes(
    opened: Opened, lab: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts: list[str] = []
    opened.page.on("request", lambda asked: scripts.append(asked.url) if asked.url.endswith(".js") else None)
    expect(opened.answer(0).locator(".pplx-copy")).to_be_visible()
    assert scripts == []
    for label, form in FORMATS.items():
        copied = copy(opened, label, f"Citations and search results ({len(SOURCES)})")
        assert main(["sources", str(lab.root / NAME), "--to", form]) == 0
        assert copied + "\n" == capsys.readouterr().out, label
    assert [script.rpartition("/")[2].partition(".")[0] for script in scripts] == ["references"]


def test_where_its_script_cannot_be_had_the_menu_says_so(chromium: Browser, lab: Lab) -> None:
    with open_untrusted(chromium, lab, write(lab, NAME, [bundle(ANSWER)])) as opened:
        opened.page.context.route("**/references.*.js", lambda route: route.abort())
        answer = opened.answer(0)
        answer.locator(".pplx-copy").click()
        menu = answer.get_by_role("menu", name="Copy")
        menu.get_by_role("group", name="Citations").get_by_role("menuitem", name="RIS").click()
        expect(answer.get_by_role("status")).to_contain_text("The server did not give the script")
        expect(answer.locator(".pplx-copy")).to_have_text("Not copied")
        assert copy(opened, "Text only").startswith("Sentence 1.")
