"""Where a key may be kept, which place comes first, and where a kept key may go."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from places import CASES

from pplx_notebook import Client, PplxError
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.key_places import colab, dotenv, keyrings, of_session, order
from pplx_notebook.key_places.machines import warning
from pplx_notebook.keys import Key
from pplx_notebook.network.question.call import prepare
from pplx_notebook.network.rules.endpoints import endpoint_for
from pplx_notebook.settings import Settings

NAME = "PERPLEXITY_API_KEY"
NAMES = (NAME, "PPLX_API_KEY")
DOTENV = json.loads((CASES / "magic" / "dotenv.json").read_text("utf-8"))


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


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The notebook's folder; afterwards no place holds anything."""
    monkeypatch.setattr(dotenv, "_told", set())
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


PLACES: list[tuple[str, Callable[[Path], None]]] = [
    (of_session.SOURCE, put_into_session),
    (colab.SOURCE, put_into_colab),
    (keyrings.SOURCE, put_into_keyring),
    (dotenv.SOURCE, put_into_dotenv),
]


def sent_by(key: Key | None) -> str:
    assert key is not None
    return key.authorisation().removeprefix("Bearer ")


@pytest.mark.parametrize("first", range(len(PLACES)), ids=[source for source, _ in PLACES])
def test_of_places_that_have_a_key_the_first_is_taken(first: int, folder: Path) -> None:
    for _, put in PLACES[first:]:
        put(folder)
    key = order.kept_key(NAMES)
    assert key is not None
    assert key.source == PLACES[first][0]
    endpoint = endpoint_for(environment={})
    assert (endpoint.provider, endpoint.key and endpoint.key.source) == ("perplexity", key.source)


def test_the_environment_comes_before_them_and_api_key_before_all(folder: Path) -> None:
    for _, put in PLACES:
        put(folder)
    environment = {NAME: "from-environment"}
    assert sent_by(endpoint_for(environment=environment).key) == "from-environment"
    given = Key("given", "api_key=")
    assert endpoint_for(None, None, given, environment=environment).key is given


def test_without_a_key_anywhere_the_demo_answers() -> None:
    assert order.kept_key(NAMES) is None
    assert endpoint_for(environment={}).provider == "demo"


def test_a_kept_key_never_follows_a_base_url_to_strangers(folder: Path) -> None:
    for _, put in PLACES:
        put(folder)
    for provider in (None, "perplexity", "chat", "named"):
        assert endpoint_for(provider, "https://example.org/v1", environment={}).key is None


def test_a_key_kept_for_one_provider_is_not_anothers(folder: Path) -> None:
    put_into_session(folder)
    with pytest.raises(PplxError, match="OPENROUTER_API_KEY"):
        endpoint_for("openrouter", environment={})
    (folder / ".env").write_text("OPENROUTER_API_KEY=or-1\n")
    assert sent_by(endpoint_for("openrouter", environment={}).key) == "or-1"


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


def test_colab_is_asked_again_after_it_has_none_but_not_after_a_refusal(folder: Path) -> None:
    put_into_colab(folder, "raise SecretNotFoundError")
    from google.colab import userdata

    assert colab.key(NAME) is colab.key(NAME) is None
    assert userdata.ASKED == [NAME, NAME]
    sys.modules.pop("google.colab.userdata")


def test_what_the_user_of_colab_refuses_is_not_asked_again(folder: Path) -> None:
    put_into_colab(folder, "raise NotebookAccessError")
    from google.colab import userdata

    assert colab.key(NAME) is colab.key(NAME) is None
    assert userdata.ASKED == [NAME]
    order.look_again()
    assert colab.key(NAME) is None
    assert userdata.ASKED == [NAME, NAME]


@pytest.mark.parametrize("kind", [Broken, PlainText, Hanging])
def test_a_keyring_that_fails_or_is_unsafe_or_hangs_holds_no_key(
    kind: type[InMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "LIMIT_S", 0.2)
    Hanging.unlocked.clear()
    ring = kind()
    ring.secrets[keyrings.SERVICE, NAME] = "k-1"
    keyring.set_keyring(ring)
    try:
        assert order.kept_key(NAMES) is None
        assert endpoint_for(environment={}).provider == "demo"
    finally:
        Hanging.unlocked.set()


def test_a_hanging_keyring_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings, "LIMIT_S", 0.2)
    Hanging.unlocked.clear()
    keyring.set_keyring(Hanging())
    try:
        assert keyrings.key(NAME) is None
        assert not keyrings.is_usable()
    finally:
        Hanging.unlocked.set()


def test_a_refused_key_is_named_by_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_into_dotenv(folder)
    with DemoServer(pace="instant", token=f"{NAME}-2") as server, Client() as client:
        monkeypatch.setenv("PERPLEXITY_BASE_URL", server.base_url)
        with pytest.raises(PplxError, match=r"the key from \.env beside the notebook was refused"):
            client.ask("What is a black hole?")


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, ""),
        ({"JUPYTERHUB_USER": "ada"}, "shared hub"),
        ({"BINDER_SERVICE_HOST": "x", "JUPYTERHUB_USER": "jovyan"}, "Binder"),
    ],
)
def test_public_and_shared_machines_are_known_by_their_environment(environment: dict, word: str) -> None:
    said = warning(environment)
    assert word in said
    assert bool(word) == bool(said)
