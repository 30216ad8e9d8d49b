"""The notebooks as pages: executed side by side, and laid into ``docs/course`` (which git ignores).

A page shows of an output what a page can: HTML, a picture or text; what a front end draws with a program of
its own is left out, so that no page asks another host for one. A link into the checkout becomes one of these
pages. PPLX_DOCS_COURSE names a folder of the same notebooks with outputs, which are taken as they are: the
tests run each notebook once, for what it tells and for its page.
"""

from __future__ import annotations

import asyncio
import os
import tomllib
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from sphinx.application import Sphinx
from sphinx.util import logging

from made.formulas import with_formulas

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 3  # most of the time they wait for a stream
CELL_S = 60
FACES = ("text/html", "image/svg+xml", "image/png", "text/plain")  # the best first; one is shown
DRAWN = (
    'class="pplx-answer ',
    'class="pplx-answer pplx-drawn ',
)  # what a front end's program says: it has our style
LINKS = {"../README.md": "../quickstart.md", "../examples/README.md": "../cookbook.md"}


def setup(app: Sphinx) -> None:
    """Before anything is read."""
    app.connect("config-inited", lambda app, _: bring(Path(app.srcdir) / "course"))


def bring(folder: Path) -> None:
    """The notebooks of today, and none of yesterday."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    ready = os.environ.get("PPLX_DOCS_COURSE")
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    have = {path: Path(ready) / path.name for path in paths if ready and (Path(ready) / path.name).is_file()}
    logging.getLogger(__name__).info("the course: %d run, %d taken", len(paths) - len(have), len(have))
    ran = asyncio.run(side_by_side([path for path in paths if path not in have]))
    ran |= {path: nbformat.read(file, as_version=4) for path, file in have.items()}
    for path, notebook in ran.items():
        page = nbformat.writes(as_page(notebook))
        for there, here in LINKS.items():
            page = page.replace(f"]({there}", f"]({here}")
        (folder / path.name).write_text(page, encoding="utf-8")


async def side_by_side(paths: list[Path]) -> dict[Path, nbformat.NotebookNode]:
    """Each with its outputs; a cell that fails fails the build, and is told with its notebook."""
    places = asyncio.Semaphore(AT_ONCE)
    ran = await asyncio.gather(*(run(path, places) for path in paths))
    return dict(zip(paths, ran, strict=True))


async def run(path: Path, places: asyncio.Semaphore) -> nbformat.NotebookNode:
    """One notebook from top to bottom, in its folder, at the pace its facts name."""
    facts = ROOT / "tests" / "cases" / "notebooks" / f"{path.stem}.toml"
    pace = tomllib.loads(facts.read_text("utf-8")).get("pace") if facts.is_file() else None
    environment = os.environ | ({"PPLX_DEMO_PACE": pace} if pace else {})
    notebook = nbformat.read(path, as_version=4)
    beside = {"metadata": {"path": str(path.parent)}}
    async with places:
        client = NotebookClient(notebook, kernel_name="python3", timeout=CELL_S, resources=beside)
        try:
            await client.async_execute(env=environment)
        except Exception as error:
            raise RuntimeError(f"{path.name} does not run: {error}") from error
    return notebook


def as_page(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What a page shows of it: one face an output, no widget, nothing that was run behind it."""
    notebook.metadata.pop("widgets", None)
    while notebook.cells and notebook.cells[-1].cell_type == "code":  # the exercise's solution
        notebook.cells.pop()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one_face(output) for output in cell.outputs if not is_widget(output)]
    return notebook


def is_widget(output: nbformat.NotebookNode) -> bool:
    """True for what only a widget's own program could draw."""
    return (
        "application/vnd.jupyter.widget-view+json" in output.get("data", {})
        and "text/html" not in output.data
    )


def one_face(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An output with the best of its faces alone."""
    if "data" in output:
        best = next((face for face in FACES if face in output.data), None)
        shown = output.data.get(best, "").replace(*DRAWN)
        output.data = {best: with_formulas(shown)} if best == "text/html" else {best: shown} if best else {}
    return output
