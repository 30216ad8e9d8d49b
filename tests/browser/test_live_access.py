"""The live view can be used by everybody: with a screen reader, without motion, on every width, in every theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe import violations
from growing_answer import PARAGRAPH, Writer, asking, wait_for_growth, writes
from lab_server import Lab, Notebook, open_in, profile
from local_server import LocalServer
from playwright.sync_api import Browser, expect

from pplx_notebook.demo.server.server import DemoServer

WIDE = (
    "| " + " | ".join(f"a column with number {n}" for n in range(20)) + " |\n" + "|---" * 20 + "|\n"
    "| "
    + " | ".join(f"cell_{n}" for n in range(20))
    + " |\n\n```text\n"
    + "a line that does not end " * 30
    + "\n```\n\n"
)
LONG_WORD = "Donau" + "dampfschifffahrts" * 30 + "gesellschaft\n\n"


@writes((PARAGRAPH + "\n\n") * 20, 800)
def test_a_screen_reader_is_told_states_and_never_the_text(
    written: Writer, begin: Callable[[str], Notebook]
) -> None:
    notebook = begin(written.options)
    notebook.page.evaluate(
        """() => {
            window.said = [];
            const region = document.querySelector('.pplx-live [role=status]');
            said.push(region.textContent);
            new MutationObserver(() => said.push(region.textContent)).observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )
    wait_for_growth(notebook, 1_500)
    said = notebook.page.evaluate("() => said")
    waiting = f"Waiting: for 127.0.0.1:{written.server.port}"
    assert set(said) <= {"Connecting", waiting, "Writing"}
    assert len(said) <= 3
    assert notebook.output(1).locator(".pplx-live [aria-live]:not([role=status])").count() == 0


@writes((PARAGRAPH + "\n\n") * 20, 400)
def test_whoever_wants_less_motion_gets_none(written: Writer, lab: Lab, chromium: Browser) -> None:
    moving = "live => live.getAnimations({subtree: true}).length"
    for motion, expected in (("reduce", 0), ("no-preference", 1)):
        with profile(chromium, lab, reduced_motion=motion) as context:
            notebook = asking(lab, lambda name, context=context: open_in(context, lab, name), written.options)
            wait_for_growth(notebook, 100)
            assert notebook.output(1).locator(".pplx-live").evaluate(moving) == expected


@writes(LONG_WORD + WIDE + (PARAGRAPH + "\n\n") * 40, 2_000)
@pytest.mark.parametrize("width", [320, 768, 3840])
def test_nothing_is_wider_than_the_page(width: int, written: Writer, lab: Lab, chromium: Browser) -> None:
    with profile(chromium, lab, viewport={"width": width, "height": 800}) as context:
        notebook = asking(lab, lambda name: open_in(context, lab, name), written.options)
        wait_for_growth(notebook, 2_500)
        live = notebook.output(1).locator(".pplx-live")
        right = "element => element.getBoundingClientRect().right"
        assert live.evaluate(right) <= width
        assert live.locator(".pplx-text").evaluate("text => text.scrollWidth - text.clientWidth") <= 0
        table = live.locator(".pplx-text table")
        if width < 2_000:
            assert table.evaluate("box => box.scrollWidth > box.clientWidth"), "the table scrolls inside"
        stop = notebook.output(1).get_by_role("button", name="Stop").bounding_box()
        assert stop
        assert stop["x"] + stop["width"] <= width


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_axe_finds_nothing_in_any_state(theme: str, lab: Lab, chromium: Browser) -> None:
    lab.theme(theme)
    thinker = Writer("<think>" + PARAGRAPH * 10, 200, ends=False)
    later = ("reply 429 application/json | retry-after: 30", 'body {"error":{"message":"busy"}}')
    never = ("reply 401 application/json", 'body {"error":{"message":"bad key"}}')
    with (
        profile(chromium, lab) as context,
        thinker.server,
        DemoServer(pace=0.4) as engine,
        LocalServer(lambda _: ("stall",)) as silent,
        LocalServer(lambda _: later) as busy,
        LocalServer(lambda _: ("head 200 text/event-stream", "delta Half_of", "close")) as breaking,
        LocalServer(lambda _: never) as refusing,
    ):
        chat = "--provider chat --base-url"
        states = {
            "Searching": "--provider demo",
            "Waiting": f"{chat} {silent.url}",
            "Thinking": f"{chat} {thinker.server.url}",
            "Retrying": f"{chat} {busy.url}",
            "Waiting for a slot": f"{chat} {busy.url}",
            "Writing": f"{chat} {engine.base_url}",
        }
        endings = {"Cut off.": f"{chat} {breaking.url}", "Bad key": f"{chat} {refusing.url}"}
        load = "%load_ext pplx_notebook\n%env PPLX_DEMO_PACE=0.1"
        questions = [
            f"%%pplx {options}\nWhat is fusion?" for options in (*states.values(), *endings.values())
        ]
        notebook = open_in(context, lab, lab.write("axe.ipynb", [load, *questions]))
        notebook.run_and_wait(0)
        for number, state in enumerate(states, 1):
            notebook.run(number)
            output = notebook.output(number)
            expect(output.locator(".pplx-state")).to_have_text(state)
            notebook.page.wait_for_timeout(500)
            assert violations(notebook, ".pplx-live") == [], f"{theme}, {state}"
            output.get_by_role("button", name="Stop").click()
            notebook.wait_finished(number)
            output.locator(".pplx-answer:not(.pplx-live *)").wait_for()
            assert violations(notebook, ".jp-OutputArea-output .pplx-answer") == [], f"{theme}, after {state}"
        for number, ending in enumerate(endings, len(states) + 1):
            notebook.run_and_wait(number)
            expect(notebook.output(number).locator(".pplx-answer")).to_contain_text(ending)
            assert violations(notebook, ".jp-OutputArea-output .pplx-answer") == [], f"{theme}, {ending}"
    lab.theme("JupyterLab Light")
