"""A gated demo server, bare and behind Jupyter's server proxy; what the programs of ``examples/`` need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gate import GatedEngine
from programs import EXAMPLES, PREFIX, TOKEN, Place, node_folder, running_jupyter

from pplx_notebook.demo.server.server import Port


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Jupyter server with its server proxy."""
    with running_jupyter(tmp_path_factory.mktemp("jupyter")) as url:
        yield url


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
    """The folder of the programs for Node, with what they need."""
    return node_folder()


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
