"""What a server needs to be installed, in one line where it is missing."""

from __future__ import annotations

import importlib.util
import sys

NEEDED = ("starlette", "uvicorn")


def require_installed() -> None:
    """Ends the program with one line when starlette or uvicorn is not there."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f'{" and ".join(missing)} missing: pip install "pplx-notebook[lab]"')
