"""The notebooks as pages: copied to ``docs/course`` (which git ignores) before the build reads its sources.

A link into the checkout becomes one of these pages. PPLX_DOCS_COURSE names a folder of the same notebooks
with outputs, which are taken as they are: the tests run each notebook once, for its facts and for its page.
"""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[2]
LINKS = {
    "../README.md": "../quickstart.md",
    "../examples/README.md": "../cookbook.md",
    "../CONTRIBUTING.md": "../index.md",
}


def setup(app: Sphinx) -> None:
    """Before anything is read."""
    app.connect("config-inited", lambda app, _: bring(Path(app.srcdir) / "course"))


def bring(folder: Path) -> None:
    """The notebooks of today, and none of yesterday; one that has not changed keeps its date."""
    folder.mkdir(exist_ok=True)
    executed = os.environ.get("PPLX_DOCS_COURSE")
    notebooks = {file.name: file for file in (ROOT / "notebooks").glob("*.ipynb")}
    if executed:
        notebooks |= {file.name: file for file in Path(executed).glob("*.ipynb") if file.name in notebooks}
    for old in folder.glob("*.ipynb"):
        if old.name not in notebooks:
            old.unlink()
    for name, file in notebooks.items():
        text = with_our_links(file.read_text("utf-8"))
        page = folder / name
        if not page.exists() or page.read_text("utf-8") != text:
            page.write_text(text, encoding="utf-8")


def with_our_links(notebook: str) -> str:
    """Its JSON text, with the files of the checkout it points to as pages."""
    for there, here in LINKS.items():
        notebook = notebook.replace(f"]({there}", f"]({here}")
    return notebook
