"""The troubleshooting page and the code say the same: messages have entries, and every entry is raised."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer
from places import CASES, ROOT
from traitlets.config import Config

import pplx_notebook as pplx
from pplx_notebook import client

sys.path.append(str(ROOT / "docs"))
from made.messages import entries, is_told, messages  # what the page is generated with

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
ENTRIES = entries(PAGE)
EXPLAINED = (
    "errors.py",
    "network/rules/",
    "protocol/",
)  # what no page of a feature tells; the rest is listed
FILE = tomllib.loads((CASES / "docs" / "messages.toml").read_text("utf-8"))
MESSAGES = list(messages())
RAISED, NOT_RAISED = FILE["raised"], FILE["not_raised"]


def pattern(words: str) -> re.Pattern[str]:
    """Words with … for values."""
    return re.compile(".+?".join(re.escape(part) for part in words.split("…")), re.DOTALL)


def test_every_message_of_the_network_and_the_protocol_has_an_entry() -> None:
    held = [one for one in MESSAGES if one.place.startswith(EXPLAINED)]
    assert len(held) > 40
    untold = [f"{one.place}: {one.words}" for one in held if not is_told(one, ENTRIES)]
    assert untold == [], "give each an entry in docs/troubleshooting.md, in the words of the code"


def test_no_entry_stands_twice() -> None:
    assert sorted(ENTRIES) == sorted(set(ENTRIES))


@pytest.mark.parametrize("words", ENTRIES)
def test_every_entry_is_raised_by_a_case_or_says_why_not(words: str) -> None:
    assert any(one["words"] == words for one in [*RAISED, *NOT_RAISED])


@pytest.mark.parametrize("one", NOT_RAISED, ids=lambda one: one["words"][:50])
def test_what_is_not_raised_here_is_argued_and_still_in_the_code(one: dict[str, str]) -> None:
    assert len(one["why"].split()) > 3
    assert any(message.words.strip("…") in one["words"] for message in MESSAGES)


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """One shell for what is typed in cells."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.run_line_magic("load_ext", "pplx_notebook")
    yield shell
    InteractiveShell.clear_instance()


def asked(url: str, **given: Any) -> pplx.Answer:
    """A question to the local server, once."""
    return pplx.ask("?", **{"provider": "chat", "base_url": url, "retries": 0} | given)


def typed(shell: InteractiveShell, text: str) -> None:
    """A cell, and what it raises."""
    shell.run_cell(text).raise_error()


@pytest.mark.parametrize("case", RAISED, ids=lambda case: case["words"][:60])
def test_an_entry_is_what_is_really_raised(
    case: dict[str, Any], shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    with LocalServer(lambda _: tuple(case.get("server", ("reset",)))) as server:
        for name, value in case.get("environment", {}).items():
            monkeypatch.setenv(name, value.replace("URL", server.url))
        known = {"pplx": pplx, "client": client, "URL": server.url, "names": shell.user_ns}
        known |= {"asked": partial(asked, server.url), "typed": partial(typed, shell)}
        known |= {"line": lambda text: typed(shell, f"%pplx {text}")}
        known |= {"cell": lambda text, line="": typed(shell, f"%%pplx {line}\n{text}")}
        with pytest.raises((pplx.PplxError, UsageError)) as raised:
            exec(case["code"], known)  # noqa: S102 - our own cases
    assert pattern(case["words"]).search(str(raised.value)), str(raised.value)
