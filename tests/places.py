"""Where things lie: the checkout, its cases, and the optional data kept beside it."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
CASES = TESTS / "cases"
SHARED = ROOT.parent / "shared"


def jupyter_folders(home: Path) -> dict[str, str]:
    """The environment of a Jupyter that knows nothing of the developer's settings, but this tree's extension."""
    below = {"IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data"}
    folders = {
        name: str(home / folder) for name, folder in (below | {"JUPYTER_RUNTIME_DIR": "runtime"}).items()
    }
    # an editable install holds a copy of the extension of the day it was made
    return {"HOME": str(home), **folders, "JUPYTER_PATH": str(ROOT / "share" / "jupyter")}
