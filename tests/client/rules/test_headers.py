"""Headers a reader adds for a gateway: sent as given, secrets from the environment only, and shown nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.network.rules.headers import checked_headers, sent_headers

SECRET = "gate-Zq8-Wx2vTnR5bLkJh3Gs7Df"  # noqa: S105  # of this test
HI = ("head 200 text/event-stream", "delta hi", "finish", "done", "end")
ENVIRONMENT = {"GATE": SECRET, "EMPTY": " ", "BROKEN": "a\nb", "PERPLEXITY_API_KEY": "pplx-one"}


def test_headers_are_sent_and_a_variable_is_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two with one name the reader's is sent."""
    monkeypatch.setenv("GATE", SECRET)
    headers = {
        "X-Title": "notebook",
        "x-gate-key": "$GATE",
        "authorization": "Bearer ${GATE}",
        "User-Agent": "me",
    }
    with LocalServer(lambda _: HI) as server:
        answer = client.ask(
            "hi", provider="chat", base_url=server.url, api_key="other-key-123", headers=headers
        )
    seen = server.seen[0].headers
    assert (seen["x-title"], seen["x-gate-key"], seen["user-agent"]) == ("notebook", SECRET, "me")
    assert seen["authorization"] == f"Bearer {SECRET}"
    assert answer.asked is not None
    assert set(answer.asked.settings["headers"].values()) == {"…"}
    assert SECRET not in repr(answer)


def test_a_secret_that_comes_back_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATE", SECRET)
    echo = ("reply 401 application/json", 'body {"error":{"message":"wrong ' + SECRET + '"}}')
    with LocalServer(lambda _: echo) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url, headers={"X-Gate": "$GATE"})
    assert "wrong [key]" in str(raised.value)
    assert SECRET not in repr(raised.value.answer)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("Authorization", SECRET, "looks like a secret"),
        ("cf-aig-authorization", SECRET, "looks like a secret"),
        ("Helicone-Auth", SECRET, "looks like a secret"),
        ("X-Api-Key", SECRET, "looks like a secret"),
        ("x-access-TOKEN", SECRET, "looks like a secret"),
        ("client_secret", SECRET, "looks like a secret"),
        ("X-Title", "Bearer abcdefgh12345678", "looks like a secret"),
        ("X-Title", "sk-" + "0123456789abcdef" * 2, "looks like a secret"),
        ("x-portkey-api-key", SECRET, "looks like a secret"),
        ("x-portkey-config", '{"provider":"openai","api_key":"abcd-1234"}', "looks like a secret"),
        ("X-Gate-Key", "$NOT_THERE", "NOT_THERE is not set"),
        ("X-Gate-Key", "$EMPTY", "EMPTY is not set"),
        ("X-Gate-Key", "$BROKEN", "BROKEN is not set"),
        ("X-Gate-Key", "$PERPLEXITY_API_KEY", "goes to its own provider only"),
        ("X-Gate-Key", "Bearer $OPENROUTER_API_KEY", "goes to its own provider only"),
        ("X-Gate-Key", f"$GATE{SECRET}", "looks like a secret"),
        ("Host", "evil.example", "is ours to write"),
        ("Content-Length", "0", "is ours to write"),
        ("Transfer-Encoding", "chunked", "is ours to write"),
        ("X Title", "a", "is none"),
        ("X-Title", "a\r\nHost: evil.example", "is none"),
        ("X-Title", "é", "is none"),
        ("", "a", "is none"),
    ],
)
def test_what_may_not_be_sent_is_refused_without_its_value(name: str, value: str, line: str) -> None:
    with pytest.raises(UsageProblem, match=line) as problem:
        checked_headers({name: value}, environment=ENVIRONMENT)
    assert SECRET not in str(problem.value)
    assert len(str(problem.value)) <= 200


def test_the_name_of_a_gateway_is_no_secret() -> None:
    """Portkey is told by headers of its own whom to ask."""
    given = {"x-portkey-provider": "openai", "x-portkey-custom-host": "https://models.example/v1"}
    assert checked_headers(given, environment={}) == tuple(given.items())


def test_a_variable_goes_over_plain_http_no_further_than_a_key() -> None:
    """A literal is none of anybody's secrets."""
    assert checked_headers({"X-Title": "a"}, open_to="litellm", environment=ENVIRONMENT) == (
        ("X-Title", "a"),
    )
    with pytest.raises(UsageProblem, match="allow_plain_http=True"):
        checked_headers({"X-Gate": "$GATE"}, open_to="litellm", environment=ENVIRONMENT)


def test_values_stay_where_they_are_until_they_leave() -> None:
    """What is kept is what was given."""
    kept = checked_headers({"X-Gate": "Bearer $GATE"}, environment=ENVIRONMENT)
    assert kept == (("X-Gate", "Bearer $GATE"),)
    assert list(sent_headers(kept, ENVIRONMENT)) == [("X-Gate", f"Bearer {SECRET}")]


def test_the_headers_of_a_client_do_not_follow_to_another_place() -> None:
    given: Any = {"provider": "chat", "headers": {"X-Title": "a"}}
    with (
        LocalServer(lambda _: HI) as one,
        LocalServer(lambda _: HI) as other,
        client.Client(base_url=one.url, **given) as asks,
    ):
        asks.ask("hi")
        asks.ask("hi", base_url=other.url)
    assert one.seen[0].headers["x-title"] == "a"
    assert "x-title" not in other.seen[0].headers


@pytest.mark.parametrize("given", [7, ["X-Title"], {"X-Title": 7}])
def test_a_wrong_type_is_told_in_our_own_words(given: Any) -> None:
    with pytest.raises(UsageProblem, match="headers must be a dict of texts by their names"):
        client.begin("hi", provider="demo", headers=given)


def test_a_refused_header_is_named_as_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a header held the key, nobody is told that none was sent; what goes with it is no key."""
    monkeypatch.setenv("GATE", f"Basic {SECRET}")
    echo = ("reply 401 application/json", 'body {"error":{"message":"Basic ' + SECRET + '?"}}')
    with LocalServer(lambda _: echo) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url, headers={"Authorization": "$GATE"})
    assert str(raised.value) == "Basic [key]? (HTTP 401; the key from $GATE was refused, set another)"


@pytest.mark.parametrize(
    ("provider", "in_cell", "way"),
    [
        ("chat", True, "set PERPLEXITY_API_KEY and PERPLEXITY_BASE_URL"),
        ("openrouter", True, "give --header Authorization=$VARIABLE"),
        ("openrouter", False, "pass api_key="),
    ],
)
def test_the_way_to_give_a_key_is_one_that_sends_it(provider: str, in_cell: bool, way: str) -> None:
    """A key of the environment alone goes to no gateway."""
    refuses = ("reply 401 application/json", 'body {"error":{"message":"who?"}}')
    with LocalServer(lambda _: refuses) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider=provider, base_url=server.url, in_cell=in_cell)
    assert str(raised.value) == f"who? (HTTP 401; no key was sent, {way})"


def test_words_of_a_server_that_are_cut_say_so() -> None:
    """The advice stays whole."""
    long = ("reply 401 application/json", 'body {"error":{"message":"' + "all the words " * 40 + '"}}')
    with LocalServer(lambda _: long) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url, api_key="other-key-123")
    assert str(raised.value).endswith("… (HTTP 401; the key from api_key= was refused, set another)")
    assert len(str(raised.value)) <= 200
