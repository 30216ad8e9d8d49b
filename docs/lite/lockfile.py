"""The lock file of the browser's Python: every wheel that a kernel may load, by name and digest.

``packages.txt`` holds the wheels from the registry, pinned by digest, in pip's own form; the rest comes
with the kernel extension, or is our own wheel. What the first cell needs (``ROOTS`` and all they require)
is loaded when the kernel starts, ``LATE`` when anything imports it, the rest when a cell does. A wheel that
something requires and nobody brings fails the build, for a browser could only ask another host for it.
Format: https://pyodide.org/en/stable/development/lockfile.html
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.markers import Environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

# what the kernel asks for by name, and our own
ROOTS = ("ipykernel", "piplite", "pyodide-kernel", "comm", "micropip", "jedi", "ipython", "pplx-notebook")
# what a first answer does without, though something requires it: fetched when it is imported (page/first.py)
LATE = (
    *("asttokens", "executing", "pure-eval", "stack-data"),  # a traceback
    *("ipython-pygments-lexers", "pygments", "matplotlib-inline"),  # its colours, those of code, plots
    *("platformdirs", "prompt-toolkit", "wcwidth"),  # a terminal's, and folders of a computer
)
# required by name alone: 5 MB that IPython does without, and a package whose only use is on the page
STUBS = {"jedi": "0.19.2", "jupyterlab-widgets": "3.0.17"}


@dataclass(frozen=True)
class Wheel:
    """A wheel as the lock file tells of it."""

    path: Path
    name: str
    version: str
    requires: tuple[str, ...]
    imports: tuple[str, ...]


def read(path: Path, environment: Environment) -> Wheel:
    """Name, version, what it requires where the kernel runs, and what a cell may import from it."""
    name, version, *_ = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        about = next(each for each in names if each.endswith(".dist-info/METADATA"))
        headers = HeaderParser().parsestr(archive.read(about).decode())
    needed = [Requirement(line) for line in headers.get_all("Requires-Dist") or ()]
    here = [
        each for each in needed if each.marker is None or each.marker.evaluate({**environment, "extra": ""})
    ]
    tops = {each.split("/")[0].removesuffix(".py") for each in names if each.endswith(".py")}
    return Wheel(
        path,
        str(name),
        str(version),
        tuple(sorted({canonicalize_name(each.name) for each in here})),
        tuple(sorted(top for top in tops if top.isidentifier())),
    )


def stub(name: str, version: str, folder: Path) -> Path:
    """A wheel that is nothing but its name: 1 kB."""
    stem = f"{name.replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: docs/lite\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "".join(f"{stem}.dist-info/{each},,\n" for each in ("METADATA", "WHEEL", "RECORD")),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{stem}.dist-info/{each}"), content)
    return path


def environment_of(info: dict[str, str]) -> Environment:
    """What a requirement's marker is asked, as this Pyodide answers."""
    return {
        "implementation_name": "cpython",
        "implementation_version": info["python"],
        "os_name": "posix",
        "platform_machine": info["arch"],
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Emscripten",
        "platform_version": "",
        "python_full_version": info["python"],
        "python_version": ".".join(info["python"].split(".")[:2]),
        "sys_platform": "emscripten",
    }


def lock(info: dict[str, str], wheels: Iterable[Path]) -> dict[str, Any]:
    """The lock file of these; SystemExit that names what nobody brings."""
    environment = environment_of(info)
    known = {wheel.name: wheel for wheel in (read(path, environment) for path in wheels)}
    missing = {
        f"{each} (for {wheel.name})"
        for wheel in known.values()
        for each in wheel.requires
        if each not in known
    }
    missing |= {name for name in ROOTS if name not in known}
    if missing:
        raise SystemExit(
            f"no wheel for the browser of: {', '.join(sorted(missing))}. See docs/lite/packages.txt."
        )
    return {"info": info, "packages": {name: entry(wheel) for name, wheel in sorted(known.items())}}


def entry(wheel: Wheel) -> dict[str, Any]:
    """One package of the lock file."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": list(wheel.imports),
        "depends": [name for name in wheel.requires if name not in LATE],
        "unvendored_tests": False,
    }


def at_start(locked: dict[str, Any]) -> list[str]:
    """Names to load with the kernel: the roots and all that they require but for ``LATE``."""
    found: list[str] = []
    left = list(ROOTS)
    while left:
        name = left.pop(0)
        if name not in found:
            found.append(name)
            left += locked["packages"][name]["depends"]
    return found


def late(locked: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """By the name under which it is imported: the wheel's file and digest."""
    wheels = [locked["packages"][name] for name in LATE]
    return {top: (each["file_name"], each["sha256"]) for each in wheels for top in each["imports"]}


def written(locked: dict[str, Any], folder: Path) -> Path:
    """As a file named after its content: a browser that keeps an older one asks for this one."""
    content = json.dumps(locked, indent=1, sort_keys=True) + "\n"
    path = folder / f"lock.{hashlib.sha256(content.encode()).hexdigest()[:12]}.json"
    path.write_text(content, encoding="utf-8")
    return path
