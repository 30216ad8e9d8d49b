"""A folder for the notebook, and places that hold no key before a test and none behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from kept_keys import NAME

from pplx_notebook.key_places import dotenv, machines, of_session, order


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The notebook's folder; afterwards no place holds anything."""
    monkeypatch.setattr(dotenv, "_told", set())
    monkeypatch.setattr(machines, "_told", [])
    before = keyring.get_keyring()
    dotenv.beside(tmp_path)
    order.look_again()
    yield tmp_path
    dotenv.beside(None)
    of_session.forget(NAME)
    keyring.set_keyring(before)
    order.look_again()
    for module in ("google.colab.userdata", "google.colab", "google"):
        sys.modules.pop(module, None)
