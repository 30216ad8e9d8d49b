"""Real gateways between us and the demo engine's server, or a server that fails to order.

On demand, each where its program is named: LiteLLM's proxy (``pip install "litellm[proxy]"`` into an environment
of its own; PPLX_LITELLM is its ``litellm``), Portkey (``npm i @portkey-ai/gateway``; PPLX_PORTKEY is its
``build/start-server.js``), aimock (``npm i @copilotkit/aimock``; PPLX_AIMOCK is its ``llmock``; the older llmock is
the same program) and fakellm (``pip install fakellm``; PPLX_FAKELLM is its ``fakellm``).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from local_server import LocalServer, Seen
from served import free_port, serving

from pplx_notebook import client
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.errors import ApiError, StatusError

PROGRAMS = {
    "litellm": os.environ.get("PPLX_LITELLM") or shutil.which("litellm"),
    "portkey": os.environ.get("PPLX_PORTKEY"),
    "aimock": os.environ.get("PPLX_AIMOCK"),
    "fakellm": os.environ.get("PPLX_FAKELLM") or shutil.which("fakellm"),
}
KEY = "sk-gateway-test-1234567890"
QUESTION = "What is fusion energy?"
START_S = 120
STATUSES = (400, 401, 403, 429, 500, 503)

pytestmark = [pytest.mark.timeout(START_S + 60)]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    """What stands behind the gateway."""
    with DemoServer(pace="instant") as server:
        yield server


@pytest.fixture(scope="module")
def failing() -> Iterator[LocalServer]:
    """Fails with the status that the model is named after."""
    with LocalServer(refused) as server:
        yield server


def refused(request: Seen) -> tuple[str, ...]:
    """An error as OpenAI's API writes it."""
    status = request.json["model"].removeprefix("m")
    error = {"message": f"upstream says {status}", "type": "upstream", "code": status}
    return (f"reply {status} application/json | retry-after: 3", f"body {json.dumps({'error': error})}")


