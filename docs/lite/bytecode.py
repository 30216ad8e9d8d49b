"""What the browser's Python need not compile: the modules of a first answer, compiled once at the build.

Python in a browser keeps no ``__pycache__``: it compiled 730 files at each visit, more than half of its
start. ``compiling/`` runs a first answer in the same Python (in Node) and compiles what that imported.
``page/`` is the page's side: ``start.mjs`` puts the result in its place, ``early.mjs`` begins before
JupyterLite asks.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lockfile

HERE = Path(__file__).resolve().parent
KERNEL_WORKER = "extensions/@jupyterlite/pyodide-kernel-extension/static/comlink.worker.*.js"
# a start without pauses: moons that move cost what draws them a fifth of the start
STILL = """<style>.jupyterlite-moon, #jupyterlab-splash * { animation: none !important }</style>"""


@dataclass(frozen=True)
class Start:
    """Names of files in Python's folder."""

    module: str
    library: str
    pack: str

    def options(self, folder: str) -> dict[str, object]:
        """For ``loadPyodide``, of Pyodide and of ``start.mjs``."""
        return {
            "stdLibURL": f"./{folder}/{self.library}",
            "bytecodeURL": f"./{folder}/{self.pack}",
            "late": lockfile.LATE,
        }


def compiled(python: Path, lock: Path, locked: Mapping[str, Any], run: Callable[..., None]) -> Start:
    """Compile it, and put it beside Pyodide's files in place of the standard library that was there."""
    late = lockfile.late(locked)
    packages = [*lockfile.at_start(locked), *lockfile.LATE]
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        (out / "late.json").write_text(json.dumps(sorted(late)), encoding="utf-8")
        program = [str(HERE / "compiling" / name) for name in ("python.mjs", "compile.py")]
        run("node", program[0], str(python), lock.name, str(out), program[1], json.dumps(packages))
        library = named(python, "python_stdlib.{}.zip", (out / "stdlib.zip").read_bytes())
        head, _, bodies = (out / "pack").read_bytes().partition(b"\n")
    (python / "python_stdlib.zip").unlink()
    told = json.loads(head) | {"late": late, "program": (HERE / "page" / "first.py").read_text("utf-8")}
    packed = gzip.compress(json.dumps(told).encode() + b"\n" + bodies, 9, mtime=0)
    pack = named(python, "bytecode.{}.bin", packed)
    return Start(named(python, "start.{}.mjs", (HERE / "page" / "start.mjs").read_bytes()), library, pack)


def named(folder: Path, name: str, content: bytes) -> str:
    """Written as a file named after its content: a browser that keeps an older one asks for this one."""
    name = name.format(hashlib.sha256(content).hexdigest()[:12])
    (folder / name).write_bytes(content)
    return name


def early(site: Path, folder: str, start: str) -> None:
    """Put into each page of JupyterLite what begins Python; SystemExit where that has no place."""
    (kernel,) = (path.relative_to(site).as_posix() for path in site.glob(KERNEL_WORKER))
    python = site / folder

    def page_file(name: str, **said: str) -> str:
        text = (HERE / "page" / f"{name}.mjs").read_text("utf-8")
        for key, value in said.items():
            text = text.replace(f"{{{{{key}}}}}", value)
        return named(python, f"{name}.{{}}.mjs", text.encode())

    worker = page_file("worker", kernel=f"../../{kernel}", start=f"./{start}")
    first = page_file("early", kernel=f"../../{kernel}", worker=f"./{worker}")
    for page in (site / "lab" / "index.html", site / "notebooks" / "index.html"):
        text = page.read_text("utf-8")
        if text.count("<head>") != 1:
            raise SystemExit(f"{page} has no head of its own")
        script = f'<script type="module" async src="../{folder}/{first}"></script>'
        page.write_text(text.replace("<head>", f"<head>\n    {script}\n    {STILL}"), encoding="utf-8")
