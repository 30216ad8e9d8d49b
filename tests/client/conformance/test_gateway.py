"""A real gateway, LiteLLM's proxy, between us and the demo engine's server.

On demand: ``pip install "litellm[proxy]"`` here or in an environment of its own, whose ``litellm`` program
is on PATH or named by PPLX_LITELLM. Without it these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from pplx_notebook import client
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.errors import StatusError

GATEWAY = os.environ.get("PPLX_LITELLM") or shutil.which("litellm")
KEY = "sk-gateway-test-1234567890"
QUESTION = "What is fusion energy?"
START_S = 120

pytestmark = [
    pytest.mark.skipif(not GATEWAY, reason="LiteLLM's proxy is not installed: pip install 'litellm[proxy]'"),
    pytest.mark.timeout(START_S + 60),
]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    """What stands behind the gateway."""
    with DemoServer(pace="instant") as server:
        yield server


@pytest.fixture(scope="module")
def gateway(demo: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gateway's address, once it answers."""
    folder = tmp_path_factory.mktemp("gateway")
    base = demo.base_url.removesuffix("/v1")
    config = folder / "gateway.yaml"
    config.write_text(CONFIG.format(base=base, key=KEY), "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [str(GATEWAY), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_PROXY": "*", "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/health/liveliness", process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


CONFIG = """
model_list:
  - model_name: sonar
    litellm_params: {{model: perplexity/sonar, api_base: "{base}", api_key: none}}
  - model_name: plain
    litellm_params: {{model: openai/sonar, api_base: "{base}/v1", api_key: none}}
general_settings: {{master_key: {key}}}
"""


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the gateway answers."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  # our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail("the gateway did not start")


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
