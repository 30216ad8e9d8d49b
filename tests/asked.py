"""Fixtures: a notebook that asked the demo engine in a real kernel, and what other programs make of it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
import pytest
from places import ROOT, TESTS, jupyter_folders
from reading import QUESTION

from pplx_notebook import Answer

WATCH = TESTS / "everywhere" / "watch"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home for the programs."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """Nothing of the developer's settings; the demo engine without pauses; the watch on."""
    ours = {
        **jupyter_folders(home),
        "PPLX_DEMO_PACE": "instant",
        "PPLX_PROVIDER": "demo",
        "PPLX_WATCH": str(home / "outside"),
        "PYTHONPATH": f"{WATCH}{os.pathsep}{ROOT}",  # this checkout, whatever is installed
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return os.environ | ours


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A notebook that asks, as papermill left it."""
    folder = tmp_path_factory.mktemp("asked")
    write(folder / "in.ipynb", "%load_ext pplx_notebook", f"%%pplx --into answer\n{QUESTION}")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        papermill.execute_notebook(
            folder / "in.ipynb", folder / "out.ipynb", progress_bar=False, log_output=False
        )
    return folder / "out.ipynb"


@pytest.fixture(scope="session")
def answer(asked: Path) -> Answer:
    """The answer that notebook holds."""
    (saved,) = Answer.from_notebook(asked)
    assert saved.status == "done"
    return saved


@pytest.fixture(scope="session")
def export(asked: Path, environment: dict[str, str]) -> Callable[..., str]:
    """``export("html", *arguments)``: what nbconvert makes of the notebook."""

    @functools.cache
    def convert(kind: str, *arguments: str) -> str:
        command = [sys.executable, "-m", "nbconvert", "--to", kind, "--stdout", *arguments, str(asked)]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
        return done.stdout.decode("utf-8")

    return convert


def write(path: Path, *sources: str) -> None:
    """A notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
