"""A Client owns what its questions need, and gives it back."""

from __future__ import annotations

import asyncio
import copy
import gc
import inspect
import pickle
import threading
import time
import weakref
from datetime import datetime
from pathlib import Path
from typing import Any

import httpcore
import pytest
from local_server import LocalServer, Seen

import pplx_notebook
from pplx_notebook import Client, PplxError, Settings
from pplx_notebook.client import default_client
from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.question.call import OLD_NAME, Call, prepare
from pplx_notebook.network.wire import httpcore_pool

HELLO = ("head 200 text/event-stream", "delta Hello", "finish", "done", "end")
FUNCTIONS = [pplx_notebook.ask, pplx_notebook.stream, pplx_notebook.aask, pplx_notebook.astream, Client.ask]


def network_threads() -> int:
    """The network threads of this process."""
    return sum(thread.name == "pplx-network" for thread in threading.enumerate())


def test_closing_ends_the_thread_and_the_connections() -> None:
    before = network_threads()
    with LocalServer(lambda _: HELLO) as server:
        with Client(provider="chat", base_url=server.url) as client:
            assert client.ask("hi").text == "Hello"
            assert network_threads() == before + 1
        assert network_threads() == before
        assert server.seen[0].gone.wait(5)


def test_a_client_nobody_has_any_more_gives_its_thread_back_when_its_questions_have_ended() -> None:
    before = network_threads()
    with LocalServer(lambda _: (*HELLO[:2], "pause 1.5", *HELLO[2:])) as server:
        own: Client | None = Client(provider="chat", base_url=server.url)
        assert own is not None
        gone, live = weakref.ref(own), own.begin("hi")
        own = None
        gc.collect()
        assert gone() is not None
        assert live.result().text == "Hello"
        end = time.monotonic() + 30  # for a thread that a busy machine lets wait
        while gone() is not None or network_threads() > before:
            gc.collect()
            assert time.monotonic() < end
            time.sleep(0.01)
        assert server.seen[0].gone.wait(5)


def test_a_client_can_be_closed_from_its_own_thread() -> None:
    """For example by what is told of a change."""
    with LocalServer(lambda _: HELLO) as server:
        own = Client(provider="chat", base_url=server.url)
        live, closed = own.begin("hi"), threading.Event()

        def close_at_end() -> None:
            if live.done:
                own.close()
                closed.set()

        live.on_change = close_at_end
        close_at_end()
        assert closed.wait(5)
        assert server.seen[0].gone.wait(5)


def test_a_clients_key_does_not_follow_a_question_to_another_place() -> None:
    """A question that names another address brings its own key, or none."""
    with LocalServer(lambda _: HELLO) as home, LocalServer(lambda _: HELLO) as other:
        with Client(provider="chat", base_url=home.url, api_key="key-of-home-1") as own:
            own.ask("hi", base_url=home.url)
            own.ask("hi", base_url=other.url)
            own.ask("hi", base_url=other.url, api_key="key-of-other-1")
        sent = [[seen.headers.get("authorization") for seen in server.seen] for server in (home, other)]
    assert sent == [["Bearer key-of-home-1"], [None, "Bearer key-of-other-1"]]


def test_closing_stops_what_runs_and_twice_is_once() -> None:
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        client = Client(provider="chat", base_url=server.url)
        live = client.begin("hi")
        while not live.answer.text:
            live.wait_change(0.05)
        client.close()
        client.close()
        assert live.wait(5)
        assert live.answer.text == "Hello"
        assert server.seen[0].gone.wait(5)


def test_a_closed_client_says_so() -> None:
    client = Client(provider="demo")
    client.close()
    with pytest.raises(UsageProblem, match="closed"):
        client.ask("hi")


def test_an_async_question_starts_no_thread() -> None:
    before = network_threads()

    async def asked(url: str) -> str:
        async with Client(provider="chat", base_url=url) as client:
            return (await client.aask("hi")).text

    with LocalServer(lambda _: HELLO) as server:
        assert asyncio.run(asked(server.url)) == "Hello"
    assert network_threads() == before


def test_a_clients_settings_are_those_of_every_question() -> None:
    with (
        LocalServer(lambda _: HELLO) as server,
        Client(provider="chat", base_url=server.url, model="a") as client,
    ):
        client.ask("hi")
        client.ask("hi", model="b")
        bodies = [seen.body.decode() for seen in server.seen]
    assert ['"model":"a"' in body for body in bodies] == [True, False]


def test_a_mistake_in_a_clients_settings_is_found_when_it_is_made() -> None:
    with pytest.raises(UsageProblem, match="did you mean recency"):
        Client(recensy="day")
    with pytest.raises(UsageProblem, match="retries"):
        Client(retries=11)


