"""The front ends of the matrix: which versions, where they are installed, and when their page has its kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

from lab_server import Lab, Notebook
from places import ROOT
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

# JupyterLab, Notebook, ipykernel; LIVE.md says which of them let the page's message through to a busy kernel
ROWS = {
    "lab4.2-kernel6.29": ("4.2.7", "7.2.3", "6.29.5"),
    "lab4.2-kernel7.4": ("4.2.7", "7.2.3", "7.4.0"),
    "lab4.4-kernel7.3": ("4.4.10", "7.4.7", "7.3.0"),
    "lab4.4-kernel6.29": ("4.4.10", "7.4.7", "6.29.5"),
    "lab4.6-kernel7.0": ("4.6.6", "7.6.5", "7.0.1"),
    "lab4.6-kernel7.4": ("4.6.6", "7.6.5", "7.4.0"),
}
HERE = "this environment"
PAGES = {"JupyterLab": "doc/tree", "Notebook 7": "notebooks"}


def environment(row: str, folder: Path) -> str:
    """The Python of a row's own environment, made on first use."""
    if row == HERE:
        return sys.executable
    lab, notebook, kernel = ROWS[row]
    home = Path(os.environ.get("PPLX_MATRIX_DIR", folder)) / row
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install(python, f"jupyterlab=={lab}", f"notebook=={notebook}", f"ipykernel=={kernel}", str(ROOT))
    install(python, "--no-deps", "--force-reinstall", str(ROOT))  # a kept one holds the package of that day
    return str(python)


def install(python: Path, *wanted: str) -> None:
    """pip install."""
    subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True, capture_output=True)


def wait_for_kernel(lab: Lab, page: Page) -> None:
    """Wait until the page's kernel is idle and connected; a cell run earlier is lost without a word."""
    for _ in range(300):
        with suppress(HTTPError):  # 500 while another kernel is just being ended
            states = [
                (one["execution_state"], one["connections"] > 0) for one in json.loads(lab.ask("kernels"))
            ]
            if states == [("idle", True)]:
                break
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000)


def load(notebook: Notebook) -> None:
    """Run the first cell; one that is run before the page has its kernel is lost without a word."""
    for _ in range(15):
        if (select := notebook.page.locator(".jp-Dialog .jp-mod-accept")).count():
            select.first.click()  # "Select Kernel": its server was slow to say which one runs
        notebook.run(0)
        with suppress(PlaywrightTimeout):
            return notebook.wait_finished(0, 4)
    raise AssertionError("no kernel answered within 60 s")
