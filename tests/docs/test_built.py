"""The documentation as it is built: without a warning, whole, asking no other host, readable everywhere.

One build for all tests of this file, with the notebooks' outputs of ``tests/course.py``.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import dead_links, foreign, pages_in, styles_in
from chromium import launch
from course import NOTEBOOKS
from places import ROOT
from playwright.sync_api import Browser, sync_playwright

import pplx_notebook as pplx
from pplx_notebook.magic.line.option_table import OPTIONS

DOCS = ROOT / "docs"
sys.path.append(str(DOCS))
from made import cookbook, door, events, messages, streams  # noqa: E402  # what is generated at the build

BUILD_S = 170
MADE_BY_SPHINX = {Path("genindex"), Path("search")}
# one page of each kind; in the dark those with colours of our own
READ = (
    "index",
    "quickstart",
    "howto/saved-notebooks",
    "reference/errors",
    "protocol",
    "speed",
    "troubleshooting",
)
DARK = ("index", "howto/stopping-and-faults", "protocol", "speed", "course/01-first-answer")

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 420, "height": 900}

pytestmark = pytest.mark.timeout(BUILD_S + 60)
in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("PPLX_NO_BROWSER") == "1", reason="PPLX_NO_BROWSER=1"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, course: Path) -> Path:
    """The folder of pages, after a build in which a warning is an error."""
    out = tmp_path_factory.mktemp("docs")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-W",
            "--keep-going",
            "-n",
            "-q",
            "-E",
            "-d",
            out / "trees",
            DOCS,
            out / "html",
        ],
        env=os.environ | {"PPLX_DOCS_COURSE": str(course)},
        capture_output=True,
        text=True,
        timeout=BUILD_S,
    )
    assert run.returncode == 0, run.stderr
    return out / "html"


def text_of(built: Path, name: str) -> str:
    """A page as it was built."""
    return (built / f"{name}.html").read_text("utf-8")


def test_every_page_that_was_written_is_built_and_no_other(built: Path) -> None:
    written = {
        file.relative_to(DOCS).with_suffix("") for file in DOCS.rglob("*.md") if "_build" not in file.parts
    }
    written |= {Path("course", file.stem) for file in NOTEBOOKS}
    assert {file.relative_to(built).with_suffix("") for file in pages_in(built)} - MADE_BY_SPHINX == written


def test_nothing_is_loaded_from_another_host(built: Path) -> None:
    loads = styles_in(built) | {file: page.loads for file, page in pages_in(built).items()}
    assert [f"{file.name}: {one}" for file, asked in loads.items() for one in asked if foreign(one)] == []


def test_every_link_inside_leads_somewhere(built: Path) -> None:
    assert dead_links(built) == []


def test_every_name_that_is_handed_out_is_in_the_reference(built: Path) -> None:
    anchors = set.union(*(page.anchors for page in pages_in(built).values()))
    names = {f"pplx_notebook.{name}" for name in pplx.__all__ if name != "protocol"}
    names |= {f"pplx_notebook.protocol.{name}" for name in pplx.protocol.__all__ if name not in pplx.__all__}
    assert names - anchors == set()


def test_every_option_is_in_the_reference(built: Path) -> None:
    told = [name for _, rows in door.settings_sections() for name, _ in rows]
    assert sorted(told) == sorted(pplx.Settings.__struct_fields__)
    page = text_of(built, "reference/settings")
    assert [name for name in told if f">{name}</span>" not in page] == []
    page = text_of(built, "reference/magic")
    assert [option.name for option in OPTIONS if f"--{option.name}<" not in page] == []


def test_the_notebooks_show_their_answers_and_no_widget(built: Path) -> None:
    for file in NOTEBOOKS:
        page = text_of(built, f"course/{file.stem}")
        assert "widget-view+json" not in page
        assert "Traceback" not in page
    assert text_of(built, "course/01-first-answer").count('class="pplx-answer pplx-drawn') >= 4
    assert "<math" in text_of(built, "course/01-first-answer")


def test_every_program_of_the_examples_is_in_the_cookbook(built: Path) -> None:
    page = text_of(built, "cookbook")
    for folder in ("curl", "python", "node", "go", "browser"):
        assert cookbook.programs(folder)
        assert [file.name for file in cookbook.programs(folder) if f"{file.name}<a" not in page] == []


def test_the_protocol_page_tells_every_event_that_the_code_knows() -> None:
    told = " ".join(f"{row['name']} {row['sample']}" for row in events.told())
    known = set()
    for file in (messages.PACKAGE / "protocol" / "dialects").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(
                r"(response\.[\w.]*\w|chat\.completion\.\w+|text_chunk|done|end_of_stream)", str(node.value)
            ):
                known.add(node.value)
    assert len(known) > 20
    assert {name for name in known if name not in told} == set()


@pytest.mark.parametrize("row", events.told(), ids=lambda row: row["name"][:40])
def test_each_event_of_the_page_means_something_to_our_reader(row: dict[str, str]) -> None:
    assert bool(events.becomes(row)) == bool(row["sample"])


@pytest.mark.parametrize("dialect", streams.ASKED)
def test_the_diagram_of_a_dialect_has_its_whole_stream(dialect: str) -> None:
    rows = list(streams.rows(dialect))
    assert sum(row.size_bytes for row in rows) == sum(len(piece.data) for piece in streams.pieces(dialect))
    assert [row.at_s for row in rows] == sorted(row.at_s for row in rows)
    assert {"text", "status"} <= {name for row in rows for name in row.fills}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One headless Chromium."""
    with sync_playwright() as driver:
        browser = launch(driver)
        yield browser
        browser.close()


class TestInABrowser:
    """From files, as whoever was sent them as an archive opens them."""

    pytestmark = in_a_browser

    def test_every_page_fits_shows_its_pictures_and_asks_nobody(self, built: Path, chromium: Browser) -> None:
        page, asked = chromium.new_page(viewport=WIDE), []
        page.on("request", lambda request: asked.append(request.url))
        for file in pages_in(built):
            page.goto(file.as_uri())
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], file
            assert (
                page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)")
                == []
            )
        page.close()
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []

    @pytest.mark.parametrize(("theme", "size", "names"), [("light", WIDE, READ), ("dark", NARROW, DARK)])
    def test_axe_finds_nothing_serious(
        self, built: Path, chromium: Browser, theme: Any, size: Any, names: tuple[str, ...]
    ) -> None:
        page, found = chromium.new_page(viewport=size, color_scheme=theme), []
        for name in names:
            page.goto((built / f"{name}.html").as_uri())
            for one in Axe().run(page, context="main").response["violations"]:
                if one["impact"] in ("serious", "critical"):
                    found += [f"{name}: {one['id']}: {node['html'][:160]}" for node in one["nodes"]]
        page.close()
        assert found == []

    def test_the_search_finds_a_page_from_a_file_and_from_a_server(
        self, built: Path, chromium: Browser
    ) -> None:
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            for place in (built.as_uri(), f"http://127.0.0.1:{server.server_port}"):
                page = chromium.new_page()
                page.goto(f"{place}/search.html?q=papermill")
                page.locator("#search-results li a", has_text="saved notebooks").first.wait_for()
                page.close()
            server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that tells nobody what it serves."""

    def log_message(self, *_: object) -> None:
        """Nothing."""
