"""Where the programs of ``examples/`` find a server: the bare port, and Jupyter's server proxy under a prefix."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from gate import GatedEngine
from places import ROOT, jupyter_folders
from served import free_port, serving

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

EXAMPLES = ROOT / "examples"
TOKEN = "opensesame-0123456789"  # noqa: S105  (no real secret)
PREFIX = "/user/ann/"  # as on Binder


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


@contextmanager
def running_jupyter(home: Path) -> Iterator[str]:
    """The address of a Jupyter server with its server proxy, under a prefix."""
    pytest.importorskip("jupyter_server_proxy", reason="jupyter-server-proxy is not installed")
    port = free_port()
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
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | jupyter_folders(home)
    with serving(command, f"{url}{PREFIX}api/status", home / "log", env=environment):
        yield url


def node_folder() -> Path:
    """The folder of the programs for Node, with what they need; it is fetched where it is not there."""
    folder = EXAMPLES / "node"
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("Node is not installed")
    with FileLock(folder / ".lock"):  # two workers of a test run need it at once
        if not (folder / "node_modules" / "openai").is_dir():
            command = [npm, "ci", "--silent", "--no-audit", "--no-fund"]
            fetched = subprocess.run(command, cwd=folder, capture_output=True, check=False)
            if fetched.returncode:
                pytest.skip(f"npm ci failed: {fetched.stderr.decode()[-200:]}")
    return folder


class FileLock:
    """One process at a time; where there is no ``fcntl`` (Windows) it lets all through."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._held = self._file.open("w")
        if fcntl is not None:
            fcntl.flock(self._held, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._held.close()
