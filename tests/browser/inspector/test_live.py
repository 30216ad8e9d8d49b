"""An exchange that is inspected while it happens, and what the notebook keeps of it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from lab_server import Lab, Notebook
from local_server import LocalServer
from playwright.sync_api import Locator, expect

from pplx_notebook.inspect.notebook_form import MIME, from_notebook
from pplx_notebook.inspect.recording import Recording

HEAD = "head 200 text/event-stream"
WORDS = [f"delta word{n} " for n in range(40)]


class Held:
    """A server that writes forty words, a torn event, and the end when it is told to."""

    def __init__(self, last: list[str]) -> None:
        self.go_on = threading.Event()
        self.last = last
        self.server = LocalServer(lambda _: self.steps())

    def steps(self) -> Iterator[str]:
        """What it does."""
        yield HEAD
        for word in WORDS:
            yield word
            yield "pause 0.01"
        while not self.go_on.is_set():
            yield "pause 0.05"
        yield from self.last


@pytest.fixture
def held(request: pytest.FixtureRequest) -> Iterator[Held]:
    """It, running; the test's parameter is how it ends."""
    made = Held(getattr(request, "param", ["delta last", "finish", "done", "end"]))
    with made.server:
        yield made
        made.go_on.set()


@pytest.fixture
def begun(lab: Lab, open_notebook: Callable[..., Notebook], held: Held) -> Notebook:
    """A notebook whose second cell is answering, inspected."""
    asked = f"%%pplx --inspect --into answer --provider chat --base-url {held.server.url}\nWhat?"
    notebook = open_notebook(
        lab.write("inspect.ipynb", ["%load_ext pplx_notebook", asked, "answer.exchange"])
    )
    notebook.run_and_wait(0)
    notebook.run(1)
    live = inspector(notebook)
    expect(live.locator(".state")).to_have_text("receiving")
    expect(live.locator(".list")).to_have_attribute("aria-rowcount", str(len(WORDS)))
    return notebook


def inspector(notebook: Notebook, cell: int = 1) -> Locator:
    """The inspector of a cell."""
    return notebook.output(cell).locator(".pplx-inspector")


def kept(notebook: Notebook) -> Recording:
    """What the saved notebook holds of the exchange."""
    notebook.save()
    outputs = notebook.lab.saved(notebook.name).cells[1].outputs
    (data,) = [output.data[MIME] for output in outputs if MIME in output.get("data", {})]
    assert not any("widget" in kind for output in outputs for kind in output.get("data", {}))
    return from_notebook(data)


def test_it_grows_while_it_follows_and_then_stands_in_the_notebook(begun: Notebook, held: Held) -> None:
    live = inspector(begun)
    expect(live.locator('.list [aria-selected="true"]')).to_contain_text("word39")
    expect(live.locator(".answer")).to_contain_text("word39")
    expect(live.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "true")
    held.go_on.set()
    begun.wait_finished(1)
    expect(live.locator(".state")).to_have_text("complete")
    expect(live.get_by_role("button", name="Follow")).to_be_hidden()
    expect(live.locator('.list [aria-selected="true"]')).to_have_attribute("aria-rowindex", "1")
    (entry,) = kept(begun).entries
    assert len(entry.events) == len(WORDS) + 3
    expect(live.locator(".list")).to_have_attribute("aria-rowcount", str(len(entry.events)))


def test_who_chooses_an_event_keeps_it_when_the_answer_ends(begun: Notebook, held: Held) -> None:
    live = inspector(begun)
    live.locator(".list").press("Home")
    live.locator(".list").press("ArrowDown")
    expect(live.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "false")
    held.go_on.set()
    begun.wait_finished(1)
    expect(live.locator(".state")).to_have_text("complete")
    expect(live.locator('.list [aria-selected="true"]')).to_contain_text("word1")
    begun.run_and_wait(2)
    expect(inspector(begun, 2).locator(".list")).to_have_attribute("aria-rowcount", str(len(WORDS) + 3))


@pytest.mark.parametrize("held", [['raw data: {"cho', "pause 0.1", "reset"]], indirect=True, ids=["cut"])
def test_a_question_that_fails_leaves_its_exchange_and_says_so_once(begun: Notebook, held: Held) -> None:
    held.go_on.set()
    begun.wait_finished(1)
    output = begun.output(1)
    expect(inspector(begun).locator(".state")).to_have_text("cut off")
    expect(inspector(begun).locator('.list [aria-selected="true"]')).to_contain_text("unfinished")
    expect(output.locator(".pplx-ending strong")).to_have_text("Cut off.")
    expect(output.locator(".jp-RenderedText", has_text="TransportError")).to_be_hidden()
    assert kept(begun).entries[-1].end == "cut"


def test_a_stopped_one_too(begun: Notebook) -> None:
    begun.output(1).get_by_role("button", name="Stop").click()
    begun.wait_finished(1)
    expect(inspector(begun).locator(".state")).to_have_text("stopped")
    assert kept(begun).entries[-1].end == "stopped"


def test_a_page_that_is_reloaded_in_midstream_says_what_to_do(begun: Notebook) -> None:
    begun.save()
    begun.page.reload()
    expect(begun.output(1)).to_contain_text(re.compile("still being written here"), timeout=20_000)
    expect(begun.output(1)).not_to_contain_text("model not found", use_inner_text=True)