@contextmanager
def running(name: str, *arguments: str, folder: Path, port: int, ready: str = "/") -> Iterator[str]:
    """The gateway's address while it runs; skips where its program is not named."""
    program = PROGRAMS[name]
    if not program:
        pytest.skip(f"{name} is not installed: see the head of this file")
    command = ["node", program] if program.endswith(".js") else [program]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {"NO_PROXY": "*", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    with serving(
        [*command, *arguments], f"{url}{ready}", folder / "log", env=environment, cwd=folder, start_s=START_S
    ):
        yield url


@pytest.fixture(scope="module")
def gateway(
    demo: DemoServer, failing: LocalServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """LiteLLM's address, once it answers."""
    folder, port = tmp_path_factory.mktemp("litellm"), free_port()
    config = CONFIG.format(base=demo.base_url.removesuffix("/v1"), key=KEY)
    for status in STATUSES:
        config += MODEL.format(status=status, base=failing.url)
    (folder / "gateway.yaml").write_text(config, "utf-8")
    arguments = ("--config", "gateway.yaml", "--host", "127.0.0.1", "--port", str(port))
    with running("litellm", *arguments, folder=folder, port=port, ready="/health/liveliness") as url:
        yield url


CONFIG = """
general_settings: {{master_key: {key}}}
router_settings: {{num_retries: 0, disable_cooldowns: true}}
model_list:
  - model_name: sonar
    litellm_params: {{model: perplexity/sonar, api_base: "{base}", api_key: none}}
  - model_name: plain
    litellm_params: {{model: openai/sonar, api_base: "{base}/v1", api_key: none}}
"""
MODEL = """
  - model_name: m{status}
    litellm_params: {{model: openai/m{status}, api_base: "{base}/v1", api_key: none}}
"""


def settings(gateway: str, **more: Any) -> dict[str, Any]:
    """Through the gateway."""
    return {"provider": "openai-compatible", "base_url": gateway, "api_key": KEY, "retries": 0, **more}


@pytest.mark.parametrize("model", ["sonar", "plain"])
@pytest.mark.parametrize("stream", [True, False])
def test_the_answer_comes_through_the_gateway(
    demo: DemoServer, gateway: str, model: str, stream: bool
) -> None:
    """The text is the one the engine gives without it; whole answers keep their sources too."""
    direct = client.ask(QUESTION, provider="chat", base_url=demo.base_url)
    through = client.ask(QUESTION, model=model, stream=stream, **settings(gateway))
    assert through.status == "done"
    assert through.text == direct.text
    if not stream:  # LiteLLM 1.106 drops the sources of a stream
        assert [c.url for c in through.citations] == [c.url for c in direct.citations]


def test_a_wrong_model_is_the_gateways_own_sentence(gateway: str) -> None:
    """Its error envelope is read, in one line."""
    with pytest.raises(StatusError, match="model=nothing"):
        client.ask(QUESTION, model="nothing", **settings(gateway))


def test_a_wrong_key_is_refused_without_showing_it(gateway: str) -> None:
    """Whatever the gateway makes of it."""
    with pytest.raises(StatusError) as raised:
        client.ask(QUESTION, model="sonar", **settings(gateway, api_key="sk-some-wrong-key-987654321"))
    assert "987654321" not in str(raised.value)


def test_a_stream_tells_its_usage_and_why_it_has_no_sources(gateway: str) -> None:
    """Usage is asked for; what helps with the markers is said."""
    answer = client.ask(QUESTION, model="sonar", **settings(gateway))
    assert answer.usage is not None
    assert answer.usage.total_tokens
    if not answer.citations:
        assert any("--no-stream" in notice for notice in answer.notices)


def test_its_models_are_listed(gateway: str) -> None:
    assert {"sonar", "plain"} <= set(client.Client(**settings(gateway)).models())


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("stream", [True, False])
def test_an_error_behind_the_gateway_keeps_its_words(gateway: str, status: int, stream: bool) -> None:
    """And its wait."""
    with client.Client() as own, pytest.raises(StatusError, match=f"upstream says {status}") as raised:
        own.ask(QUESTION, model=f"m{status}", stream=stream, **settings(gateway))
    assert raised.value.status == status
    if status == 429:
        assert raised.value.retry_after_s == 3


@pytest.fixture(scope="module")
def portkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Portkey's address."""
    port = free_port()
    arguments = (f"--port={port}", "--headless")
    with running("portkey", *arguments, folder=tmp_path_factory.mktemp("portkey"), port=port) as url:
        yield f"{url}/v1"


def by_portkey(url: str, upstream: str, **more: Any) -> dict[str, Any]:
    """Whom it is to ask stands in headers of its own."""
    headers = {"x-portkey-provider": "openai", "x-portkey-custom-host": upstream}
    return settings(url, headers=headers, **more)


def test_portkey_is_told_by_headers_whom_to_ask(portkey: str, demo: DemoServer) -> None:
    """Whole answers and models; its 1.15 does not stream on Node 20 (immutable headers)."""
    upstream = f"{demo.base_url.removesuffix('/v1')}/v1"
    direct = client.ask(QUESTION, provider="chat", base_url=demo.base_url, stream=False)
    through = client.ask(QUESTION, model="sonar", stream=False, **by_portkey(portkey, upstream))
    assert (through.text, through.citations) == (direct.text, direct.citations)
    assert client.Client(**by_portkey(portkey, upstream)).models()
    with pytest.raises(StatusError, match="x-portkey-provider header is required"):
        client.ask(QUESTION, model="sonar", **settings(portkey))


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_behind_portkey_keeps_its_words(portkey: str, failing: LocalServer, status: int) -> None:
    asked = by_portkey(portkey, f"{failing.url}/v1")
    with client.Client() as own, pytest.raises(StatusError, match=f"upstream says {status}") as raised:
        own.ask(QUESTION, model=f"m{status}", **asked)
    assert raised.value.retry_after_s == 3
    assert raised.value.status == status


MOCKED = {
    "hello": {"content": "Hello **there**, $x^2$."},
    "tool": {"toolCalls": [{"name": "lookup", "arguments": "{}"}]},
}


@pytest.fixture(scope="module", params=["aimock", "fakellm"])
def mock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of made-up answers."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    if request.param == "aimock":
        fixtures = [{"match": {"userMessage": word}, "response": said} for word, said in MOCKED.items()]
        (folder / "fixtures.json").write_text(json.dumps({"fixtures": fixtures}), "utf-8")
        arguments: tuple[str, ...] = ("-p", str(port), "-f", "fixtures.json")
    else:
        (folder / "fakellm.yaml").write_text(FAKELLM, "utf-8")
        arguments = ("serve", "--port", str(port))
    with running(request.param, *arguments, folder=folder, port=port) as url:
        yield f"{url}/v1"


FAKELLM = """
version: 1
rules:
  - {name: a, when: {messages_contain: hello}, respond: {content: "Hello **there**, $x^2$."}}
  - {name: b, when: {messages_contain: tool}, respond: {tool_calls: [{name: lookup, arguments: {}}]}}
"""


@pytest.mark.parametrize("stream", [True, False])
def test_a_mocked_answer_is_read(mock: str, stream: bool) -> None:
    """Its text, and the tool it wants."""
    answer = client.ask("hello", model="gpt-4o-mini", stream=stream, **settings(mock))
    assert (answer.text, answer.status) == ("Hello **there**, $x^2$.", "done")
    with pytest.raises(ApiError, match="the model wants the tool lookup"):
        client.ask("tool", model="gpt-4o-mini", stream=stream, **settings(mock))
