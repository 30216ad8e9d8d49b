"""Every notebook of the project runs from top to bottom in a real kernel, on the demo engine."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=120, env=dict(os.environ)).execute()
    asked = [cell for cell in notebook.cells if cell.source.startswith("%%pplx")]
    assert asked
    for cell in asked:
        (output,) = cell.outputs
        assert "demo engine: offline library, no model" in output["data"]["text/plain"]
        assert "Search results" in output["data"]["text/html"]