def test_two_clients_share_a_line_only_if_they_are_told_to() -> None:
    def waits(first: Client, second: Client) -> bool:
        """Whether the second client's question waits for the first one's stream."""
        live = first.begin("hi")
        while not live.answer.text:
            live.wait_change(0.05)
        other = second.begin("hi")
        while other.progress.state not in ("waiting for a slot", "writing"):
            other.wait_change(0.05)
        waited = other.progress.state == "waiting for a slot"
        other.stop()
        live.stop()
        return waited

    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        settings: dict[str, Any] = {"provider": "chat", "base_url": server.url, "streams_at_once": 1}
        with (
            Client(**settings) as one,
            Client(**settings) as other,
            Client(limits=one.limits, **settings) as same,
        ):
            assert waits(one, same)
            assert not waits(one, other)


def test_what_a_server_refuses_is_remembered_by_the_client_that_was_refused() -> None:
    def refuse(seen: Seen) -> Any:
        if b"stream_mode" in seen.body:
            return ("reply 400 application/json", 'body {"error":{"message":"unknown field stream_mode"}}')
        return HELLO

    with LocalServer(refuse) as server:
        settings: dict[str, Any] = {"provider": "chat", "base_url": server.url, "model": "sonar"}
        with Client(**settings) as one, Client(**settings) as other:
            one.ask("hi")
            one.ask("hi")
            asked = len(server.seen)
            other.ask("hi")
    assert (asked, len(server.seen)) == (3, 5)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__qualname__)
def test_help_shows_every_option_with_its_default_and_what_it_does(function: Any) -> None:
    shown = inspect.signature(function).parameters
    told = inspect.getdoc(function) or ""
    for name in Settings.__struct_fields__:
        assert shown[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert f"\n{name}: " in told
    assert shown["retries"].default == 2
    assert "self" not in shown or function is Client.ask


def test_settings_hide_the_key() -> None:
    settings = Settings(api_key="pplx-secret-key-0123456789")
    assert "secret" not in repr(settings)
    assert b"secret" not in pickle.dumps(settings)  # it stays behind: a worker has its own environment's
    assert pickle.loads(pickle.dumps(settings)) == Settings()  # noqa: S301


def test_a_call_is_a_value() -> None:
    """It holds nothing that lives: equal where the same is asked, and copied like any value."""
    asked = Settings(provider="chat", base_url="http://127.0.0.1:1/v1", model="sonar", retries=1)
    call = prepare("hi", asked)
    assert call == prepare("hi", asked)
    assert call != prepare("ho", asked)
    assert copy.copy(call) == call
    assert pickle.loads(pickle.dumps(call)) == call  # noqa: S301  # our own bytes
    assert isinstance(call, Call)
    assert not call.in_full().concise


def test_a_server_run_has_its_own_word_and_the_old_one_says_so() -> None:
    where: dict[str, Any] = {"provider": "perplexity", "api_key": "k" * 20}
    new, old = (prepare("hi", Settings(**where, **{name: True})) for name in ("server_run", "background"))
    assert new.server_run
    assert old.server_run
    assert new.body == old.body
    assert OLD_NAME in old.notices
    assert OLD_NAME not in new.notices


def test_the_default_client_is_one_until_it_is_closed() -> None:
    assert default_client() is default_client()


def test_our_sockets_can_be_left_out_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the head of ``wire/sockets`` promises: httpcore's own backend in its place gives the same answer."""
    with LocalServer(lambda _: HELLO) as server:
        asked: dict[str, Any] = {"provider": "chat", "base_url": server.url}
        with Client(**asked) as client:
            ours = client.ask("hi")
        monkeypatch.setattr(httpcore_pool, "network_backend", httpcore.AnyIOBackend)
        monkeypatch.setattr(httpcore_pool, "push_of", lambda *_: None)
        with Client(**asked) as client:
            assert client.ask("hi") == ours
    imports = [
        line
        for line in Path(httpcore_pool.__file__).read_text(encoding="utf-8").splitlines()
        if "wire.sockets" in line
    ]
    assert len(imports) == 1


def test_an_answer_remembers_when_of_whom_and_how_it_was_asked() -> None:
    with LocalServer(lambda _: HELLO) as server:
        asked = pplx_notebook.ask(
            "hi", provider="chat", base_url=server.url, model="sonar", api_key="k" * 20
        ).asked
    assert asked is not None
    assert asked.host == server.url.removeprefix("http://").partition("/")[0]
    assert asked.settings == {"provider": "chat", "base_url": server.url, "model": "sonar"}
    assert asked.execution_count is None
    asked_s = datetime.fromisoformat(asked.at).timestamp()
    assert abs(asked_s - time.time()) < 60


LONG = "Tell me everything about black holes in detail"  # half a minute of watching


def test_an_answer_nobody_watches_is_not_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of one second is the package's own: a paced answer would run into it."""
    monkeypatch.delenv("PPLX_DEMO_PACE", raising=False)
    with Client(provider="demo", total_timeout_s=1) as client:
        assert client.ask(LONG).status == "done"
        assert client.ask(LONG, stream=False).status == "done"
        assert asyncio.run(client.aask(LONG)).status == "done"
        with pytest.raises(PplxError, match="total_timeout_s"):
            list(client.stream(LONG))


def test_a_pace_that_was_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "lifelike")
    with (
        Client(provider="demo", total_timeout_s=1) as client,
        pytest.raises(PplxError, match="total_timeout_s"),
    ):
        client.ask(LONG)
