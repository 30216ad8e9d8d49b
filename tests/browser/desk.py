"""One open JupyterLab page for many tests: each has a notebook and a kernel of its own in it.

Loading the page costs 6 to 9 s with a busy neighbour, opening another notebook in it 1 to 3. A test that needs a
fresh page, or one of another size or setting, makes a ``profile`` of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lab_server import Lab, Notebook, open_in, profile, ready
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

SIZE = {"width": 1200, "height": 900}
# as a reader does who does not save
CLOSE = """() => {
    for (const one of [...window.jupyterapp.shell.widgets("main")]) {
        if (one.context) one.context.model.dirty = false;
        one.close();
    }
}"""
OPEN = "path => void window.jupyterapp.commands.execute('docmanager:open', { path })"


class Desk:
    """The page, made when it is first needed and again when a test has closed it or gone elsewhere."""

    def __init__(self, context: BrowserContext, lab: Lab) -> None:
        self.context, self.lab = context, lab
        self.page: Page | None = None

    def open(self, name: str, *, kernel: bool = True) -> Notebook:
        """A notebook of the folder, alone on the page; ready to run cells if it has a kernel."""
        if self.page is None:
            notebook = open_in(self.context, self.lab, name, kernel=kernel)
            self.page = notebook.page
            return notebook
        self.page.evaluate(CLOSE)
        self.page.locator(".jp-Notebook").first.wait_for(state="detached")
        self.page.evaluate(OPEN, name)
        return ready(self.page, self.lab, name, kernel=kernel)

    def clear(self) -> None:
        """Close what is open and end its kernel; further pages of the test go, too."""
        try:
            assert self.page is not None
            self.page.evaluate(CLOSE)
            self.page.set_viewport_size(SIZE)
        except (AssertionError, PlaywrightError):
            self.page = None
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.lab.end_kernels()


@contextmanager
def desk_of(chromium: Browser, lab: Lab) -> Iterator[Desk]:
    """A desk in a browser profile of its own."""
    with profile(chromium, lab) as context:
        yield Desk(context, lab)
