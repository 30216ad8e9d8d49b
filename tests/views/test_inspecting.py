"""The inspector below an answer, from the kernel's side: what travels, and what is left where there is no page."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from pplx_notebook.client import begin
from pplx_notebook.inspect.notebook_form import MIME, from_notebook
from pplx_notebook.views.screens.inspecting.sending import Sending, is_whole
from pplx_notebook.views.screens.show import show


class Page:
    """What a page puts together from the messages it hears, as js/src/inspector/live.ts does."""

    def __init__(self) -> None:
        self.body, self.reads, self.chunks = b"", [], []  # type: ignore[var-annotated]
        self.entry: dict[str, Any] = {}
        self.over = False

    def hear(self, message: dict[str, Any], data: bytes) -> None:
        """Take it, or pass over one that begins behind what is here."""
        if message["first"] > len(self.reads):
            return
        self.entry = message["entry"] or self.entry
        self.body = self.body[: message["at"]] + data
        self.reads[message["first"] :] = message["reads"]
        self.chunks[message["block"] :] = message["chunks"]
        self.over = message["over"]


def watched(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[tuple[dict[str, Any], bytes]]]:
    """A question of the demo engine and every message about it."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "8")
    live, sending, heard = begin("What is nuclear fusion?", provider="demo", inspect=True), Sending(), []
    while not live.done:
        live.wait(0.02)
        heard += sending.news(live.recorder)
    heard += sending.news(live.recorder)
    assert list(sending.news(live.recorder)) == []  # it is over
    return live.answer.exchange.entries[0], heard


def test_the_messages_are_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, heard = watched(monkeypatch)
    assert len(heard) > 5
    page = Page()
    for message, data in heard:
        page.hear(message, data)
    assert page.body == entry.body
    assert [read[0] for read in page.reads] == [read.time_us for read in entry.reads]
    assert page.chunks == [block.chunks for block in entry.blocks]
    assert page.over
    assert page.entry["_pplx"]["end"] == "done"


@pytest.mark.parametrize("missed", [1, 2, 3])
def test_a_page_that_missed_the_first_ones_has_all_a_little_later(
    missed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, heard = watched(monkeypatch)
    page = Page()
    for message, data in heard[missed:]:
        page.hear(message, data)
    assert page.body == entry.body
    assert page.chunks == [block.chunks for block in entry.blocks]


def test_all_in_all_it_is_at_most_a_third_more_than_the_stream() -> None:
    sent = [number for number in range(1, 2000) if is_whole(number)]
    assert sent == [1, 4, 16, 64, 256, 1024]


@pytest.mark.parametrize("view", ["static", "text"])
def test_where_there_is_no_page_the_exchange_stands_below_in_the_end(
    view: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    live = begin("What is nuclear fusion?", provider="demo", inspect=True)
    try:
        with capture_output() as shown:
            answer = show(live, view, inspect=True)
    finally:
        InteractiveShell.clear_instance()
    last = shown.outputs[-1].data
    assert from_notebook(last[MIME]).to_har() == answer.exchange.to_har()
    assert "first text" in last["text/plain"]
