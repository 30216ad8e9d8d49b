"""A key in the file ``.env`` beside the notebook.

Rules of this file: only the notebook's own folder is looked into, and only for the names of keys: an address
or a proxy there is nobody's business here. A folder that came from elsewhere may bring a ``.env`` of its own,
and whoever wrote it can then read in their account what is asked: its first use is said, and so is a git that
would take it.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from pplx_notebook.keys import Key

SOURCE = ".env beside the notebook"
MOST_BYTES = 64 * 1024
GIT_LIMIT_S = 2.0
IS_IGNORED = ("-c", "core.fsmonitor=false", "check-ignore", "-q", ".env")  # starts no program of the folder's
# NAME = value, maybe behind "export"; quoted, or up to a comment
ASSIGNMENT = re.compile(
    r"""^\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>.*?))"""
    r"""\s*(?:(?<=\s)\#.*)?$"""
)

_folder: list[Path] = []
_told: set[Path] = set()


def beside(folder: Path | None) -> None:
    """The notebook's folder, as ``%load_ext`` finds it; None takes it back."""
    _folder[:] = [] if folder is None else [folder]


def notebook_folder() -> Path | None:
    """Where the notebook lies: what Jupyter says, else the folder in which the extension was loaded. None in
    a script."""
    named = Path(os.environ.get("JPY_SESSION_NAME", ""))
    if named.is_absolute() and named.parent.is_dir():
        return named.parent
    return _folder[0] if _folder else None


def file() -> Path | None:
    """The ``.env`` there is, None without one."""
    folder = notebook_folder()
    path = None if folder is None else folder / ".env"
    with suppress(OSError):
        return path if path is not None and path.is_file() else None
    return None


def key(name: str) -> Key | None:
    """The key of that name in it; UsageProblem when what stands there is none."""
    value = values(text_of(file())).get(name, "")
    return Key(value, SOURCE) if value.strip() else None


def text_of(path: Path | None) -> str:
    """What is written in it, "" where it cannot be read."""
    if path is None:
        return ""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def values(text: str) -> dict[str, str]:
    """The assignments of a ``.env``; of two to one name the last."""
    found = (ASSIGNMENT.match(line) for line in text.splitlines())
    return {
        each["name"]: next(value for value in each.group("double", "single", "bare") if value is not None)
        for each in found
        if each is not None
    }


def first_use() -> tuple[str, ...]:
    """What to say when its key is about to be sent; nothing the second time."""
    path = file()
    if path is None or path in _told:
        return ()
    _told.add(path)
    return (f"the key is from {SOURCE}{git_warning(path)}",)


def git_warning(path: Path) -> str:
    """Words behind a mention of the file where git would take it with the next commit; else ""."""
    return "; git would take that file: add .env to .gitignore" if git_would_take(path) else ""


def git_would_take(path: Path) -> bool:
    """True for a file in a git checkout that is not ignored; False where nobody can tell."""
    git = shutil.which("git")
    if git is None or not Path(git).is_absolute():  # Windows finds programs of the folder itself first
        return False
    import subprocess  # 2 ms of each %load_ext, for a file few have

    try:
        asked = subprocess.run(  # noqa: S603 - fixed words, in the notebook's folder
            (git, *IS_IGNORED), cwd=path.parent, capture_output=True, timeout=GIT_LIMIT_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 1  # 0 is ignored, 128 no checkout
