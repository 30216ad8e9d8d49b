"""Where the output of a cell goes elsewhere, a reader sees the answer grow there, and then stand there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_server import Lab, Notebook
from playwright.sync_api import Locator, expect

ASK = "%pplx --provider demo what is a black hole?"
WORDS = "region of space"
NOTE = "still being written"
LOAD = "%load_ext pplx_notebook\n%env PPLX_DEMO_PACE=3\nimport ipywidgets as w"
OUT = "out = w.Output(); display(out)\n"
PLACES = {
    "with block": f"{OUT}with out:\n    {ASK}",
    "decorator": f"{OUT}@out.capture()\ndef ask():\n    {ASK}\nask()",
    "tab": f"out = w.Output(); display(w.Tab([out]))\nwith out:\n    {ASK}",
    "background": f"{OUT}with out:\n    {ASK.replace('%pplx', '%pplx --background')}",
    "button": (
        f"{OUT}button = w.Button(description='Ask'); display(button)\ndef clicked(_):\n    with out:\n        {ASK}\n"
        "button.on_click(clicked)"
    ),
    "interact_manual": (
        f"def ask(topic='black hole'):\n    {ASK.replace('black hole', '{{topic}}')}\nw.interact_manual(ask)"
    ),
}
CAPTURE = f"%%capture captured\n{ASK}"


def stands(place: Locator) -> None:
    """The whole answer stands there, once, and nothing of its beginning."""
    expect(place.locator(".pplx-sources").first).to_be_visible(timeout=30_000)
    expect(place.locator(".pplx-text:visible")).to_have_count(1)
    expect(place.locator(".pplx-text:visible")).to_contain_text(WORDS)
    expect(place.locator(".pplx-live:visible")).to_have_count(0)
    expect(place).not_to_contain_text(NOTE)
    expect(place).not_to_contain_text("Traceback")


@pytest.fixture
def asked(lab: Lab, open_notebook: Callable[..., Notebook]) -> Callable[..., Notebook]:
    """A notebook that has loaded the extension and begun to run the next cells."""

    def run(*cells: str) -> Notebook:
        notebook = open_notebook(lab.write("elsewhere.ipynb", [LOAD, *cells]))
        notebook.run_and_wait(0)
        return notebook

    return run


@pytest.mark.parametrize("place", PLACES)
def test_an_answer_in_an_output_widget_is_seen_growing_and_stays(
    place: str, asked: Callable[..., Notebook]
) -> None:
    notebook = asked(PLACES[place], "'a later cell'")
    notebook.run(1)
    output = notebook.output(1)
    if place in ("button", "interact_manual"):
        notebook.wait_finished(1)
        output.locator("button").first.click()
    expect(output.locator(".pplx-live")).to_be_visible(timeout=30_000)
    notebook.save()  # what a save in the middle keeps for a later reader must not stay either
    stands(output)
    notebook.run_and_wait(2)
    stands(output)


def test_a_capture_shows_nothing_until_it_is_shown(asked: Callable[..., Notebook]) -> None:
    notebook = asked(CAPTURE, "captured.show()")
    notebook.run_and_wait(1)
    notebook.run_and_wait(2)
    stands(notebook.output(2))
    assert notebook.output(1).inner_text().strip() == ""
