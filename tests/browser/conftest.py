"""A real JupyterLab and a real headless Chromium, started once for all browser tests.

Chromium comes from PLAYWRIGHT_CHROMIUM, else /usr/bin/chromium (Debian's package), else playwright's own
download. Without one these tests fail and say how to install it; PPLX_NO_BROWSER=1 leaves them out.
"""

from __future__ import annotations

import functools
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

HERE = Path(__file__).parent
CHROMIUM = (os.environ.get("PLAYWRIGHT_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser")
# a closed network must not be knocked at: the browser's own background traffic is off
QUIET = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-gpu")  # fmt: skip
QUIET_LAB = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
START_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("PPLX_NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="PPLX_NO_BROWSER=1"))


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


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with folders of its own: nothing of the developer's settings, nothing left behind."""
    base = tmp_path_factory.mktemp("lab")
    root, settings, home = base / "notebooks", base / "settings", base / "home"
    for folder in (root, settings, home):
        folder.mkdir()
    port, token = free_port(), secrets.token_hex(16)
    running = Lab(f"http://127.0.0.1:{port}", token, root, settings)
    for plugin, values in QUIET_LAB.items():
        running.set(plugin, values)
    environment = os.environ | {
        "HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings), "JUPYTERLAB_WORKSPACES_DIR": str(base / "workspaces"),
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
               f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
               f"--ServerApp.root_dir={root}"]  # fmt: skip
    with (
        (base / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            wait_for_server(running, server, base / "log")
            yield running
        finally:
            server.terminate()
            server.wait(20)


def wait_for_server(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when JupyterLab answers; fail with its own words if it does not."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            lab.ask("status")
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """One headless Chromium."""
    found = next((path for path in CHROMIUM if path and Path(path).exists()), None)
    try:
        browser = playwright_driver.chromium.launch(executable_path=found, args=list(QUIET))
    except PlaywrightError as error:
        pytest.fail(
            "no Chromium: install it with `apt-get install chromium` or `python -m playwright install "
            "chromium`, or set PLAYWRIGHT_CHROMIUM; PPLX_NO_BROWSER=1 leaves the browser tests out "
            f"({str(error).splitlines()[0]})"
        )
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """A fresh browser profile; the kernels its pages started end with it."""
    with profile(chromium, lab) as made:
        yield made


@contextmanager
def profile(chromium: Browser, lab: Lab, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile, with playwright's ``options``."""
    made = chromium.new_context(**{"viewport": {"width": 1200, "height": 900}, "locale": "en-GB"} | options)
    made.set_default_timeout(30_000)
    try:
        yield made
    finally:
        made.close()
        lab.end_kernels()


@pytest.fixture
def asked_outside(context: BrowserContext, lab: Lab) -> list[str]:
    """Addresses outside JupyterLab that pages asked for; none of them is reached."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, body="outside")

    context.route(lambda url: not url.startswith((lab.url, "data:", "blob:")), refuse)
    return asked


@dataclass(frozen=True)
class Story:
    """Something to ask: a name and the options of ``%%pplx`` that lead there."""

    name: str
    options: str


@dataclass(frozen=True)
class Notebook:
    """An open notebook in JupyterLab."""

    page: Page
    name: str
    lab: Lab

    def run(self, number: int) -> None:
        """Run the cell of that place (0: the first); does not wait for it."""
        cell = self.cell(number)
        cell.locator(".cm-content").click()
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
        )

    def cell(self, number: int) -> Locator:
        """The cell of that place."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def output(self, number: int) -> Locator:
        """Its output area."""
        return self.cell(number).locator(".jp-Cell-outputArea")

    def save(self) -> None:
        """Save, as a reader does, and wait until it is on the disk."""
        before = (self.lab.root / self.name).stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        until = time.monotonic() + 10
        while (self.lab.root / self.name).stat().st_mtime_ns == before:
            assert time.monotonic() < until, "the notebook was not saved within 10 s"
            self.page.wait_for_timeout(50)


@pytest.fixture
def open_notebook(context: BrowserContext, lab: Lab) -> Callable[..., Notebook]:
    """``open_notebook(name)`` opens a notebook of the folder, with a kernel unless ``kernel=False``."""
    return functools.partial(open_in, context, lab)


def open_in(context: BrowserContext, lab: Lab, name: str, *, kernel: bool = True) -> Notebook:
    """A notebook in a page of its own, ready to run cells if it has a kernel."""
    page = context.new_page()
    page.goto(f"{lab.url}/doc/tree/{name}?token={lab.token}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    if kernel:
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    else:
        page.locator(".jp-Dialog button", has_text="No Kernel").click()
    return Notebook(page, name, lab)
