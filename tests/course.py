"""The notebooks of the course, executed once for all tests that look at them, whichever worker they are on.

A folder gets ``<stem>.ipynb`` with its outputs, ``solved/<stem>.ipynb`` with the cells of its solution behind it, and
``failed/<stem>.txt`` where one did not run to its end. They run in a copy of their folder, ``beside``: some write files.
Behind the solution a last cell prints what the answers say that have a name, to be held against another run.
"""

from __future__ import annotations

import asyncio
import fcntl  # its lock goes with the process that holds it
import os
import re
import shutil
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from places import CASES, ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WITNESS = """# what the answers say that have a name
def _said(value):
    import hashlib

    import msgspec

    rows = value if type(value).__name__ == "Study" else [value]
    answers = [getattr(row, "answer", row) for row in rows]
    if not answers or type(answers[0]).__name__ != "Answer":
        return ""
    said = [[one.text, one.citations, one.search_results, one.status] for one in answers]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


for _name, _value in sorted(globals().copy().items()):
    if not _name.startswith("_") and (_found := _said(_value)):
        print(_name, _found)
"""
AT_ONCE = 3  # most of the time they wait for a stream
CELL_S = 60


def execute(folder: Path, paths: Iterable[Path] = NOTEBOOKS) -> None:
    """Run those that have not been run there; another process that does so is waited for."""
    for each in (folder, folder / "solved", folder / "failed"):
        each.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        left = [path for path in paths if not has_run(folder, path)]
        shutil.copytree(ROOT / "notebooks", folder / "beside", dirs_exist_ok=True)
        asyncio.run(side_by_side(left, folder))


def has_run(folder: Path, path: Path) -> bool:
    """Whether there is a result of it."""
    return (folder / "solved" / path.name).exists() or (folder / "failed" / f"{path.stem}.txt").exists()


async def side_by_side(paths: Iterable[Path], folder: Path) -> None:
    """Some at once."""
    places = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(run(path, folder, places) for path in paths))


async def run(path: Path, folder: Path, places: asyncio.Semaphore) -> None:
    """From top to bottom, and then the solution; each cell has a minute."""
    notebook = nbformat.read(path, as_version=4)
    own = len(notebook.cells)
    notebook.cells += behind(notebook)
    beside = {"metadata": {"path": str(folder / "beside")}}
    async with places:
        try:
            pace = told(path).get("pace", "instant")
            environment = os.environ | {"PPLX_PROVIDER": "demo", "PPLX_DEMO_PACE": pace}
            client = NotebookClient(notebook, kernel_name="python3", timeout=CELL_S, resources=beside)
            await client.async_execute(env=environment)
        except Exception as problem:
            (folder / "failed" / f"{path.stem}.txt").write_text(str(problem), "utf-8")
            return
    nbformat.write(notebook, folder / "solved" / path.name)
    notebook.cells = notebook.cells[:own]
    nbformat.write(notebook, folder / path.name)


def behind(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The cells that are run behind its own: its solution, and what tells what was answered."""
    codes = [*FENCE.findall(notebook.cells[-1].source), WITNESS]
    return [nbformat.v4.new_code_cell(code) for code in codes]


def solved(folder: Path, path: Path) -> nbformat.NotebookNode:
    """A notebook with its outputs and those of its solution; AssertionError with its own words if it failed."""
    failure = folder / "failed" / f"{path.stem}.txt"
    assert not failure.exists(), failure.read_text("utf-8")
    return nbformat.read(folder / "solved" / path.name, as_version=4)


def told(path: Path) -> dict[str, Any]:
    """What the file beside it says of a notebook."""
    return tomllib.loads((CASES / "notebooks" / f"{path.stem}.toml").read_text("utf-8"))


def shown(cell: nbformat.NotebookNode) -> str:
    """The text below a cell."""
    return "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def shows_what_it_tells(path: Path, cells: Iterable[nbformat.NotebookNode], *, alone: bool = False) -> None:
    """Hold cells that ran against what the file beside the notebook says; ``alone``: in a browser alone."""
    cells = list(cells)
    for fact in told(path)["cell"]:
        (cell,) = [one for one in cells if one.source.startswith(fact["begins"])]
        rest = shown(cell)
        for words in fact.get("in_browser", fact["shows"]) if alone else fact["shows"]:
            assert words in rest, (fact["begins"], words, rest)
            rest = rest.partition(words)[2]
