"""A key in ``.env`` beside the notebook: how it is read, and what is said of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from kept_keys import (
    NAME,
    NAMES,
    put_into_dotenv,
    put_into_session,
    sent_by,
)
from places import CASES

from pplx_notebook import PplxError
from pplx_notebook.key_places import dotenv, order
from pplx_notebook.network.question.call import prepare
from pplx_notebook.network.rules.endpoints import endpoint_for
from pplx_notebook.settings import Settings

DOTENV = json.loads((CASES / "magic" / "dotenv.json").read_text("utf-8"))


@pytest.mark.parametrize("case", DOTENV, ids=lambda case: case["why"])
def test_a_dotenv_is_read_as_people_write_them(case: dict, folder: Path) -> None:
    (folder / ".env").write_text(case["text"], "utf-8", newline="")
    key = order.kept_key(NAMES)
    assert (key and sent_by(key)) == case["value"]


def test_of_a_dotenv_only_the_key_counts(folder: Path) -> None:
    (folder / ".env").write_text(
        f"{NAME}=k-1\nPERPLEXITY_BASE_URL=https://evil.example\nHTTPS_PROXY=http://evil.example\nPPLX_PROVIDER=chat\n"
    )
    endpoint = endpoint_for(environment={})
    assert (endpoint.provider, endpoint.host) == ("perplexity", "api.perplexity.ai")


def test_a_dotenv_elsewhere_is_not_looked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_into_dotenv(folder)
    below = folder / "below"
    below.mkdir()
    monkeypatch.chdir(folder)
    dotenv.beside(below)
    assert order.kept_key(NAMES) is None
    dotenv.beside(None)  # a script
    assert order.kept_key(NAMES) is None
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "some.ipynb"))  # what Jupyter tells its kernels
    assert order.kept_key(NAMES) is not None


@pytest.mark.parametrize("kind", ["folder", "unreadable bytes", "a line of a megabyte"])
def test_an_odd_dotenv_holds_no_key_and_harms_nobody(folder: Path, kind: str) -> None:
    path = folder / ".env"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"\xff\xfe\x00" * 9 if kind == "unreadable bytes" else b"A" * 2**20)
    assert order.kept_key(NAMES) is None


def test_a_dotenv_whose_key_is_none_says_so_without_it(folder: Path) -> None:
    (folder / ".env").write_text(f"{NAME}=your key here\n")
    with pytest.raises(PplxError, match=r"from \.env beside the notebook is not one") as caught:
        endpoint_for(environment={})
    assert "your key" not in str(caught.value)


def notices() -> tuple[str, ...]:
    """Those of a question asked now."""
    return prepare("What?", Settings()).notices


def test_the_first_use_of_a_dotenv_is_said_once(folder: Path) -> None:
    put_into_dotenv(folder)
    assert notices() == ("the key is from .env beside the notebook",)
    assert notices() == ()


def test_another_place_needs_no_such_words(folder: Path) -> None:
    put_into_session(folder)
    put_into_dotenv(folder)
    assert notices() == ()


@pytest.mark.parametrize(
    ("ignored", "warned"), [("", True), (".env\n", False), ("*\n", False), ("!.env\n", True)]
)
def test_a_dotenv_that_git_would_take_is_warned_of(folder: Path, ignored: str, warned: bool) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    (folder / ".gitignore").write_text(ignored)
    put_into_dotenv(folder)
    (said,) = notices()
    assert ("add .env to .gitignore" in said) is warned
