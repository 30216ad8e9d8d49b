"""A gated demo server, bare and behind Jupyter's server proxy under a prefix; the programs of ``examples/``."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gate import GatedEngine
from places import ROOT, jupyter_folders

from pplx_notebook.demo.server.server import Port

EXAMPLES = ROOT / "examples"
TOKEN = "opensesame-0123456789"  # noqa: S105  (no real secret)
PREFIX = "/user/ann/"  # as on Binder
START_S = 60


@dataclass
class Place:
    """Where the programs find the server, and the engine behind it."""

    url: str
    engine: GatedEngine

    @property
    def is_proxied(self) -> bool:
        """True behind Jupyter's server proxy."""
        return "/proxy/" in self.url

    @property
    def environment(self) -> dict[str, str]:
        """What the programs are told; no proxy of the developer's stands between."""
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return kept | {"PERPLEXITY_BASE_URL": self.url, "PERPLEXITY_API_KEY": TOKEN, "NO_PROXY": "*"}


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Jupyter server with its server proxy, under a prefix."""
    pytest.importorskip("jupyter_server_proxy", reason="jupyter-server-proxy is not installed")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    home = tmp_path_factory.mktemp("jupyter")
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
    ]
    command += [f"--ServerApp.base_url={PREFIX}", "--IdentityProvider.token=", "--no-browser", "--allow-root"]
    command += [
        f"--ServerApp.root_dir={home}",
        "--ServerApp.jpserver_extensions={'jupyter_server_proxy': True}",
    ]
    process = subprocess.Popen(
        command, env=os.environ | jupyter_folders(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}{PREFIX}api/status", process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  (our own loopback address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("Jupyter did not start")


@pytest.fixture(scope="session")
def gated(jupyter: str) -> Iterator[tuple[Port, GatedEngine]]:
    """The server, which knows Jupyter's origin."""
    engine = GatedEngine()
    with Port(engine, tokens={"class": TOKEN}, origins=[jupyter]) as port:
        yield port, engine


@pytest.fixture(params=["bare", "proxied"])
def place(request: pytest.FixtureRequest, gated: tuple[Port, GatedEngine], jupyter: str) -> Place:
    """The bare port, and the way through Jupyter's server proxy."""
    port, engine = gated
    engine.gate.clear()
    engine.seen.clear()
    through = f"{jupyter}{PREFIX}proxy/{port.port}"
    return Place(port.base_url if request.param == "bare" else through, engine)


@pytest.fixture(scope="session")
def node() -> Path:
    """The folder of the programs for Node, with what they need; it is fetched where it is not there."""
    folder = EXAMPLES / "node"
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("Node is not installed")
    if not (folder / "node_modules" / "openai").is_dir():
        fetched = subprocess.run(
            [npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, check=False
        )
        if fetched.returncode:
            pytest.skip(f"npm ci failed: {fetched.stderr.decode()[-200:]}")
    return folder


@pytest.fixture(scope="session")
def old_sseclient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``sseclient``, which has the import name of ``sseclient-py`` and cannot be installed beside it."""
    folder = tmp_path_factory.mktemp("sseclient")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        str(folder),
        "sseclient",
        "six",
    ]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("sseclient could not be fetched")
    return folder


@pytest.fixture(scope="session")
def go_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program, built."""
    go = os.environ.get("PPLX_GO") or shutil.which("go")
    if not go:
        pytest.skip("Go is not installed (PPLX_GO names it elsewhere)")
    built = tmp_path_factory.mktemp("go") / "stream"
    subprocess.run([go, "build", "-o", str(built), "main.go"], cwd=EXAMPLES / "go", check=True)
    return built
