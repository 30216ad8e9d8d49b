"""Make the README's picture, docs/answer.png: an answer of the demo engine in a real JupyterLab.

    python docs/picture.py [--question TEXT] [--file docs/answer.png] [--theme "JupyterLab Light"]

Run it again when the look of an answer changes, look at what came, and commit it. Wanted: the ``test`` extra
and a Chromium, as for the browser tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.extend(str(ROOT / folder) for folder in ("tests", "tests/browser", "tests/servers"))
from chromium import launch  # noqa: E402  # from the tests, whose folders are on the path now
from lab_server import open_in, profile, running_lab  # noqa: E402

LOAD = "%load_ext pplx_notebook"
QUESTION = "Explain briefly what a black hole is."
MOST_BYTES = 150_000  # a README is read on slow lines, too
CALM = """
.jp-CellHeader, .jp-Cell-inputCollapser, .jp-Cell-outputCollapser, .jp-Notebook-footer,
.jp-Toolbar.jp-cell-toolbar, .jp-CodeMirrorEditor .cm-cursorLayer { visibility: hidden !important }
"""


def picture(question: str, file: Path, theme: str, width: int, height: int) -> None:
    """A page with the question, its answer and the head of its sources."""
    with tempfile.TemporaryDirectory() as base, running_lab(Path(base)) as lab, sync_playwright() as driver:
        lab.theme(theme)
        browser = launch(driver)
        name = lab.write("first-answer.ipynb", [LOAD, f"%%pplx --into answer --provider demo\n{question}"])
        with profile(browser, lab, viewport={"width": width, "height": height}) as context:
            notebook = open_in(context, lab, name)
            for number in range(2):
                notebook.run_and_wait(number, timeout_s=60)
            page = notebook.page
            page.locator(".pplx-answer").last.wait_for()
            page.add_style_tag(content=CALM)
            page.mouse.move(width - 2, height - 2)
            page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollTop = 0")
            page.wait_for_timeout(500)  # for what fades out
            panel = page.locator(".jp-NotebookPanel-notebook").bounding_box()
            page.screenshot(path=file, clip=panel, animations="disabled")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--file", type=Path, default=ROOT / "docs" / "answer.png")
    parser.add_argument("--theme", default="JupyterLab Light")
    parser.add_argument("--width", type=int, default=1000)
    parser.add_argument("--height", type=int, default=700)
    given = parser.parse_args()
    picture(given.question, given.file, given.theme, given.width, given.height)
    size = given.file.stat().st_size
    print(f"{given.file}: {size:,} bytes")
    if size > MOST_BYTES:
        sys.exit(f"more than {MOST_BYTES:,}: make it smaller")
