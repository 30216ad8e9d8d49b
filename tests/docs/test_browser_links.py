"""Which notebook each page of the documentation opens in the browser alone, and what the site is made of."""

from __future__ import annotations

import re
import sys
import tomllib
from types import SimpleNamespace

import pytest
from course import NOTEBOOKS
from places import ROOT

DOCS = ROOT / "docs"
sys.path.append(str(DOCS))
from made import browser  # noqa: E402  # what is generated at the build
from made.lessons import stops  # noqa: E402

PAGES = [
    path.relative_to(DOCS).with_suffix("").as_posix()
    for path in DOCS.rglob("*.md")
    if "_build" not in path.parts
]
STEMS = {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("page", [*PAGES, *(f"course/{stem}" for stem in sorted(STEMS))])
def test_a_page_opens_a_notebook_of_the_course(page: str) -> None:
    notebook = browser.notebook_of(page)
    assert notebook in STEMS
    assert browser.link(page) == f"lite/lab/index.html?path={notebook}.ipynb"
    assert not stops(notebook) or page == f"course/{notebook}", "a page of text opens a lesson that goes on"


def offered(page: str) -> dict[str, str]:
    """What a page's head is given."""
    context: dict[str, str] = {}
    known = SimpleNamespace(env=SimpleNamespace(found_docs={page}))
    browser.offer(known, page, "page.html", context, None)  # type: ignore[arg-type]  # what it looks at of Sphinx
    return context


@pytest.mark.parametrize("stem", sorted(STEMS))
def test_a_lesson_that_stops_on_its_way_has_a_sentence_instead_of_a_link(stem: str) -> None:
    page = f"course/{stem}"
    if stops(stem):
        assert offered(page) == {"not_in_browser": "Not in the browser alone: needs a server of its own"}
    else:
        assert offered(page) == {"try_it": browser.link(page)}


def test_a_page_of_the_course_opens_itself() -> None:
    assert all(browser.notebook_of(f"course/{stem}") == stem for stem in STEMS)


def test_every_page_that_names_a_notebook_is_a_page() -> None:
    assert set(browser.NEAREST) <= set(PAGES)


def test_what_becomes_part_of_the_site_is_the_extras_version_with_its_digest() -> None:
    lite = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][
        "lite"
    ]
    exact = {requirement for requirement in lite if "==" in requirement}
    tools = (DOCS / "lite" / "tools.txt").read_text("utf-8")
    assert set(re.findall(r"^(\S+) --hash=sha256:\w{64}$", tools, re.MULTILINE)) == exact
