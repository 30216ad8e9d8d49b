"""The copy menu of the page writes byte for byte what the command line writes, for sources of every kind.

The page's half runs in Node: ``js/test/write-references.mjs``; that the menu's lines are these texts is looked
at in the browser (``tests/browser/finished/test_copied_references.py``).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from kinds import HOSTILE, PAGES
from msgspec.structs import replace
from places import ROOT

from pplx_notebook.__main__ import main
from pplx_notebook.evidence.identifiers.beside import ArchivedPage
from pplx_notebook.exports.formats import FORMATS
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle

JS = ROOT / "js"
NAMES = {"Markdown": "markdown", "BibTeX": "bibtex", "BibLaTeX": "biblatex", "RIS": "ris", "CSL": "csl"}
NATURE = "https://www.nature.com/articles/s41586-024-07421-0"
LONG = (
    "On the Measurement of Everything That Moves in the Night Sky above the Southern Hemisphere, with an Appendix"
    " on the DNA of {Lichens} & Mosses, 50% of them New"
)
Page = tuple[str, str, str | None]
MORE: dict[str, Page] = {
    "a title that a table cuts": ("https://example.org/long", LONG, "2024"),
    "a title that a bibliography cuts, too": ("https://example.org/longer", "word " * 100, None),
    "Chinese, long": ("https://example.cn/核聚变", "核聚变能源的现状与展望：" * 14, "2024年3月2日"),
    "Japanese and emoji, long": ("https://example.jp/a", "核融合👩‍🔬の歩み　" * 20, "2024-05"),
    "an article of the older Nature": ("https://www.nature.com/articles/nphys1133", "Quantum", "2009-01-02"),
    "ISBN and PMID": ("https://www.amazon.com/x/dp/0306406152", "A Book PMID: 32015508", None),
    "PMC, PMID and DOI": (
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7095418/",
        "A virus doi:10.1038/s41586-020-2012-7 PMID: 32015507",
        "3 Feb 2020",
    ),
    "arXiv, long": ("https://arxiv.org/abs/2401.01234", f"[2401.01234] {LONG}", "2024-01-02"),
    "an article without a title": (NATURE, "", None),
}
EVERY = {**PAGES, **MORE}
# not of a page that an answer lists under two addresses: those stand in test_two_addresses…
COPY = "https://web.archive.org/web/20261128100000/"


def answer(*pages: Page, archived: bool = False, at: str = "2026-11-28T10:00:00Z") -> Answer:
    """An answer that cites these pages, each with its copy in an archive if asked for."""
    said = Answer(
        text=" ".join(f"Sentence {number} [{number}]." for number, _ in enumerate(pages, 1)),
        status="done",
        citations=tuple(
            Citation(number=n, url=url, title=title) for n, (url, title, _) in enumerate(pages, 1)
        ),
        search_results=tuple(SearchResult(url=url, title=title, date=date) for url, title, date in pages),
        asked=AskedAs(at="2026-11-30T10:00:00.000Z", host="h", settings={}),
    )
    copies = tuple(ArchivedPage(url, f"{COPY}{url}", at) for url, _, _ in pages) if archived else None
    return replace(said, archived=copies)


CASES: dict[str, Answer] = {
    **{kind: answer(page) for kind, page in EVERY.items()},
    **{f"archived: {kind}": answer(page, archived=True) for kind, page in EVERY.items() if page[0].isascii()},
    "archived on a day nobody knows": answer(PAGES["page without a date"], archived=True, at=""),
    **{
        f"hostile: {title}": answer(
            (NATURE, title, title), ("https://a.example/x", title, title), archived=True
        )
        for title in HOSTILE
    },
    "all of them": answer(*EVERY.values()),
    "two addresses of one page": answer(
        ("https://a.example/x", "First", None),
        ("http://www.a.example/x/?utm_source=b", "Second, with doi:10.5281/zenodo.1234567", "2024-05"),
    ),
}


@cache
def written_by_the_page() -> dict[str, dict[str, str]]:
    """What the page writes for every case, by format."""
    faces = [json.loads(json.dumps(bundle(said)[MIME])) for said in CASES.values()]
    done = subprocess.run(
        ["node", "test/write-references.mjs"],
        cwd=JS, input=json.dumps(faces), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


def saved(folder: Path, *answers: Answer) -> Path:
    """A notebook that holds the answers."""
    notebook = nbformat.v4.new_notebook()
    for said in answers:
        data: Any = bundle(said)
        output = nbformat.v4.new_output("display_data", data=data)
        notebook.cells.append(nbformat.v4.new_code_cell("%%pplx\nq", outputs=[output]))
    path = folder / "saved.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed; .ci/run does it")
@pytest.mark.skipif(
    not (JS / "node_modules").is_dir(), reason="`npm ci` has not been run in js/; .ci/run does it"
)
@pytest.mark.parametrize("name", CASES)
def test_the_page_writes_what_the_command_line_writes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = written_by_the_page()[name]
    assert list(page) == list(NAMES)
    path = saved(tmp_path, CASES[name])
    for label, form in NAMES.items():
        assert main(["sources", str(path), "--to", form]) == 0
        assert page[label] + "\n" == capsys.readouterr().out, label
        assert page[label] == FORMATS[form](list(CASES[name].sources))
