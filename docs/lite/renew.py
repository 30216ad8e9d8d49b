"""Write packages.txt anew: the newest wheel of each of its names that the browser's Python takes, by digest.

    python docs/lite/renew.py

Which Python that is, ``package.json`` says (Pyodide's version); a package the site needs besides is a line
with its name in ``packages.txt`` before this is run. Look at the difference and run ``tests/lite`` before it
is committed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import build
from packaging.utils import parse_wheel_filename

PINS = build.HERE / "packages.txt"


def main() -> None:
    """Ask the index, and write what it gave."""
    comments, names = [], []
    for line in PINS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            comments.append(line)
        elif line:
            names.append(line.partition("==")[0].strip())
    with tempfile.TemporaryDirectory() as folder:
        (python := Path(folder) / "python").mkdir()
        info = build.pyodide(python)
        platform = f"--platform=pyemscripten_{info['abi_version']}_{info['arch']}"
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        (wheels := Path(folder) / "wheels").mkdir()
        build.run(*pip, "--only-binary=:all:", platform, *build.TARGET, "-d", str(wheels), *names)
        found = {path: digest for digest, path in build.digests(wheels).items()}
    pins = sorted(f"{pinned(path)} --hash=sha256:{digest}" for path, digest in found.items())
    PINS.write_text("\n".join([*comments, *pins]) + "\n", encoding="utf-8")


def pinned(wheel: Path) -> str:
    """Its name and version, as a requirement."""
    name, version, *_ = parse_wheel_filename(wheel.name)
    return f"{name}=={version}"


if __name__ == "__main__":
    main()
