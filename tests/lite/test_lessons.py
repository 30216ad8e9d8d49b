"""Lessons in the browser alone say what they say in a local kernel, with stack switching and without."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course import NOTEBOOKS, behind, execute, shown, shows_what_it_tells, solved
from firefox import SWITCHING, Firefox, firefox
from lesson_page import CELLS, IDLE, OPENED, RUN, chromium_alone, open_lesson
from lite_site import environment, without_stack_switching
from places import ROOT
from playwright.sync_api import BrowserContext, Playwright, sync_playwright
from same_as_locally import digests, failures, widgets
from static_site import Change, serving_folder

from pplx_notebook.demo.process import NO_SERVER

sys.path.append(str(ROOT / "docs"))
from made import lessons  # the manual's own table
from made.lessons import stops

MODES = ("with", "without")
GATE = "01-first-answer"
NOTHING_RUNS = "icon-120x120.png"  # a page of the site
# what JupyterLab keeps, of opened lessons, too: each is opened as by who comes for the first time
FORGET = """async () => { localStorage.clear(); sessionStorage.clear();
    for (const { name } of await indexedDB.databases())
        await new Promise(done => { const gone = indexedDB.deleteDatabase(name);
            gone.onsuccess = gone.onerror = gone.onblocked = done; }); }"""
CHROMIUMS = {"content-autofill.googleapis.com:443"}  # asks by itself where a page has a field to fill in


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that lets nothing through, and the first line of each request that was to go to another host.

    A profile asks it for every connection but those to this machine, whatever wants one: a page, a worker, a
    preflight. (Chromium as a whole would also ask it for what it wants to know by itself.)
    """
    asked: list[str] = []

    def refuse(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                asked.append(connection.recv(4096).decode("latin-1").partition("\r\n")[0])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=refuse, args=(listening,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


PATHS = {path.stem: path for path in NOTEBOOKS}


@pytest.fixture(scope="module")
def locally(request: pytest.FixtureRequest, course: Path) -> Path:
    """The folder of those that are asked for, executed in a local kernel."""
    items = [
        item
        for item in request.session.items
        if item.path == Path(__file__) and "locally" in item.fixturenames
    ]
    execute(course, [PATHS[stem] for stem in dict.fromkeys(item.callspec.params["stem"] for item in items)])
    return course


@pytest.fixture(scope="module")
def driver(locally: Path) -> Iterator[Playwright]:
    """Playwright itself, which leaves no room for the loop that a local kernel needs: hence after it."""
    with sync_playwright() as started:
        yield started


def with_solution(body: bytes) -> bytes:
    """The lesson's file, with its solution and what tells its answers behind it."""
    notebook = nbformat.reads(body.decode(), as_version=4)
    notebook.cells += behind(notebook)
    return nbformat.writes(notebook).encode()


def served() -> dict[str, Change]:
    """How the site is changed for them: their cells, and the demo engine's pace where a lesson sets none."""
    return {
        **{f"files/{path.name}": with_solution for path in NOTEBOOKS},
        **environment(PPLX_DEMO_PACE="instant"),
    }


def compare(ran: list[dict[str, Any]], stem: str, course: Path) -> None:
    """Hold the cells of a lesson that ran in a browser against the same in a local kernel."""
    whole = {"cells": ran, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    here = nbformat.reads(json.dumps(whole), as_version=4).cells
    if stops(stem):
        stopped(here, stem)
        return
    there = solved(course, PATHS[stem]).cells
    assert failures(here) == failures(there) == []
    assert digests(here) == digests(there)
    assert shown(here[-1]) == shown(there[-1])
    assert digests(here) or shown(here[-1])
    shows_what_it_tells(PATHS[stem], here, alone=True)
    assert widgets(here) == 0


def stopped(here: list[nbformat.NotebookNode], stem: str) -> None:
    """It ends at the cell that ``docs/lite/lessons.toml`` names, which says in one line what is missing."""
    (place,) = [
        place
        for place, cell in enumerate(here)
        if cell.cell_type == "code" and cell.source.startswith(stops(stem))
    ]
    assert failures(here[:place]) == []
    assert failures(here[place:]) == failures([here[place]])
    (said,) = failures([here[place]])
    assert said.endswith(NO_SERVER)
    assert "\n" not in said
    (output,) = [each for each in here[place].outputs if each.output_type == "error"]
    assert len(output.traceback) == 1


@dataclass(frozen=True)
class Alone:
    """A Chromium that keeps what it has loaded, the site's address, and what was asked of other hosts."""

    context: BrowserContext
    url: str
    asked: list[str]


@pytest.fixture(scope="module", params=MODES)
def alone(request: pytest.FixtureRequest, driver: Playwright, lite_folder: Path) -> Iterator[Alone]:
    """One in that mode."""
    changed = served()
    if request.param == "without":
        changed |= without_stack_switching(lite_folder)
    with (
        proxy() as (address, asked),
        serving_folder(lite_folder, changed=changed) as site,
        chromium_alone(driver) as chromium,
    ):
        yield Alone(chromium.new_context(proxy={"server": address, "bypass": "127.0.0.1"}), site.url, asked)


def stems() -> list[object]:
    """The first lesson in the gate, the others on demand."""
    return [pytest.param(stem, marks=() if stem == GATE else pytest.mark.matrix) for stem in PATHS]


@pytest.mark.parametrize("stem", stems())
def test_a_lesson_runs_as_in_a_local_kernel_and_asks_no_other_host(
    stem: str, alone: Alone, locally: Path
) -> None:
    page = alone.context.new_page()
    page.goto(f"{alone.url}/{NOTHING_RUNS}")
    page.evaluate(FORGET)
    compare(open_lesson(page, alone.url, PATHS[stem].name).run_all(), stem, locally)
    assert {line.split()[1] for line in alone.asked} - CHROMIUMS == set()
    page.evaluate("() => fetch('http://elsewhere.example/', { mode: 'no-cors' }).catch(() => 0)")
    assert any("elsewhere.example" in line for line in alone.asked), "it would have been heard"
    alone.asked.clear()
    page.close()


@pytest.fixture(scope="module", params=MODES)
def fox(
    request: pytest.FixtureRequest, lite_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Firefox, str]]:
    """A Firefox in that mode, which keeps what it has loaded, and the site's address."""
    preferences = {SWITCHING: request.param == "with"}
    with (
        serving_folder(lite_folder, changed=served()) as site,
        firefox(tmp_path_factory.mktemp("firefox"), preferences) as browser,
    ):
        yield browser, site.url


@pytest.mark.matrix
@pytest.mark.parametrize("stem", PATHS)
def test_a_lesson_runs_in_firefox_as_in_a_local_kernel(
    stem: str, fox: tuple[Firefox, str], locally: Path
) -> None:
    browser, url = fox
    name = PATHS[stem].name
    browser.go(f"{url}/{NOTHING_RUNS}")
    browser.evaluate(FORGET)
    browser.go(f"{url}/lab/index.html?path={name}")
    browser.wait_for(OPENED, name)
    browser.wait_for(IDLE)
    browser.evaluate(RUN)
    browser.wait_for("() => window.ran")
    browser.wait_for(IDLE)
    compare(json.loads(browser.evaluate(CELLS))["cells"], stem, locally)


def test_the_table_of_the_manual_names_lessons_browsers_and_modes_that_are_tried_here() -> None:
    assert set(lessons.LIMITS) <= set(PATHS)
    assert lessons.MODES == MODES
    page = (ROOT / "docs" / "howto" / "browser.md").read_text("utf-8")
    assert "```{lessons-in-browser}" in page
