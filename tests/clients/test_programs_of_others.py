"""Each program of ``examples/``, as a student typed it, on the bare port and through Jupyter's server proxy.

Every one shows its first words while the answer is still being written (a gate in the server opens when they are
seen), and the whole answer at its end.
"""

from __future__ import annotations

import gzip
import http.client
import importlib.util
import json
import os
import re
import select
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

import pytest
from programs import EXAMPLES, TOKEN, Place

from pplx_notebook.demo.engine.compose import compose
from pplx_notebook.demo.engine.dialects.openai import OpenAIAnswer
from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.reply import Reply
from pplx_notebook.demo.engine.request import DemoQuestion
from pplx_notebook.demo.library.search import Index
from pplx_notebook.demo.server.server import Port
from pplx_notebook.protocol import read_answer

ANSWER = compose(DemoQuestion(turns=("What is DNA?",)), Index())
PERF = OpenAIAnswer(DemoQuestion(turns=()), ANSWER, annotated=False).text
FIRST = ANSWER.text[:15]  # the first two words
WAIT_S = 15

PYTHON = {
    # program: (what it needs, what stands behind the text)
    "openai_stream": ("openai", ""),
    "openai_metadata": ("openai", "Finish reason: stop"),
    "openai_async": ("openai", "Usage: "),
    "openai_responses": ("openai", "Usage: "),
    "openai_helper": ("openai", "Finish reason: stop"),
    "perplexity_sdk": ("perplexity", "Model: demo-library"),
    "perplexity_async": ("perplexity", "Citations: ["),
    "requests_parsed": ("requests", ""),
    "requests_metadata": ("requests", "'citations': ["),
    "requests_named": ("requests", "Citations: ["),
    "sseclient_py": ("sseclient", "Citations: ["),
    "httpx_stream": ("httpx", "Citations: ["),
    "httpx2_stream": ("httpx2", "Answered by: demo-library"),
    "aiohttp_stream": ("aiohttp", ""),
}
# the guide's own programs, word by word: they do not say that they take a stream, and Jupyter's server proxy
# (4.6, handlers.py) holds the reply to whoever sends another Accept than text/event-stream until its end
HELD_BY_THE_PROXY = (
    "openai_stream",
    "openai_metadata",
    "requests_lines",
    "requests_parsed",
    "requests_metadata",
    "guide",
)
PERF_PROGRAMS = ("httpx2_stream", "aiohttp_stream", "fetch")
NODE = {"openai": "Citations: http", "eventsource": "Citations: http", "fetch": ""}


def run(place: Place, *command: str, cwd: Path = EXAMPLES, **environment: str) -> str:
    """What a program writes; the gate opens once its first words are there, and before that it must be shut."""
    if place.is_proxied and Path(command[-1]).stem in HELD_BY_THE_PROXY:
        place.engine.gate.set()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=place.environment | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    written, end = b"", time.monotonic() + WAIT_S
    try:
        while time.monotonic() < end:
            if select.select([process.stdout], [], [], 0.5)[0]:
                part = os.read(process.stdout.fileno(), 65536)
                written += part
                if not part:
                    break
            if FIRST.encode() in readable(written):
                place.engine.gate.set()
        if process.poll() is None and time.monotonic() >= end:
            process.kill()
        wrong = process.stderr.read().decode()[-800:]
        assert place.engine.gate.is_set(), f"no word before the end: {written[:200]!r} {wrong}"
        assert process.wait(WAIT_S) == 0, wrong
        return written.decode()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def readable(written: bytes) -> bytes:
    """The text in what was written, for programs that show the events as they stand."""
    deltas = re.findall(rb'"(?:content|delta|text)":"((?:[^"\\]|\\.)*)"', written)
    return b"".join(deltas) if written.lstrip().startswith((b"data:", b"event:")) else written


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_program(place: Place, name: str) -> None:
    """SDKs, requests, httpx, aiohttp …: the words as they come, then what the dialect has besides."""
    needs, behind = PYTHON[name]
    if importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed: it is in the extra [test]")
    text = run(place, sys.executable, f"python/{name}.py")
    assert text.startswith(PERF if name in PERF_PROGRAMS else ANSWER.text)
    assert behind in text


