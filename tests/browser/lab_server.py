"""A real JupyterLab of its own folders, and a page in it, as a reader uses them."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from places import jupyter_folders
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from served import free_port, serving

SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, token, the folder it shows and its settings folder."""

    url: str
    token: str
    root: Path
    settings: Path

    def write(self, name: str, cells: list[str]) -> str:
        """A notebook of code cells in the folder; returns its name."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.root / name)
        return name

    def saved(self, name: str) -> nbformat.NotebookNode:
        """The notebook as it lies on the disk."""
        return nbformat.read(self.root / name, as_version=4)

    def ask(self, path: str, method: str = "GET") -> bytes:
        """The reply of Jupyter's own API."""
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method)  # noqa: S310
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            return bytes(reply.read())

    def end_kernels(self) -> None:
        """End every kernel that runs."""
        for kernel in json.loads(self.ask("kernels")):
            self.ask(f"kernels/{kernel['id']}", "DELETE")

    def set(self, plugin: str, values: dict[str, object]) -> None:
        """Write user settings of a JupyterLab plugin; they hold from the next page load on."""
        file = self.settings / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), "utf-8")

    def theme(self, name: str) -> None:
        """Choose "JupyterLab Light", "JupyterLab Dark" …"""
        self.set("@jupyterlab/apputils-extension/themes", {"theme": name})


@contextmanager
def running_lab(base: Path, python: str = sys.executable) -> Iterator[Lab]:
    """JupyterLab of a Python: nothing of the developer's settings, nothing left behind outside ``base``."""
    folders = {name: base / name for name in ("notebooks", "settings", "home", "workspaces")}
    for folder in folders.values():
        folder.mkdir()
    port, token = free_port(), secrets.token_hex(16)
    lab = Lab(f"http://127.0.0.1:{port}", token, folders["notebooks"], folders["settings"])
    for plugin, values in SETTINGS.items():
        lab.set(plugin, values)
    environment = os.environ | {
        **jupyter_folders(folders["home"]),
        "JUPYTERLAB_SETTINGS_DIR": str(folders["settings"]),
        "JUPYTERLAB_WORKSPACES_DIR": str(folders["workspaces"]),
    }
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": lab.root,
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": True,  # a desk opens notebooks by it
    }
    command = [python, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with serving(command, f"{lab.url}/api", base / "log", env=environment):
        yield lab


@contextmanager
def profile(chromium: Browser, lab: Lab, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile, with playwright's ``options``; the kernels its pages started end with it."""
    made = chromium.new_context(**{"viewport": {"width": 1200, "height": 900}, "locale": "en-GB"} | options)
    made.set_default_timeout(30_000)
    try:
        yield made
    finally:
        made.close()
        lab.end_kernels()


@dataclass(frozen=True)
class Notebook:
    """An open notebook in JupyterLab."""

    page: Page
    name: str
    lab: Lab

    def run(self, number: int) -> None:
        """Run the cell of that place (0: the first); does not wait for it."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")

    def run_and_wait(self, number: int, timeout_s: float = 30) -> None:
        """Run a cell and wait until it has its number."""
        self.run(number)
        self.wait_finished(number, timeout_s)

    def wait_finished(self, number: int, timeout_s: float = 30) -> None:
        """Wait until the cell's prompt shows a number."""
        prompt = self.cell(number).locator(".jp-InputPrompt")
        self.page.wait_for_function(
            r"prompt => /\[\d+\]/.test(prompt.textContent)",
            arg=prompt.element_handle(),
            timeout=timeout_s * 1000,
            polling=100,  # ms; by default it asks in every frame and so keeps the page busy
        )

    def cell(self, number: int) -> Locator:
        """The cell of that place."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def output(self, number: int) -> Locator:
        """Its output area."""
        return self.cell(number).locator(".jp-Cell-outputArea")

    def save(self) -> None:
        """Save, as a reader does, and wait until it is on the disk."""
        file = self.lab.root / self.name
        before = file.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        until = time.monotonic() + 10
        while file.stat().st_mtime_ns == before or not file.read_text("utf-8").endswith("}\n"):
            assert time.monotonic() < until, "the notebook was not saved within 10 s"
            self.page.wait_for_timeout(50)


def open_in(
    context: BrowserContext, lab: Lab, name: str, *, kernel: bool = True, page: Page | None = None
) -> Notebook:
    """A notebook in a page of its own, or in ``page``; ready to run cells if it has a kernel."""
    page = page or context.new_page()
    page.goto(f"{lab.url}/doc/tree/{name}?token={lab.token}&reset")
    return ready(page, lab, name, kernel=kernel)


def ready(page: Page, lab: Lab, name: str, *, kernel: bool = True) -> Notebook:
    """The notebook that a page is opening, once it is there and can run cells if it has a kernel."""
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    if kernel:
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    else:
        page.locator(".jp-Dialog button", has_text="No Kernel").click()
    return Notebook(page, name, lab)
