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

import pytest
from axe_playwright_python.sync_playwright import Axe
from built import dead_links, foreign, pages_in, styles_in
from chromium import launch
from course import NOTEBOOKS
from messages import PACKAGE
from places import ROOT
from playwright.sync_api import Browser, Page, sync_playwright

import pplx_notebook as pplx
from pplx_notebook.magic.options import OPTIONS

DOCS = ROOT / "docs"
sys.path.append(str(DOCS))
from made import cookbook, door, events, streams  # noqa: E402  # what is generated at the build

BUILD_S = 170
MADE_BY_SPHINX = {"genindex", "search", "py-modindex"}
READ = (
    "index",
    "quickstart",
    "howto/saved-notebooks",
    "reference/settings",
    "protocol",
    "speed",
    "troubleshooting",
)
READ = (*READ, "course/01-first-answer", "cookbook")

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


def test_every_page_written_has_been_built_and_is_listed(built: Path) -> None:
    written = {
        file.relative_to(DOCS).with_suffix("") for file in DOCS.rglob("*.md") if "_build" not in file.parts
    }
    pages = {file.relative_to(built).with_suffix("") for file in pages_in(built)}
    assert pages == written | {Path("course", file.stem) for file in NOTEBOOKS} | {
        Path(name) for name in MADE_BY_SPHINX & {page.name for page in pages}
    }


def test_no_page_loads_anything_from_another_host(built: Path) -> None:
    asked = [
        f"{file.relative_to(built)}: {one}"
        for file, page in pages_in(built).items()
        for one in page.loads
        if foreign(one)
    ]
    asked += [
        f"{file.relative_to(built)}: {one}"
        for file, loads in styles_in(built).items()
        for one in loads
        if foreign(one)
    ]
    assert asked == []


def test_every_link_inside_leads_somewhere(built: Path) -> None:
    assert dead_links(built) == []


def test_every_name_of_the_door_and_every_option_is_in_the_reference(built: Path) -> None:
    anchors = set.union(*(page.anchors for page in pages_in(built).values()))
    assert {f"pplx_notebook.{name}" for name in pplx.__all__ if name != "protocol"} - anchors == set()
    assert {f"pplx_notebook.protocol.{name}" for name in pplx.protocol.__all__} - {
        "pplx_notebook.protocol.Answer"
    } <= anchors
    settings = text_of(built, "reference/settings")
    assert [name for name in pplx.Settings.__struct_fields__ if f">{name}</span>" not in settings] == []
    assert sorted(name for _, rows in door.settings_sections() for name, _ in rows) == sorted(
        pplx.Settings.__struct_fields__
    )
    assert [
        option.name for option in OPTIONS if f"--{option.name}" not in text_of(built, "reference/magic")
    ] == []


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
    for file in (PACKAGE / "protocol" / "dialects").glob("*.py"):
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


def opened(chromium: Browser, theme: str, width: int, address: str) -> Page:
    """A page in a fresh profile; whatever it asks of another host is an error."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    asked: list[str] = page.__dict__.setdefault("asked_by_it", [])
    page.goto(address)
    return page


class TestInABrowser:
    """Two widths, light and dark, from files."""

    pytestmark = in_a_browser

    @pytest.mark.parametrize(
        ("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 420), ("dark", 420)]
    )
    def test_every_page_fits_and_shows_its_pictures(
        self, built: Path, chromium: Browser, theme: str, width: int
    ) -> None:
        page = opened(chromium, theme, width, (built / "index.html").as_uri())
        for file in pages_in(built):
            page.goto(file.as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{file.name}: {wide} px"
            broken = page.evaluate(
                "[...document.images].filter(one => !one.complete || !one.naturalWidth).map(one => one.src)"
            )
            assert broken == [], file.name
        assert [url for url in page.__dict__["asked_by_it"] if not url.startswith(("file:", "data:"))] == []
        page.context.close()

    @pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 420)])
    def test_axe_finds_nothing_serious(self, built: Path, chromium: Browser, theme: str, width: int) -> None:
        page = opened(chromium, theme, width, (built / "index.html").as_uri())
        found = []
        for name in READ:
            page.goto((built / f"{name}.html").as_uri())
            for one in Axe().run(page, context="main").response["violations"]:
                if one["impact"] in ("serious", "critical"):
                    found += [f"{name}: {one['id']}: {node['html'][:160]}" for node in one["nodes"]]
        page.context.close()
        assert found == []

    def test_the_search_finds_a_page_from_a_file_and_from_a_server(
        self, built: Path, chromium: Browser
    ) -> None:
        handler = partial(SimpleHTTPRequestHandler, directory=str(built))
        handler.log_message = lambda *_: None  # type: ignore[attr-defined]
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            for place in (built.as_uri(), f"http://127.0.0.1:{server.server_port}"):
                page = opened(chromium, "light", 1280, f"{place}/search.html?q=idle_timeout_s")
                page.wait_for_selector("#search-results li a")
                assert (
                    "settings"
                    in " ".join(page.locator("#search-results li a").all_inner_texts()).lower()
                    + page.content()
                )
                page.context.close()
            server.shutdown()
