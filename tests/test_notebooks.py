"""Every notebook of the course opens and ends alike, and runs from top to bottom in a real kernel, its solution too,
on the demo engine, and shows what it tells.

A notebook is a title with its number and what you will learn, at most 15 cells, then an exercise, an empty cell
for it, and its solution, folded: ``<details>`` in Markdown folds in JupyterLab, Notebook 7, nbconvert, on GitHub
and in the documentation, where a collapsed code cell folds in the first two only.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from course import FENCE, NOTEBOOKS, WITNESS, execute, shows_what_it_tells, solved, told

COLUMNS = 79
SOLUTION = "<details>\n<summary>Solution</summary>\n\n```python\n"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def executed(request: pytest.FixtureRequest, course: Path) -> Path:
    """The folder of those that are asked for, executed."""
    mine = [
        item
        for item in request.session.items
        if item.path == Path(__file__) and "executed" in item.fixturenames
    ]
    execute(course, [item.callspec.params["path"] for item in mine])
    return course


@pytest.mark.timeout(600)  # the first one waits for all
@each_notebook
def test_a_notebook_runs_from_top_to_bottom_and_shows_what_it_tells(path: Path, executed: Path) -> None:
    cells = solved(executed, path).cells
    shows_what_it_tells(path, cells)
    begins = tuple(fact["begins"] for fact in told(path)["cell"])
    silent = ("%load_ext", "%env", "# your turn", WITNESS)
    shows = [cell.source for cell in cells if cell.cell_type == "code" and cell.outputs]
    assert [source for source in shows if not source.startswith((*silent, *begins))] == []


@each_notebook
def test_a_notebook_opens_with_what_you_will_learn_and_ends_with_an_exercise(path: Path) -> None:
    first, *_, exercise, place, solution = nbformat.read(path, as_version=4).cells
    assert first.source.startswith(f"# {int(path.stem[:2])}. ")
    assert "\n\n**You will learn** " in first.source
    assert exercise.source.startswith("## Exercise\n\n")
    assert (place.cell_type, place.source) == ("code", "# your turn")
    assert solution.source.startswith(SOLUTION)
    assert "\n\n</details>" in solution.source


@each_notebook
def test_a_notebook_asks_the_demo_engine_whoever_has_a_key(path: Path) -> None:
    """Nothing is spent where somebody's own Jupyter has a key in its environment, and no ``PPLX_PROVIDER``."""
    first = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    assert "%env PPLX_PROVIDER=demo" in first.source.splitlines()


@each_notebook
def test_a_notebook_has_at_most_fifteen_cells_and_no_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert len(notebook.cells) <= 15
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells if cell.outputs or cell.execution_count] == []
    assert "widgets" not in notebook.metadata


@each_notebook
def test_its_code_fits_a_projector(path: Path) -> None:
    """At 150 % a screen of 1280 shows 79 columns; ``notebooks/ruff.toml`` folds Python so, not what else is in a cell."""
    lines = [line for cell in nbformat.read(path, as_version=4).cells for line in code_of(cell).splitlines()]
    assert [line for line in lines if len(line) > COLUMNS] == []


def code_of(cell: nbformat.NotebookNode) -> str:
    """What is code in a cell, of a folded solution too."""
    return cell.source if cell.cell_type == "code" else "".join(FENCE.findall(cell.source))
