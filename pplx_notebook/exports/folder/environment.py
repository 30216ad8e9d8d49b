"""The environment a study folder was written in: versions, and nothing that tells whose machine it is.

Rule of this file: no path, host, user or variable; of packages those this one needs, and the data libraries
that are loaded. A list of all that is installed may name what a company keeps to itself.
"""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

OURS = "pplx-notebook"
IF_LOADED = ("pandas", "polars", "pyarrow", "numpy", "distributed", "openai", "ipykernel", "jupyterlab")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def environment() -> dict[str, Any]:
    """``{"python", "implementation", "system", "machine", "packages": {name: version}}``."""
    packages = {OURS: _version(OURS)}
    for line in requires_of(OURS):
        if "extra ==" not in line and (found := _NAME.match(line)):
            packages[found[0]] = _version(found[0])
    packages |= {name: _version(name) for name in IF_LOADED if name in sys.modules}
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "machine": platform.machine(),
        "packages": {name: found for name, found in sorted(packages.items()) if found},
    }


def own_version() -> str:
    """This package's version, "" where nobody knows."""
    return _version(OURS)


def requires_of(name: str) -> list[str]:
    """The requirements of a package, [] where nobody knows."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
