"""The course as a browser sees it: Binder's root address, and the cell in which the page asks by itself."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from binder_image import build
from desk import Desk
from lab_server import Lab, Notebook, ready
from places import ROOT
from playwright.sync_api import Browser, expect

VIEWS = ROOT / "notebooks" / "08-your-own-view.ipynb"
LAST_WORDS = "makes the expansion of the universe speed up.[2]"


def shortened(folder: Path) -> None:
    """The notebook there, with the cell in which the page asks and what it needs only, at a pace for tests."""
    notebook = nbformat.read(VIEWS, as_version=4)
    (asking,) = [cell for cell in notebook.cells if cell.source.startswith("class AsksItself")]
    (imports,) = [cell for cell in notebook.cells if "import asyncio" in cell.source]
    imports.source = f"%env PPLX_DEMO_PACE=8\n{imports.source}"
    notebook.cells = [imports, asking]
    nbformat.write(notebook, folder / VIEWS.name)


def asks_itself(notebook: Notebook) -> None:
    """Run the two cells; the page writes the whole answer."""
    notebook.run_and_wait(0)
    notebook.run(1)
    expect(notebook.output(1)).to_contain_text(LAST_WORDS, timeout=30_000)


def test_an_eventsource_of_a_page_asks_the_demo_server(desk: Desk, lab: Lab) -> None:
    shortened(lab.root)
    asks_itself(desk.open(VIEWS.name))


@pytest.mark.timeout(120)
def test_binders_root_address_is_the_first_notebook_and_its_pages_ask_through_the_proxy(
    chromium: Browser, tmp_path: Path
) -> None:
    image = build(tmp_path)
    shortened(image.repository / "notebooks")
    with image.session("jupyter", "server", prefix="/user/x/") as url, chromium.new_page() as page:
        page.goto(url)
        expect(page.locator(".jp-Notebook h1")).to_contain_text("1. Your first answer", timeout=30_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url.replace("?", f"doc/tree/notebooks/{VIEWS.name}?"))
        here = Lab(url, "", image.repository, tmp_path)
        asks_itself(ready(page, here, VIEWS.name))
        assert [one for one in asked if "/user/x/proxy/" in one and "/events?" in one] != []
