"""A notebook in JupyterLite whose cells a test writes: run, watched while they run, stopped, and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lesson_page import IDLE, RUN, RUN_S, LessonPage, open_lesson
from playwright.sync_api import Page

from pplx_notebook.protocol.saved import MIME

WRITE = """sources => { const cells = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
    while (cells.cells.length) cells.deleteCell(0);
    sources.forEach((source, at) => cells.insertCell(at, { cell_type: "code", source, metadata: { trusted: true } })); }"""
# milliseconds from the press until the kernel waits for a cell, and until the line says so; when it was pressed
PRESS = """async how => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const began = performance.now(), at = Date.now(), passed = () => performance.now() - began;
    const idle = new Promise(done => { const look = (_, status) => {
        if (status === "idle") { kernel.statusChanged.disconnect(look); done(passed()); } };
        kernel.statusChanged.connect(look); });
    const said = new Promise(done => { const timer = setInterval(() => {
        const line = document.querySelector(".pplx-status");
        if (!line || ["stopping", "stopped"].includes(line.dataset.phase)) { clearInterval(timer); done(passed()); } }, 2);
        setTimeout(() => { clearInterval(timer); done(-1); }, 5000); });
    if (how === "Stop") document.querySelector(".pplx-status button").click();
    else window.jupyterapp.commands.execute("notebook:interrupt-kernel");
    return [await Promise.race([idle, new Promise(done => setTimeout(() => done(-1), 20000))]), await said, at]; }"""
STOPPABLE = "() => document.querySelector('.pplx-status button')"
BUSY = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"


@dataclass(frozen=True)
class Pressed:
    """What a press of Stop or ■ did, in milliseconds; -1 for never."""

    idle_ms: float
    said_ms: float
    at_s: float


@dataclass(frozen=True)
class Output:
    """What stands below one cell."""

    count: int | None
    saved: list[dict[str, Any]]
    error: str
    printed: str
    kinds: tuple[str, ...]

    @property
    def text(self) -> str:
        """Of the cell's answer."""
        text: str = self.saved[-1]["answer"].get("text", "")
        return text

    @property
    def status(self) -> str:
        """Of the cell's answer; "" without one."""
        return str(self.saved[-1]["answer"]["status"]) if self.saved else ""


@dataclass(frozen=True)
class CellsPage:
    """The page, with a kernel that has the extension."""

    lesson: LessonPage

    @property
    def page(self) -> Page:
        """Playwright's."""
        return self.lesson.page

    def run(self, *sources: str) -> list[Output]:
        """These cells and no others, by Run All."""
        self.page.evaluate(WRITE, list(sources))
        self.lesson.run_all()
        return self.outputs()

    def begin(self, *sources: str, until: str = STOPPABLE) -> None:
        """The same, left running once the page says ``until``."""
        self.page.evaluate(WRITE, list(sources))
        self.page.evaluate(RUN)
        self.page.wait_for_function(until, timeout=RUN_S * 1000)

    def press(self, how: str) -> Pressed:
        """ "Stop" of the answer or the notebook's "■"; returns when all is over."""
        idle_ms, said_ms, at_ms = self.page.evaluate(PRESS, how)
        self.page.wait_for_function("() => window.ran", timeout=RUN_S * 1000)
        self.page.wait_for_function(IDLE, timeout=RUN_S * 1000)
        return Pressed(idle_ms, said_ms, at_ms / 1000)

    def outputs(self) -> list[Output]:
        """What stands below each cell now."""
        return [output(cell) for cell in self.lesson.cells()]


def output(cell: dict[str, Any]) -> Output:
    """A cell's, read."""
    below = cell["outputs"]
    return Output(
        cell["execution_count"],
        [each["data"][MIME] for each in below if MIME in each.get("data", {})],
        "".join(f"{each['ename']}: {each['evalue']}" for each in below if each["output_type"] == "error"),
        "".join("".join(each["text"]) for each in below if each["output_type"] == "stream"),
        tuple(sorted(kind for each in below for kind in each.get("data", {}))),
    )


def open_cells(page: Page, url: str, name: str = "01-first-answer.ipynb") -> CellsPage:
    """A lesson's notebook, its own cells away."""
    cells = CellsPage(open_lesson(page, url, name))
    cells.lesson.ready()
    cells.run("%load_ext pplx_notebook\nimport pplx_notebook as pplx")
    return cells
