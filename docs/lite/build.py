"""The course in the browser alone: a JupyterLite site from this checkout.

    python docs/lite/build.py OUT [--wheel WHEEL]

OUT becomes a folder for any static server; nothing in it asks another host for anything. Needs the extra
``[lite]``, npm, and at the first time the package registries: what they give is checked against
``packages.txt`` and ``package-lock.json`` and kept in ``docs/_build/lite``. ``lockfile.py`` says which
package is loaded when.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bytecode
import lockfile
import nbformat

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = ROOT / "docs" / "_build" / "lite"
VERSION = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]
PYTHON = f"static/python-{VERSION}"  # a folder a version: what a browser keeps of one never meets the other
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNEL = "jupyterlite_pyodide_kernel-"  # a wheel of the page's side that holds wheels of Python's
KERNEL_WHEELS = ("ipykernel-", "piplite-", "pyodide_kernel-", "widgetsnbextension-4")
ON_THE_PAGE = (KERNEL, "jupyterlab_widgets-", "anywidget-")
IN_PYTHON_TOO = "anywidget-"
NEEDED = ("jupyter-lite.json", "lab/index.html", "api/contents/all.json")  # a build may fail in silence
EDITION = "pplx_lesson"  # js/src/labextension/lite/lessons.ts reads it
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>\w{64})$", re.MULTILINE)
# a machine that pip is to download for, see PEP 783
TARGET = ["--python-version=3.14", "--implementation=cp", "--abi=cp314", "--abi=none", "--platform=any"]


def main() -> None:
    """Build it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--wheel", type=Path, help="a wheel of pplx-notebook instead of the checkout's")
    asked = parser.parse_args()
    source = KEPT / "source"
    prepare(source, asked.wheel)
    build(source, asked.out.resolve())


def prepare(source: Path, wheel: Path | None = None) -> None:
    """The folder that ``jupyter lite build`` reads: Python, wheels, their lock, notebooks, settings."""
    shutil.rmtree(source, ignore_errors=True)
    python = source / PYTHON
    python.mkdir(parents=True)
    info = pyodide(python)
    from_registry = downloaded(KEPT / "wheels", f"pyemscripten_{info['abi_version']}_{info['arch']}")
    ours = wheel or own_wheel(KEPT / "own")
    pages = [path for path in from_registry if path.name.startswith(ON_THE_PAGE)]
    for path in from_registry:
        if path not in pages or path.name.startswith(IN_PYTHON_TOO):
            shutil.copy(path, python)
    unpack_kernel(next(path for path in pages if path.name.startswith(KERNEL)), python)
    shutil.copy(ours, python / with_digest(ours))
    for name, version in lockfile.STUBS.items():
        lockfile.stub(name, version, python)
    locked = lockfile.lock(info, sorted(python.glob("*.whl")))
    lock = lockfile.written(locked, python)
    start = bytecode.compiled(python, lock, locked, run)
    names = lessons(source / "lessons")
    options = {
        "lockFileURL": f"./{PYTHON}/{lock.name}",
        "packages": lockfile.at_start(locked),
        **start.options(PYTHON),
    }
    settings(source, names, f"./{PYTHON}/{start.module}", options, [ours.resolve(), *pages])


def pyodide(into: Path) -> dict[str, str]:
    """Pyodide's files from its npm package, whose digest npm checks; what they are built for."""
    kept = KEPT / "npm"
    kept.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, kept)
    package = kept / "node_modules" / "pyodide"
    if (
        not package.exists()
        or json.loads((package / "package.json").read_text("utf-8"))["version"] != VERSION
    ):
        run("npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", cwd=kept)
    for name in PYODIDE:
        shutil.copy(package / name, into)
    info: dict[str, str] = json.loads((package / "pyodide-lock.json").read_text("utf-8"))["info"]
    return info


