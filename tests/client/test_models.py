"""The models a server offers, by their names."""

from __future__ import annotations

import pytest
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.errors import ContentTypeError, StatusError, TooLargeError, TransportError

LISTS = {
    "OpenAI": '{"object":"list","data":[{"id":"b"},{"id":"a","object":"model"},{"id":7},"x"]}',
    "Ollama": '{"models":[{"name":"b"},{"name":"a"}]}',
    "bare": '["b","a","a"]',
}


@pytest.mark.parametrize(
    ("provider", "base", "path"),
    [
        ("chat", "/v1", "/v1/models"),
        ("chat", "/v1/chat/completions", "/v1/models"),
        ("openrouter", "/api/v1", "/api/v1/models"),
        ("responses", "", "/v1/models"),
        ("perf", "", "/v1/models"),
    ],
)
def test_the_list_stands_beside_the_address_that_answers(provider: str, base: str, path: str) -> None:
    """With the key, as a question would be sent."""
    with LocalServer(lambda _: ("reply 200 application/json", f"body {LISTS['Ollama']}")) as server:
        names = client.models(provider=provider, base_url=server.url + base, api_key="test-key-123")
    assert names == ("a", "b")
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.headers["authorization"]) == ("GET", path, "Bearer test-key-123")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_its_server_writes_it(name: str) -> None:
    with LocalServer(lambda _: ("reply 200 application/json", f"body {LISTS[name]}")) as server:
        names = client.models(provider="chat", base_url=server.url)
    assert [name for name in names if name != "x"] == ["a", "b"]


def test_the_demo_has_one() -> None:
    """Embedded, and over HTTP."""
    assert client.models(provider="demo") == ("demo-library",)
    with DemoServer(pace="instant") as server:
        assert client.models(provider="chat", base_url=server.base_url) == ("demo-library",)


def test_what_is_no_list_is_a_sentence() -> None:
    """A page, a refusal, a flood, nobody there."""

    def asked(*steps: str) -> None:
        with LocalServer(lambda _: steps) as server:
            client.models(provider="chat", base_url=server.url)

    with pytest.raises(ContentTypeError, match="does not list its models"):
        asked("reply 200 text/html", "body <html></html>")
    with pytest.raises(StatusError, match="no such route"):
        asked("reply 404 application/json", 'body {"error":{"message":"no such route"}}')
    with pytest.raises(TooLargeError, match="8 MB"):
        asked("head 200 application/json", "endless [")
    with pytest.raises(TransportError, match="refused"):
        client.models(provider="chat", base_url="http://127.0.0.1:9")
