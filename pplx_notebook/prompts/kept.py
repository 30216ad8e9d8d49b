"""Templates kept by name: one Markdown file each in the user's own folder, so that every notebook finds them
and any editor opens them.

Rules of this file: the folder is ``templates`` in the user's data folder (platformdirs; on Linux
``~/.local/share/pplx-notebook``), which nobody else can read (0700, files 0600): a template may say what
somebody works on. A name is letters, digits, - and _, so it is never a path; a file is written whole or not
at all; a symbolic link is not followed.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.prompts.shown import size_said

APP = "pplx-notebook"
ENDING = ".md"
MOST_BYTES = 100_000
MOST_KEPT = 1_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def folder() -> Path:
    """Where the templates are; it may not be there yet."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "templates"


def names() -> tuple[str, ...]:
    """The names of the templates that are kept, in alphabetical order."""
    try:
        found = [path.stem for path in folder().iterdir() if path.suffix == ENDING]
    except OSError:
        return ()
    return tuple(sorted((name for name in found if _NAME.fullmatch(name)), key=str.lower))[:MOST_KEPT]


def read(name: str) -> str:
    """The text of a template; UsageProblem with the nearest name where there is none."""
    path = folder() / f"{checked(name)}{ENDING}"
    try:
        if path.is_symlink() or not path.is_file():
            raise FileNotFoundError
        if path.stat().st_size > MOST_BYTES:
            raise UsageProblem(
                f"the template {name} is over {size_said(MOST_BYTES)}: {path.name} was changed."
            )
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise UsageProblem(_no_such(name)) from None
    except (OSError, UnicodeDecodeError):
        raise UsageProblem(f"the template {name} cannot be read: look at {path.name} in {APP}.") from None


def keep(name: str, text: str) -> bool:
    """Keep a template; True where one of that name is replaced. UsageProblem where that is not possible."""
    path, data = folder() / f"{checked(name)}{ENDING}", text.strip().encode("utf-8", "replace") + b"\n"
    if len(data) == 1:
        raise UsageProblem("the template is empty: write it below the line.")
    if len(data) > MOST_BYTES:
        raise UsageProblem(f"the template is {size_said(len(data))}, the limit is {size_said(MOST_BYTES)}.")
    was_there = path.exists()
    if not was_there and len(names()) >= MOST_KEPT:
        raise UsageProblem(f"{MOST_KEPT:,} templates are kept already: forget some.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, data)
    except OSError as error:
        raise UsageProblem(f"the template {name} cannot be kept: {error.strerror or 'no place'}.") from None
    return was_there


def forget(name: str) -> None:
    """Delete a template; UsageProblem where there is none."""
    read(name)
    try:
        (folder() / f"{name}{ENDING}").unlink()
    except OSError as error:
        raise UsageProblem(f"the template {name} cannot be deleted: {error.strerror}.") from None


def checked(name: str) -> str:
    """The name, if it is one."""
    if not _NAME.fullmatch(name):
        raise UsageProblem(
            f"{printable(name) or 'an empty text'} is no name for a template: use letters, digits, - and _."
        )
    return name


def _write(path: Path, data: bytes) -> None:
    """A new file beside it (mkstemp: 0600), put in its place."""
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(new).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(new).unlink()
        raise


def _no_such(name: str) -> str:
    known = names()
    near = nearest(name, known)
    if near:
        return f"there is no template {name}: did you mean {near}?"
    if known:
        return f"there is no template {name}: %pplx --templates lists the {len(known)} there are."
    return f"there is no template {name}: %%pplx --save-template {name} keeps the text below it."
