"""Cells in the browser alone: stopped, refused, in the background, kept; with stack switching and without.

One page a mode is kept open for the facts of the gate; what is marked ``matrix`` is run on demand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from cells_page import BUSY, CellsPage, Output, open_cells
from paced_chat import KEY, PacedChat, serving
from playwright.sync_api import Browser
from same_as_locally import WIDGET

NOT_RUN = "print('must not run')"
PLACES = ("steady", "late", "silent")
SOON_S = 5.0  # no measure: bench_lite.py has those


@pytest.fixture(scope="module")
def chat() -> Iterator[PacedChat]:
    """A hundred words in five seconds, from another origin."""
    with serving(100, 20) as served:
        yield served


def asking(chat: PacedChat, path: str) -> str:
    """A cell that asks the server."""
    return f"%%pplx --provider chat --base-url {chat.url}/{path}\nSay words."


def asked(chat: PacedChat, path: str, *, function: str = "pplx.aask", key: str = "") -> str:
    """The call that asks it."""
    given = f", api_key={key!r}" if key else ""
    return f"{function}('Say words.', provider='chat', base_url='{chat.url}/{path}'{given})"


def closed_after(chat: PacedChat, at_s: float) -> float:
    """How many seconds after the press the server saw the connection closed; waits a little for it."""
    until = time.monotonic() + SOON_S
    while "closed_s" not in chat.seen[-1]:
        assert time.monotonic() < until, "the server never saw it"
        time.sleep(0.02)
    closed_s = chat.seen[-1]["closed_s"]
    assert isinstance(closed_s, float)
    return closed_s - at_s


def said(output: Output) -> None:
    """A stopped cell: quiet, static, what had come kept."""
    assert output.status == "interrupted"
    assert output.error.partition(": ")[2].startswith("stopped")
    assert WIDGET not in output.kinds


def assert_not_run(output: Output) -> None:
    """Run All stopped before it; JupyterLite itself writes below it when the kernel was interrupted."""
    assert output.count is None
    assert "must not run" not in output.printed


def on_demand(*values: str) -> list[object]:
    """The first in the gate."""
    return [pytest.param(value, marks=() if value == values[0] else pytest.mark.matrix) for value in values]


@pytest.mark.parametrize("how", ["Stop", "■"])
@pytest.mark.parametrize("place", on_demand("silent", "steady", "late"))
def test_stop_ends_the_cell_and_the_run_and_the_connection(
    how: str, place: str, cells: CellsPage, chat: PacedChat
) -> None:
    cells.begin(asking(chat, f"open/{place}"), NOT_RUN)
    time.sleep(1.0 if place == "steady" else 0.3)
    pressed = cells.press(how)
    stopped, after = cells.outputs()
    said(stopped)
    assert ("wor" in stopped.text) == (place == "steady")
    assert_not_run(after)
    assert 0 <= pressed.idle_ms < SOON_S * 1000
    assert pressed.said_ms >= 0
    assert closed_after(chat, pressed.at_s) < SOON_S


@pytest.mark.parametrize("place", on_demand("silent", "steady"))
def test_the_notebooks_own_stop_ends_what_a_cell_awaits(
    place: str, cells: CellsPage, chat: PacedChat
) -> None:
    before = len(chat.seen)
    cells.begin(f"await {asked(chat, f'open/{place}')}", NOT_RUN, until=BUSY)
    arrived(chat, before)
    pressed = cells.press("■")
    stopped, after = cells.outputs()
    assert stopped.error
    assert_not_run(after)
    assert 0 <= pressed.idle_ms < SOON_S * 1000
    assert closed_after(chat, pressed.at_s) < SOON_S


def arrived(chat: PacedChat, before: int) -> None:
    """Wait until another question has come, and a little longer."""
    until = time.monotonic() + SOON_S
    while len(chat.seen) == before and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)


def test_a_server_that_allows_no_pages_is_named_with_what_to_do(cells: CellsPage, chat: PacedChat) -> None:
    refused, after = cells.run(asking(chat, "shut/steady"), NOT_RUN)
    assert "most likely it allows no web pages (CORS)" in refused.error
    assert "base_url" in refused.error
    assert_not_run(after)
    whole, blocked = cells.run(
        f"try: await {asked(chat, 'shut/steady')}\nexcept pplx.PplxError as problem: print(problem)",
        f"def asks():\n    return {asked(chat, 'shut/steady', function='pplx.ask')}\n"
        "try: asks()\nexcept pplx.PplxError as problem: print(problem)",
    )
    assert "(CORS)" in whole.printed
    assert "(CORS)" in blocked.printed


@pytest.mark.matrix
def test_a_redirect_is_not_followed(cells: CellsPage, chat: PacedChat) -> None:
    before = len(chat.seen)
    (refused,) = cells.run(asking(chat, "open/moved"))
    assert "redirects, and a browser does not say where to" in refused.error
    assert [seen["path"] for seen in chat.seen[before:] if "steady" in str(seen["path"])] == []


def test_a_key_goes_where_it_is_allowed_and_a_line_says_once_that_it_lives_in_this_page(
    mode: str, site: str, cells: CellsPage, chat: PacedChat
) -> None:
    before = len(chat.seen)
    notices = "print(answer.status, len(answer.text.split()), answer.notices)"
    first, second, inside = cells.run(
        f"answer = await {asked(chat, 'key/quick', key=KEY)}; {notices}",
        f"answer = await {asked(chat, 'key/quick', key=KEY)}; {notices}",
        f"def asks():\n    return {asked(chat, 'key/quick', function='pplx.ask', key=KEY)}\nanswer = asks(); {notices}",
    )
    assert first.printed.startswith("done 100 ")
    assert second.printed.startswith("done 100 ")
    assert inside.printed.startswith("done 100 ")
    assert "the key lives in this page only" in first.printed
    assert "the key lives" not in second.printed + inside.printed
    assert ("came whole" in inside.printed) == (mode == "without")
    preflights = [seen["headers"] for seen in chat.seen[before:] if seen["method"] == "OPTIONS"]
    wanted = {str(headers["access-control-request-headers"]) for headers in preflights}  # type: ignore[index]
    assert wanted == {"authorization,content-type"}
    for seen in chat.seen[before:]:
        assert "cookie" not in seen["headers"]  # type: ignore[operator]
        # a synchronous request names the site it is made from, and nothing can keep it from that
        assert seen["headers"].get("referer", site + "/") == site + "/"  # type: ignore[attr-defined]


PROMPT = ".jp-Stdin-input"


@pytest.mark.matrix
def test_a_key_is_typed_into_a_hidden_prompt_and_stands_nowhere(cells: CellsPage) -> None:
    status = "%pplx --status --provider perplexity"
    cells.begin("%pplx --login", status, "%pplx --logout", until=f"() => document.querySelector('{PROMPT}')")
    prompt = cells.page.locator(PROMPT)
    assert prompt.get_attribute("type") == "password"
    prompt.type(f"{KEY}\n")
    cells.page.wait_for_function("() => window.ran")
    printed = "".join(output.printed for output in cells.outputs())
    for said in ("Kept until this kernel ends", "key       from %pplx --login", "\nForgotten"):
        assert said in printed
    assert KEY not in str(cells.lesson.cells())


@pytest.mark.matrix
def test_where_no_prompt_can_be_shown_a_line_says_how_to_give_a_key(site: str, chromium: Browser) -> None:
    with closing(chromium.new_context(service_workers="block")) as context:
        refused, after = open_cells(context.new_page(), site).run("%pplx --login", NOT_RUN)
    assert "%env PERPLEXITY_API_KEY" in refused.error
    assert_not_run(after)


MIXED = (
    "%%pplx --background --into bg\nWhat is gravity?",
    "x = %pplx What is an atom?",
    "for q in ['What is DNA?']:\n    %pplx {{q}}",
    "r = pplx.ask('What is a black hole?'); r.status",
    "def f():\n    %pplx What is an atom?\nf()",
    "%%time\n%pplx What is an atom?",
    "%%capture\n%pplx What is an atom?",
    "with capture_output():\n    await bg\n    await asyncio.sleep(0.5)",
)


@pytest.mark.matrix
def test_a_background_answer_that_ends_among_mixed_cells_ends_as_static_output(cells: CellsPage) -> None:
    cells.run("import asyncio\nfrom IPython.utils.capture import capture_output\n%env PPLX_DEMO_PACE=1")
    below = cells.run(*MIXED, "%env PPLX_DEMO_PACE=instant")
    assert [output.error for output in below] == [""] * len(below)
    assert (below[0].status, WIDGET in below[0].kinds) == ("done", False)


def test_a_usage_error_fails_its_cell_and_the_run(cells: CellsPage) -> None:
    wrong, after = cells.run("%%pplx --nonsense\nq?", NOT_RUN)
    assert "--nonsense" in wrong.error
    assert_not_run(after)
