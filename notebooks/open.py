"""Open the first notebook in JupyterLab, on the demo engine.

    python notebooks/open.py [options of jupyter lab]

The server's folder is the checkout, so that README and notebooks are both at
hand. ``PPLX_PROVIDER`` is demo unless it is set: a key in the environment is
not spent by a first look. JupyterLab refuses to run as root unless it is told
to; in a container everybody is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

ROOT = Path(__file__).resolve().parents[1]
FIRST = "notebooks/01-first-answer.ipynb"


def options() -> list[str]:
    """What ``jupyter lab`` is told."""
    is_root = (
        hasattr(os, "geteuid") and os.geteuid() == 0
    )  # Windows has no such user
    return [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        *(["--allow-root"] if is_root else []),
    ]


if __name__ == "__main__":
    os.environ.setdefault("PPLX_PROVIDER", "demo")
    LabApp.launch_instance([*options(), *sys.argv[1:]])
