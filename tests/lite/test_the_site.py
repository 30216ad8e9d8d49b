"""The built site: what lies in it, and what it does for who comes back."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from built import pages_in
from lesson_page import OPENED, START_S, open_lesson
from lite_site import python_of
from places import ROOT
from playwright.sync_api import Browser, Page, expect
from static_site import Change, serving_folder

sys.path.append(str(ROOT / "docs"))
from made.lessons import stops  # the manual's own table

LITE = ROOT / "docs" / "lite"
LESSON = "03-follow-ups.ipynb"
FILE = f"files/{LESSON}"
CHANGED = "A sentence that was not here last month."
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
WRITE = """text => { const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.widgets[1].model.sharedModel.setSource(text); }"""
TEXT = "() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.sharedModel.source).join('\\n')"
NAMES = "async () => (await window.jupyterapp.serviceManager.contents.get('', { content: true })).content.map(each => each.name)"


def locked(site: Path) -> dict[str, Any]:
    """The lock file's packages."""
    (lock,) = (site / python_of(site)).glob("lock.*.json")
    found: dict[str, Any] = json.loads(lock.read_text("utf-8"))["packages"]
    return found


def test_every_package_of_the_lock_is_there_with_its_digest(lite_folder: Path) -> None:
    python = lite_folder / python_of(lite_folder)
    packages = locked(lite_folder)
    for package in packages.values():
        content = (python / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"], package["name"]
        assert set(package["depends"]) <= set(packages)
    assert {path.name for path in python.glob("*.whl")} == {each["file_name"] for each in packages.values()}


def test_what_comes_from_a_registry_is_pinned_by_digest(lite_folder: Path) -> None:
    pins = (LITE / "packages.txt").read_text("utf-8")
    ours = {"pplx-notebook", "jedi", "jupyterlab-widgets"}  # the checkout's, and two that are a name only
    kernels = {"ipykernel", "piplite", "pyodide-kernel", "widgetsnbextension"}
    for name, package in locked(lite_folder).items():
        assert name in ours | kernels or f"sha256:{package['sha256']}" in pins, name
    npm = json.loads((LITE / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(name == "" or package["integrity"].startswith("sha512-") for name, package in npm.items())


def test_every_page_around_it_opens_a_lesson_that_is_there(lite_folder: Path) -> None:
    """Where the documentation was built with it (``sphinx-build -t lite``), as what is published is."""
    around = lite_folder.parent
    if not (around / "howto" / "browser.html").exists():
        pytest.skip("the site is built alone here; .github/workflows/pages.yml builds it below the manual")
    opened = {}
    for file, page in pages_in(around).items():
        for link in page.links:
            if "lab/index.html?path=" in link:
                parts = urlsplit(link)
                assert (file.parent / parts.path).resolve() == lite_folder / "lab" / "index.html"
                opened[file.relative_to(around)] = parse_qs(parts.query)["path"][0]
    assert {name for name in opened.values() if not (lite_folder / "files" / name).is_file()} == set()
    lessons = {path.stem for path in (lite_folder / "files").glob("*.ipynb")}
    own = {page.stem: name for page, name in opened.items() if page.parent.name == "course"}
    assert own == {stem: f"{stem}.ipynb" for stem in lessons if not stops(stem)}
    assert len(opened) > len(own) + 10


def another_edition(body: bytes) -> bytes:
    """A lesson whose first text cell says more than it did."""
    lesson = json.loads(body)
    lesson["cells"][0]["source"] = [*lesson["cells"][0]["source"], f"\n\n{CHANGED}"]
    cells = "\0".join(f"{cell['cell_type']}:{''.join(cell['source'])}" for cell in lesson["cells"])
    lesson["metadata"]["pplx_lesson"] = hashlib.sha256(cells.encode()).hexdigest()
    return json.dumps(lesson).encode()


@pytest.fixture
def reader(chromium: Browser, lite_folder: Path) -> Iterator[tuple[Page, str, dict[str, Change]]]:
    """A page of a reader who comes for the first time, the address, and what is changed before the next time."""
    changed: dict[str, Change] = {}
    with serving_folder(lite_folder, changed=changed) as site:
        page = chromium.new_page()
        page.set_default_timeout(START_S * 1000)
        yield page, site.url, changed
        page.context.close()


def test_a_changed_lesson_is_shown_and_what_the_reader_wrote_is_kept_beside_it_and_said(
    reader: tuple[Page, str, dict[str, Change]],
) -> None:
    page, url, changed = reader
    open_lesson(page, url, LESSON)
    page.evaluate(WRITE, "my own words")
    page.evaluate(SAVE)
    open_lesson(page, url, LESSON)
    assert "my own words" in page.evaluate(TEXT), "the same edition: the reader's copy is the lesson"
    changed[FILE] = another_edition
    open_lesson(page, url, LESSON)
    assert CHANGED in page.evaluate(TEXT)
    assert "my own words" not in page.evaluate(TEXT)
    said = page.locator(".Toastify__toast")
    expect(said).to_contain_text("This lesson has changed since you saved it")
    said.get_by_role("button", name="Open your copy").click()
    (copy,) = [name for name in page.evaluate(NAMES) if "(your copy of " in name]
    page.wait_for_function(OPENED, arg=copy)
    assert "my own words" in page.evaluate(TEXT)
    open_lesson(page, url, LESSON)
    assert CHANGED in page.evaluate(TEXT)
    assert page.locator(".Toastify__toast").count() == 0, "it is said once"


def test_a_changed_lesson_is_shown_to_who_saved_nothing_though_the_browser_keeps_the_old_one(
    reader: tuple[Page, str, dict[str, Change]],
) -> None:
    page, url, changed = reader
    open_lesson(page, url, LESSON)
    page.evaluate(SAVE)  # a copy that holds nothing of the reader's own
    changed[FILE] = another_edition
    open_lesson(page, url, LESSON)
    assert CHANGED in page.evaluate(TEXT)
    assert [name for name in page.evaluate(NAMES) if "(your copy of " in name] == []