@pytest.mark.parametrize("name", ["guide", "perf", "agent", "events"])
def test_curl(place: Place, name: str) -> None:
    """The documents' commands; the events as they stand on the wire, never compressed."""
    written = run(place, "sh", f"curl/{name}.sh").encode()
    answer = read_answer([written])
    assert (answer.status, answer.text) == ("done", PERF if name == "perf" else ANSWER.text)


def test_the_guides_simplest_loop_shows_every_line(place: Place) -> None:
    """``requests_lines``: what requests' ``iter_lines`` makes of the events."""
    lines = run(place, sys.executable, "python/requests_lines.py").splitlines()
    assert all(line.startswith("data: {") for line in lines)
    assert json.loads(lines[-1][6:])["choices"][0]["message"]["content"] == ANSWER.text


def test_the_other_sseclient(place: Place, old_sseclient: Path) -> None:
    """``sseclient`` asks by GET."""
    text = run(place, sys.executable, "python/sseclient_old.py", PYTHONPATH=str(old_sseclient))
    assert text.startswith(ANSWER.text)
    assert "Citations: [" in text


@pytest.mark.parametrize("name", NODE)
def test_a_node_program(place: Place, node: Path, name: str) -> None:
    """openai and eventsource of npm, and Node's own fetch."""
    text = run(place, "node", f"{name}.mjs", cwd=node)
    assert text.startswith(PERF if name in PERF_PROGRAMS else ANSWER.text)
    assert NODE[name] in text


def test_a_go_program(place: Place, go_program: Path) -> None:
    """The standard library of Go."""
    assert run(place, str(go_program)) == PERF


def test_a_client_that_takes_gzip_gets_each_event_as_it_comes(place: Place) -> None:
    """As a browser on Binder asks; whoever compresses flushes after each event."""
    url = urllib.parse.urlsplit(place.url)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=20)
    headers = {
        "Accept-Encoding": "gzip",
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Accept": "text/event-stream",
    }
    connection.request("POST", f"{url.path}/events", json.dumps({"q": "What is DNA?"}), headers)
    response = connection.getresponse()
    first = response.read1(65536)
    while b"acid)" not in first:
        first += response.read1(65536)
    assert b"event: done" not in first
    place.engine.gate.set()
    whole = first + response.read()
    connection.close()
    if response.headers.get("content-encoding") == "gzip":
        whole = gzip.decompress(whole)
    assert read_answer([whole]).text == ANSWER.text
    assert response.headers["x-accel-buffering"] == "no"


def test_every_program_of_the_folder_is_run() -> None:
    """An example nobody runs is wrong one day."""
    python = {file.stem for file in (EXAMPLES / "python").glob("*.py")}
    assert python == {*PYTHON, "requests_lines", "sseclient_old"}
    assert {file.stem for file in (EXAMPLES / "node").glob("*.mjs")} == set(NODE)
    assert {file.name for file in (EXAMPLES / "curl").iterdir()} == {
        "guide.sh",
        "perf.sh",
        "agent.sh",
        "events.sh",
    }


def run_at(server: Port, program: str) -> str:
    """What a program writes that talks to this server."""
    told = {"PERPLEXITY_BASE_URL": server.base_url, "PERPLEXITY_API_KEY": "none", "NO_PROXY": "*"}
    ended = subprocess.run(
        [sys.executable, f"python/{program}.py"],
        cwd=EXAMPLES, env=os.environ | told, capture_output=True, text=True, timeout=WAIT_S, check=True,
    )  # fmt: skip
    return ended.stdout


class FailsOnce(Engine):
    """The first reply is what ``fault`` makes of it."""

    def __init__(self, fault: str) -> None:
        super().__init__(pace="instant")
        self._faults = [fault]

    def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        fault = self._faults.pop() if self._faults else "none"
        return super().reply(method, target, body, {**(headers or {}), "x-demo-fault": fault})


def test_a_stream_that_breaks_is_asked_for_again_by_the_program() -> None:
    """``requests_named`` catches what requests raises, and has the whole answer the second time."""
    with Port(FailsOnce("drop")) as server:
        text = run_at(server, "requests_named")
    assert "asking again" in text
    assert text.partition("asking again)\n")[2].startswith(ANSWER.text)


def test_a_program_falls_back_to_the_whole_answer() -> None:
    """``aiohttp_stream`` asks /v1/chat where the stream is refused."""
    with Port(FailsOnce("500")) as server:
        assert "Answered by: demo-library" in run_at(server, "aiohttp_stream")
