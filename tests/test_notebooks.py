"""Every notebook of the project runs from top to bottom in a real kernel, on the demo engine, and shows what it tells."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from places import CASES, ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(cell: nbformat.NotebookNode) -> str:
    """The text below a cell."""
    return "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_and_shows_what_it_tells(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = tomllib.loads((CASES / "notebooks" / f"{path.stem}.toml").read_text("utf-8"))["cell"]
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=120, env=dict(os.environ)).execute()
    for fact in facts:
        (cell,) = [one for one in notebook.cells if one.source.startswith(fact["begins"])]
        rest = shown(cell)
        for words in fact["shows"]:
            assert words in rest, (fact["begins"], words)
            rest = rest.partition(words)[2]
    told = {fact["begins"] for fact in facts}
    asked = [cell.source for cell in notebook.cells if cell.source.startswith(("%%pplx", "%pplx --"))]
    assert [source for source in asked if not source.startswith(tuple(told))] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells if cell.outputs or cell.execution_count] == []
