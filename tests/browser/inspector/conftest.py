"""One page with saved recordings for all tests of the inspector that need no kernel."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from lab_server import Lab, profile
from playwright.sync_api import Browser

from browser.inspector.recordings import hostile, refused_then_cut, whole
from browser.inspector.saved_page import Opened
from pplx_notebook.inspect.bundle import bundle
from pplx_notebook.inspect.recording import Recording


@pytest.fixture(scope="package")
def recordings(lab: Lab) -> list[Recording]:
    """What the notebook holds, in order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PPLX_DEMO_PACE", "instant")
        return [whole(), refused_then_cut(), hostile()]


@pytest.fixture(scope="package")
def notebook(lab: Lab, recordings: list[Recording]) -> str:
    """It, on the disk."""
    made = nbformat.v4.new_notebook()
    for recording in recordings:
        cell = nbformat.v4.new_code_cell("answer.exchange")
        cell.outputs = [nbformat.v4.new_output("display_data", data=bundle(recording))]
        made.cells.append(cell)
    nbformat.write(made, lab.root / "recordings.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), lab.root / "none.ipynb")
    return "recordings.ipynb"


@pytest.fixture(scope="package")
def opened(chromium: Browser, lab: Lab, notebook: str) -> Iterator[Opened]:
    """A page that first had a notebook without a recording."""
    allowed = ["clipboard-read", "clipboard-write"]
    with profile(chromium, lab, permissions=allowed, viewport={"width": 1400, "height": 1000}) as context:
        made = Opened(context.new_page(), lab)
        made.open("none.ipynb")
        assert made.scripts() == []
        made.open(notebook)
        yield made
        assert made.problems == []
