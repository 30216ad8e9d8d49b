"""A server that writes a text at a steady speed, and a notebook in which the answer grows on the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from lab_server import Lab, Notebook
from local_server import LocalServer
from playwright.sync_api import Locator

STEP = 20  # characters in a delta
PARAGRAPH = (
    "This paragraph **goes on** with `words` of no meaning, so that lines are broken and text moves. " * 3
)


class Writer:
    """A server that writes a text at a steady speed; ``written`` says how much of it is out."""

    def __init__(self, text: str, speed: float, *, ends: bool = True) -> None:
        self.text, self.speed, self.ends = text, speed, ends
        self.written = 0
        self.server = LocalServer(lambda _: self.steps())

    def steps(self) -> Iterator[str]:
        """What it does with every request."""
        yield "head 200 text/event-stream"
        began_s = time.monotonic()
        for at in range(0, len(self.text), STEP):
            yield f"pause {max(0.0, began_s + at / self.speed - time.monotonic())}"
            yield f"delta {self.text[at : at + STEP].replace('_', '-')}"
            self.written = at + STEP
        yield from ("finish", "done", "end") if self.ends else ("stall",)

    @property
    def options(self) -> str:
        """Of the magic, to ask it."""
        return f"--provider chat --base-url {self.server.url}"


def writes(text: str, speed: float, *, ends: bool = True) -> pytest.MarkDecorator:
    """A test that wants a writer."""
    return pytest.mark.parametrize(
        "written", [{"text": text, "speed": speed, "ends": ends}], indirect=True, ids=[""]
    )


def asking(lab: Lab, open_: Callable[[str], Notebook], options: str) -> Notebook:
    """Ask, and wait for the live view."""
    notebook = open_(
        lab.write("live.ipynb", ["%load_ext pplx_notebook", f"%%pplx {options}\nWhat is nuclear fusion?"])
    )
    notebook.run_and_wait(0)
    notebook.run(1)
    notebook.output(1).locator(".pplx-live .pplx-status").wait_for()
    return notebook


def text_of(notebook: Notebook) -> Locator:
    """The answer's text in the live view."""
    return notebook.output(1).locator(".pplx-live .pplx-text")


def length(notebook: Notebook) -> int:
    """Characters of it on the page."""
    return len(text_of(notebook).inner_text())


def wait_for_growth(notebook: Notebook, by: int) -> None:
    """Wait until so many more characters stand there."""
    notebook.page.wait_for_function(
        "wanted => document.querySelector('.pplx-live .pplx-text').innerText.length >= wanted",
        arg=length(notebook) + by,
        polling=50,
    )
