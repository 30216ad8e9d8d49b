"""A lesson in JupyterLite: opened by its link, run from the top, read as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chromium import ARGUMENTS, path
from playwright.sync_api import Browser, Page, Playwright

START_S = 120
RUN_S = 120

OPENED = """name => window.jupyterapp?.shell?.currentWidget?.context?.path === name
    && window.jupyterapp.shell.currentWidget.context.isReady"""
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext?.session?.kernel?.status === 'idle'"
RUN = """() => { window.ran = undefined;
    const kept = window.jupyterapp.commands.execute("notebook:run-all-cells");
    kept.then(() => window.ran = "done", problem => window.ran = String(problem)); }"""
CELLS = "() => JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON())"


@dataclass(frozen=True)
class LessonPage:
    """The page on which a lesson is open."""

    page: Page
    name: str

    def ready(self) -> None:
        """Until its kernel waits for a cell."""
        self.page.wait_for_function(IDLE, timeout=START_S * 1000)

    def run_all(self) -> list[dict[str, Any]]:
        """Every cell, and what stands below each when the last has ended."""
        self.ready()
        self.page.evaluate(RUN)
        self.page.wait_for_function("() => window.ran", timeout=RUN_S * 1000)
        self.page.wait_for_function(IDLE, timeout=RUN_S * 1000)
        return self.cells()

    def cells(self) -> list[dict[str, Any]]:
        """The cells as they would be saved."""
        found: list[dict[str, Any]] = json.loads(self.page.evaluate(CELLS))["cells"]
        return found


def open_lesson(page: Page, url: str, name: str) -> LessonPage:
    """By the link that the documentation has."""
    page.goto(f"{url}/lab/index.html?path={name}")
    page.wait_for_function(OPENED, arg=name, timeout=START_S * 1000)
    return LessonPage(page, name)


@contextmanager
def chromium_alone(driver: Playwright, *flags: str) -> Iterator[Browser]:
    """A Chromium for which there is this machine and nothing else."""
    browser = driver.chromium.launch(executable_path=path(), args=[*ARGUMENTS, *flags])
    yield browser
    browser.close()
