"""Keyrings as people have them, and ways of putting a key where it may be kept."""

from __future__ import annotations

import importlib
import sys
import textwrap
import threading
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from pplx_notebook.key_places import keyrings, of_session
from pplx_notebook.keys import Key

NAME = "PERPLEXITY_API_KEY"
NAMES = (NAME, "PPLX_API_KEY")


class InMemory(KeyringBackend):
    """A keyring that forgets at the end of the test."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


class PlainText(InMemory):
    """As unsafe as keyring's own words for it."""

    priority = 0.5  # type: ignore[assignment]


class Broken(InMemory):
    """As one without D-Bus."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"no place for {service} and {username} here")


class Hanging(InMemory):
    """As one that waits for somebody to unlock it."""

    unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait(30)
        return super().get_password(service, username)


def put_into_session(_: Path) -> None:
    of_session.keep(NAME, Key("from-session", of_session.SOURCE))


def put_into_colab(folder: Path, body: str = 'return "from-colab"') -> None:
    """A package of Colab's shape and errors: its own runs on Colab only."""
    package = folder / "colab" / "google" / "colab"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    source = f"""
        class SecretNotFoundError(Exception): pass
        class NotebookAccessError(Exception): pass
        ASKED = []
        def get(name):
            ASKED.append(name)
            {body}
    """
    (package / "userdata.py").write_text(textwrap.dedent(source))
    sys.path.insert(0, str(folder / "colab"))
    try:
        importlib.import_module("google.colab.userdata")
    finally:
        sys.path.remove(str(folder / "colab"))


def put_into_keyring(_: Path) -> None:
    keyring.set_keyring(InMemory())
    assert keyrings.keep(NAME, Key("from-keyring", "a test"))


def put_into_dotenv(folder: Path) -> None:
    (folder / ".env").write_text(f"{NAME}=from-dotenv\n")


def sent_by(key: Key | None) -> str:
    assert key is not None
    return key.authorisation().removeprefix("Bearer ")
