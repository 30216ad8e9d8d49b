"""Tab in a cell: what is offered where, in a real shell and in a real kernel."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TypedDict

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import start_new_kernel
from places import CASES

from pplx_notebook import Answer, SearchResult
from pplx_notebook.magic.line.completion import offers
from pplx_notebook.magic.line.option_table import OPTIONS

NAMES = {
    "year": 2026,
    "yearly": [2026],
    "text": "words",
    "answer": Answer(model="demo-library", search_results=(SearchResult(url="https://www.nasa.gov/x"),)),
    "fun": print,
    "np": math,
    "secret": "pplx-" + "0123456789abcdef" * 2,
    "_hidden": 1,
    "Zahl": 1,
    "größe": 1,
    "Form": TypedDict("Form", {"name": str}),
}


def cases() -> list[tuple[str, str]]:
    """(cell with the cursor as |, what is offered); a cell may begin with a blank line."""
    written = (CASES / "magic" / "completion.txt").read_text("utf-8").partition("\n\n")[2]
    parts = re.split(r"(?m)^=> (.*)\n(?:\n|\Z)", written)
    return [(cell.removesuffix("\n"), said) for cell, said in zip(parts[::2], parts[1::2], strict=False)]


def place(cell: str) -> tuple[str, int]:
    """The cell without its cursor, and where that stood."""
    at = cell.rindex("|")
    return cell[:at] + cell[at + 1 :], at


def holds(offered: set[str], said: str) -> bool:
    """Whether what is offered is what the case says."""
    words = said.split()
    if said == "none":
        return not offered
    if "…" not in words:
        return offered == set(words)
    wanted = {word for mark, word in pairwise(words) if mark == "…"}
    never = {word for mark, word in pairwise(words) if mark == "!"}
    return wanted <= offered and not never & offered


@pytest.mark.parametrize(("cell", "said"), cases(), ids=lambda text: text.strip()[:40])
def test_what_is_offered_at_the_cursor(cell: str, said: str) -> None:
    text, at = place(cell)
    line = text[:at].count("\n")
    found = offers(text, line, at - (text[:at].rfind("\n") + 1), NAMES)
    assert holds(set(found.texts), said), found
    assert text[:at].endswith(found.fragment)


@pytest.fixture
def shell(one_shell: InteractiveShell) -> InteractiveShell:
    """The shell of a reader who has some names."""
    one_shell.user_ns.update(NAMES)
    return one_shell


def completed(shell: InteractiveShell, cell: str) -> set[str]:
    """The cell with each completion in its place."""
    text, at = place(cell)
    with provisionalcompleter():
        found = list(shell.Completer.completions(text, at))
    return {text[: each.start] + each.text + text[each.end :] for each in found}


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("%%pplx --rela|", {"%%pplx --related"}),
        ("%%pplx --repl|", {"%%pplx --replay", "%%pplx --replay-speed"}),
        ("%%pplx --recency=mo|\nwhat?", {"%%pplx --recency=month\nwhat?"}),
        ("%%pplx --view st| --into x\nwhat?", {"%%pplx --view static --into x\nwhat?"}),
        ("%%pplx\nWhat of {{ yearl| }}?", {"%%pplx\nWhat of {{ yearly }}?"}),
        ("%%pplx\nWhat of {{Za|", {"%%pplx\nWhat of {{Zahl}}"}),
        ("%pplx --model sonar-re|", {"%pplx --model sonar-reasoning-pro"}),
        ("%pplx --domain -na|", {"%pplx --domain -nasa.gov"}),
    ],
)
def test_only_ours_is_offered_and_it_takes_the_place_of_what_was_typed(
    shell: InteractiveShell, cell: str, whole: set[str]
) -> None:
    assert completed(shell, cell) == whole


def test_pythons_completion_is_untouched_elsewhere(shell: InteractiveShell) -> None:
    assert "yearly" in completed(shell, "yearl|")


def test_a_braced_field_never_offers_what_ipython_puts_into_every_namespace(shell: InteractiveShell) -> None:
    text, at = place("%%pplx\n{{|")
    with provisionalcompleter():
        offered = {each.text for each in shell.Completer.completions(text, at)}
    assert offered == {"Zahl}}", "answer}}", "text}}", "year}}", "yearly}}"}


def test_every_option_is_offered(shell: InteractiveShell) -> None:
    assert completed(shell, "%%pplx --|") == {f"%%pplx --{option.name}" for option in OPTIONS}


def test_loading_twice_offers_once_and_unloading_takes_it_away(shell: InteractiveShell) -> None:
    shell.run_line_magic("reload_ext", "pplx_notebook")
    assert len(shell.Completer.custom_matchers) == 1
    shell.run_line_magic("unload_ext", "pplx_notebook")
    try:
        assert shell.Completer.custom_matchers == []
        assert "%%pplx --recency" not in completed(shell, "%%pplx --rec|")
    finally:
        shell.run_line_magic("load_ext", "pplx_notebook")


def test_a_kernel_answers_the_pages_tab() -> None:
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute_interactive("%load_ext pplx_notebook\nyear = 2026")
        cell = "%%pplx --recency mo"
        reply = client.complete(f"{cell}\nWhat?", len(cell), reply=True, timeout=60)["content"]
        assert reply["matches"] == ["month"]
        assert (reply["cursor_start"], reply["cursor_end"]) == (len(cell) - 2, len(cell))
        cell = "%%pplx\nWhat of {{ye"
        reply = client.complete(f"{cell}}}}}", len(cell), reply=True, timeout=60)["content"]
        assert reply["matches"] == ["year"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_question_mark_behind_ask_tells_its_options(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell("import pplx_notebook as pplx\npplx.ask?").success
    assert "recency: only sources this recent" in capsys.readouterr().out
