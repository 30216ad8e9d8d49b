"""Where the history is kept: one file in the user's data folder, which nobody else can read.

Rules of this file: on Linux ``~/.local/share/pplx-notebook/history/history.sqlite3`` (platformdirs); the
folder is 0700, the file and SQLite's two beside it 0600; on Binder, a machine that strangers run, nothing is
kept; a session keeps its questions where ``%config Pplx.history`` turned that on.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pplx_notebook.key_places.machines import is_binder

APP = "pplx-notebook"
NAME = "history.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")
_session = [False]
NEVER_HERE = "no history on Binder: it is a public machine that strangers run"


def usual_path() -> Path:
    """The user's own history; it may not be there yet."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "history" / NAME


def path_of(history: object) -> Path:
    """Where a setting says that it is: a path, else the usual one."""
    if isinstance(history, str | os.PathLike) and str(history):
        return Path(history).expanduser().absolute()
    return usual_path()


def may_keep() -> bool:
    """False on a public machine."""
    return not is_binder()


def shown(path: Path) -> str:
    """A path as a reader knows it, the home folder as ``~``."""
    with suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    return str(path)


def make(path: Path) -> None:
    """The folder and an empty file, for the user alone; one that is there becomes so. OSError where that
    cannot be. A folder that was there already is somebody's: its own permissions stay."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    elif path == usual_path():
        _private(path.parent, 0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return
    if path.is_file() and path.stat().st_mode & 0o777 != 0o600:
        _private(path, 0o600)


def _private(path: Path, mode: int) -> None:
    """Windows has the user's own folders for that."""
    return path.chmod(mode) if hasattr(os, "chown") else None


def turn(on: bool) -> None:
    """Keep the questions of this session, or no longer."""
    _session[0] = on


def is_on() -> bool:
    """True for a session that keeps them."""
    return _session[0]
