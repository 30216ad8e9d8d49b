"""A study folder on the disk.

Rules of this file: a folder that is there is written over only where it is one of ours, or that is asked for;
the same study gives the same bytes, but for the day and the versions of the environment.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.exports.folder.crate import METADATA, NO_LICENCE, metadata
from pplx_notebook.exports.folder.environment import own_version
from pplx_notebook.exports.folder.files import FolderFile, data_files, findings, write_files
from pplx_notebook.exports.folder.material import material, usual_folder
from pplx_notebook.exports.folder.methods_paragraph import methods_paragraph
from pplx_notebook.exports.writeups.dialects.escaping import plain_text
from pplx_notebook.exports.writeups.writing import Export

README = "README.md"


def study_folder(
    what: Any,
    path: str | os.PathLike[str] | None = None,
    *,
    title: str | None = None,
    licence: str = "",
    force: bool = False,
) -> Export:
    """Write what ``export`` takes as a folder: answers, methods record, sources, checks, environment, and a
    README with a methods paragraph, described as an RO-Crate 1.2. ``licence`` is its address, if one was
    chosen. ``UsageProblem`` where it cannot be written."""
    of = material(what, title)
    folder = usual_folder(of) if path is None else Path(path).expanduser()
    if folder.exists() and not force and not _is_free(folder):
        raise UsageProblem(
            f"{printable(folder.name)} is there already and no study folder: choose another, or force."
        )
    found = findings(of)
    day = datetime.now(UTC).date().isoformat()
    paragraph = methods_paragraph(of, found, own_version())
    files = list(data_files(of, found))
    readme = _readme(of.title, paragraph, files, of.private, licence)
    files.insert(0, FolderFile(README, "Read me", "What is in here.", "text/markdown", readme.encode()))
    made = metadata(of, files, description=paragraph, day=day, licence=licence, version=own_version())
    files.append(FolderFile(METADATA, "", "", "application/ld+json", made))
    try:
        written = write_files(folder, files)
    except OSError as error:
        raise UsageProblem(f"{printable(folder.name)} cannot be written: {error.strerror}.") from None
    left = (f"left out: {of.private} private answer{'s' * (of.private != 1)}",) if of.private else ()
    return Export(folder, written, left)


def _is_free(folder: Path) -> bool:
    """An empty folder, or one of ours."""
    return folder.is_dir() and ((folder / METADATA).is_file() or not any(folder.iterdir()))


def _readme(title: str, paragraph: str, files: list[FolderFile], private: int, licence: str) -> str:
    listed = "\n".join(f"- `{file.path}`: {file.description}" for file in files)
    left = f"{private:,} private answer{'s' * (private != 1)} left out." if private else ""
    parts = (
        f"# {plain_text(title, at_start=False)}",
        "## Methods",
        plain_text(paragraph, at_start=True),
        left,
        "The answers were written by a language model. Whoever relies on one reads its sources.",
        "## What is here",
        f"{listed}\n- `{METADATA}`: this folder as an RO-Crate 1.2.",
        "## How it may be used",
        plain_text(licence or NO_LICENCE, at_start=True),
        "The pages cited are their authors'; the snippets in `answers.jsonl` are quoted from them.",
    )
    return "\n\n".join(part for part in parts if part) + "\n"