def downloaded(kept: Path, platform: str) -> list[Path]:
    """The wheels of packages.txt, each with the digest that stands there."""
    kept.mkdir(parents=True, exist_ok=True)
    pins = {each["sha256"] for each in PIN.finditer((HERE / "packages.txt").read_text("utf-8"))}
    if not pins <= set(digests(kept)):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        flags = ["--only-binary=:all:", f"--platform={platform}", *TARGET, "--require-hashes"]
        run(*pip, *flags, "-d", str(kept), "-r", str(HERE / "packages.txt"))
    return sorted(path for digest, path in digests(kept).items() if digest in pins)


def unpack_kernel(wheel: Path, python: Path) -> None:
    """The wheels of the kernel's own Python, which lie in its wheel for the page."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            own = name.rpartition("/")[2]
            if own.endswith(".whl") and own.startswith(KERNEL_WHEELS):
                (python / own).write_bytes(archive.read(name))


def digests(folder: Path) -> dict[str, Path]:
    """Its wheels by their digests."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.glob("*.whl")}


def own_wheel(kept: Path) -> Path:
    """The checkout's."""
    shutil.rmtree(kept, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-build-isolation"]
    run(*pip, "--no-deps", "-w", str(kept), str(ROOT))
    return next(kept.glob("*.whl"))


def with_digest(wheel: Path) -> str:
    """Its name with a build number after its content: a browser that keeps an older one asks for this one."""
    distribution, version, tags = wheel.name.split("-", 2)
    return f"{distribution}-{version}-0_{hashlib.sha256(wheel.read_bytes()).hexdigest()[:12]}-{tags}"


def lessons(folder: Path) -> list[str]:
    """The notebooks, each with its edition and the kernel that is there, and the recordings they read."""
    makers = shutil.ignore_patterns(".*", "__pycache__", "*.py", "*.toml")
    shutil.copytree(ROOT / "notebooks" / "recordings", folder / "recordings", ignore=makers)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata.kernelspec = {
            "name": "python",
            "display_name": "Python (Pyodide)",
            "language": "python",
        }
        cells = "\0".join(f"{cell.cell_type}:{cell.source}" for cell in notebook.cells)
        notebook.metadata[EDITION] = hashlib.sha256(cells.encode()).hexdigest()
        nbformat.write(notebook, folder / path.name)
    return sorted(path.name for path in folder.glob("*.ipynb"))


def settings(
    source: Path, lessons: list[str], python: str, options: dict[str, object], extensions: list[Path]
) -> None:
    """What the page reads when it opens, and what the build is told."""
    environment = {"HOME": "/home/pyodide", "PPLX_PROVIDER": "demo"}
    page = {
        "appName": "pplx_notebook",
        "exposeAppInBrowser": True,
        "pplxLessons": lessons,
        "litePluginSettings": {
            PLUGIN: {
                "pyodideUrl": python,
                "disablePyPIFallback": True,
                "loadPyodideOptions": options | {"env": environment},
            }
        },
    }
    build = {
        "apps": ["lab", "notebooks"],
        "contents": ["lessons"],
        "ignore_sys_prefix": True,
        "federated_extensions": [str(path) for path in extensions],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }
    shutil.copy(ROOT / "binder" / "overrides.json", source / "overrides.json")
    write(source / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": page})
    write(source / "jupyter_lite_config.json", {"LiteBuildConfig": build})


def build(source: Path, out: Path) -> None:
    """JupyterLite's own build."""
    shutil.rmtree(out, ignore_errors=True)
    run(sys.executable, "-m", "jupyterlite_core", "build", f"--output-dir={out}", cwd=source)
    finish(source, out)


def finish(source: Path, out: Path) -> None:
    """Python beside it, and away with what no page asks for; SystemExit where a step was left out."""
    for needed in NEEDED:
        if not (out / needed).is_file():
            raise SystemExit(f"jupyter lite build made no {needed}")
    shutil.copytree(source / PYTHON, out / PYTHON)
    (start,) = (out / PYTHON).glob("start.*.mjs")
    bytecode.early(out, PYTHON, start.name)
    for path in (*out.glob("rspack.config.*"), out / "package.json"):
        path.unlink(missing_ok=True)


def write(path: Path, content: object) -> None:
    """As JSON."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def run(*command: str, cwd: Path = ROOT) -> None:
    """A program; SystemExit with what it said if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=os.environ, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
