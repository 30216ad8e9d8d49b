"""The course in the browser alone, built once for all tests, and served as a test wants it.

``PPLX_LITE_SITE`` names a folder that is built already: what is published is what was tried.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from places import ROOT
from static_site import Change

BUILD_S = 300
JSON = "jupyter-lite.json"


def built(folder: Path) -> Path:
    """The site, made by whoever comes first; another process that needs it waits."""
    if ready := os.environ.get("PPLX_LITE_SITE"):
        return Path(ready).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    site, script = folder / "site", ROOT / "docs" / "lite" / "build.py"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / JSON).exists():
            command = [sys.executable, str(script), str(site)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=BUILD_S)
            assert done.returncode == 0, done.stdout + done.stderr
    return site


def python_of(site: Path) -> str:
    """The folder with the browser's Python, below the site."""
    return next(path.relative_to(site).as_posix() for path in site.glob("static/python-*"))


def environment(**values: str) -> Mapping[str, Change]:
    """The page with these in the kernel's environment."""

    def change(body: bytes) -> bytes:
        config = json.loads(body)
        settings = config["jupyter-config-data"]["litePluginSettings"]
        for plugin in settings.values():
            plugin.get("loadPyodideOptions", {}).get("env", {}).update(values)
        return json.dumps(config).encode()

    return {JSON: change}


def without_stack_switching(site: Path) -> Mapping[str, Change]:
    """As in a browser that cannot wait in the middle of Python: no flag of a current one takes it away."""
    gone = b"delete WebAssembly.Suspending; delete WebAssembly.promising;\n"
    return {f"{python_of(site)}/pyodide.mjs": lambda body: gone + body}
