"""Where a key may be kept, which place comes first, and where a kept key may go."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from kept_keys import (
    NAME,
    NAMES,
    Broken,
    Hanging,
    InMemory,
    PlainText,
    put_into_colab,
    put_into_dotenv,
    put_into_keyring,
    put_into_session,
    sent_by,
)

from pplx_notebook import Client, PplxError
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.key_places import colab, dotenv, keyrings, of_session, order
from pplx_notebook.key_places.machines import warning
from pplx_notebook.keys import Key
from pplx_notebook.network.question.call import prepare
from pplx_notebook.network.rules.endpoints import endpoint_for
from pplx_notebook.settings import Settings

PLACES: list[tuple[str, Callable[[Path], None]]] = [
    (of_session.SOURCE, put_into_session),
    (colab.SOURCE, put_into_colab),
    (keyrings.SOURCE, put_into_keyring),
    (dotenv.SOURCE, put_into_dotenv),
]


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


@pytest.fixture
def binder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of Binder, which has a hub too."""
    monkeypatch.setenv("BINDER_SERVICE_HOST", "gke.example.org")
    monkeypatch.setenv("JUPYTERHUB_USER", "jovyan")


def notices(**settings: object) -> tuple[str, ...]:
    """Those of a question asked now."""
    return prepare("What?", Settings(**settings)).notices


@pytest.mark.usefixtures("binder")
def test_a_public_machine_warns_of_a_key_nobody_typed_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "k-1")
    (said,) = notices()
    assert "this is a Binder session, a public machine" in said
    assert "k-1" not in said
    assert notices() == notices(api_key="k-2") == ()


@pytest.mark.usefixtures("binder")
def test_a_key_that_was_warned_of_or_does_not_leave_the_machine_needs_no_such_words(folder: Path) -> None:
    put_into_session(folder)
    assert notices() == notices(provider="chat", base_url="http://127.0.0.1:1", api_key="t-1") == ()
    assert all("Binder" not in said for said in notices(provider="demo"))
    assert notices(provider="chat", base_url="https://example.org", api_key="k-2") != ()


def test_at_home_and_on_a_hub_a_key_goes_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "k-1")
    assert notices() == ()
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    assert notices() == ()
