"""The package in Pyodide, run by Node: imports, asking, a study, a check, recordings; with stack switching and without."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import pplx_notebook as pplx

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = HERE / "package.json"
MSGSPEC = "msgspec==0.23.0"
TARGET = (
    "--python-version=3.14",
    "--implementation=cp",
    "--abi=cp314",
    "--platform=pyemscripten_2026_0_wasm32",
)
MODES = {"switching": ("--experimental-wasm-stack-switching",), "not switching": ()}

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Pyodide, and the one package it needs that is compiled; both from their registries."""
    place = tmp_path_factory.mktemp("pyodide")
    shutil.copy(PACKAGE, place)
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=place, check=True, timeout=120
    )
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:"]
    compiled = place / "compiled"
    subprocess.run([*pip, *TARGET, "--target", str(compiled), MSGSPEC], check=True, timeout=120)
    return place / "node_modules" / "pyodide", compiled


@pytest.fixture(scope="session", params=MODES)
def facts(request: pytest.FixtureRequest, folders: tuple[Path, Path]) -> dict[str, Any]:
    """What happened in one mode."""
    pyodide, compiled = folders
    others = sysconfig.get_paths()["purelib"]
    program = [*MODES[request.param], str(HERE / "python.mjs"), str(pyodide), str(HERE / "facts.py")]
    command = ["node", *program, str(ROOT / "pplx_notebook"), str(compiled), others]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stderr[-3000:]
    return {"mode": request.param, **json.loads(done.stdout.splitlines()[-1])}


def test_no_thread_is_started_and_no_library_of_the_network_is_loaded(facts: dict[str, Any]) -> None:
    assert "threads" not in facts
    assert facts["loaded"] == []


def test_answers_are_those_of_any_kernel(facts: dict[str, Any]) -> None:
    here = pplx.ask("What is a black hole?", provider="demo").text
    assert facts["aask"] == facts["ask"] == here
    assert facts["ask_many"][0] == here
    assert (facts["astream"], facts["begin"]) == ("done", "done")
    assert facts["models"] == ["demo-library"]


def test_stream_hands_out_where_python_can_be_paused_and_says_so_elsewhere(facts: dict[str, Any]) -> None:
    if facts["mode"] == "switching":
        assert facts["stream"] == "done"
    else:
        assert facts["stream"].startswith("this browser hands out nothing before its cell ends")


def test_check_and_recordings_work(facts: dict[str, Any]) -> None:
    assert facts["check"]
    assert set(facts["check"]) <= {"quoted", "supported", "not found", "unclear", "differs", "not fetched"}
    assert facts["replay"]
