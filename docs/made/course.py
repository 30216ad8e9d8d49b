"""The notebooks as pages: executed side by side, and laid into ``docs/course`` (which git ignores).

``tests/course.py`` runs them, each once for what it tells and for its page: PPLX_DOCS_COURSE names the folder
in which outputs are, or are to be. A page shows of an output what a page can: HTML, a picture or text; what a
front end draws with a program of its own is left out, so that no page asks another host for one. A link into
the checkout becomes one of these pages.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from made.formulas import with_formulas

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests"))
from course import NOTEBOOKS, execute  # noqa: E402  # from the tests, whose folder is on the path now

WIDGET = "application/vnd.jupyter.widget-view+json"
FACES = ("text/html", "image/svg+xml", "image/png", "text/plain")  # the best first; one is shown
DRAWN = (
    'class="pplx-answer ',
    'class="pplx-answer pplx-drawn ',
)  # as a front end's program: it has our style
LINKS = {"../README.md": "../quickstart.md", "../examples/README.md": "../cookbook.md"}


def setup(app: Sphinx) -> None:
    """Before anything is read."""
    app.connect("config-inited", lambda app, _: bring(Path(app.srcdir) / "course"))


def bring(folder: Path) -> None:
    """The notebooks of today, and none of yesterday; one that does not run fails the build."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    with tempfile.TemporaryDirectory() as empty:
        ran = Path(os.environ.get("PPLX_DOCS_COURSE") or empty)
        execute(ran)
        for failure in sorted(ran.glob("failed/*.txt")):
            raise ExtensionError(f"{failure.stem} does not run: {failure.read_text('utf-8')}")
        for path in NOTEBOOKS:
            page = nbformat.writes(as_page(nbformat.read(ran / path.name, as_version=4)))
            for there, here in LINKS.items():
                page = page.replace(f"]({there}", f"]({here}")
            (folder / path.name).write_text(page, encoding="utf-8")


def as_page(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What a page shows of it: one face an output, no widget."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one_face(output) for output in cell.outputs if not is_widget(output)]
    return notebook


def is_widget(output: nbformat.NotebookNode) -> bool:
    """True for what only a widget's own program could draw."""
    data = output.get("data", {})
    return WIDGET in data and "text/html" not in data


def one_face(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An output with the best of its faces alone."""
    if "data" in output:
        best = next((face for face in FACES if face in output.data), None)
        shown = output.data.get(best, "").replace(*DRAWN)
        output.data = {best: with_formulas(shown)} if best == "text/html" else {best: shown} if best else {}
    return output
