"""The front end's rooms: imports run one way, and a broken rule is named by its sentence."""

from __future__ import annotations

import re
from pathlib import Path

from places import ROOT

SRC = ROOT / "js" / "src"
MAY = {  # room: what it may import besides itself, why nothing else
    "shared": ("", "what is shared knows none who share it"),
    "live": ("shared", "the live view is a bundle of its own: it knows nothing of finished answers"),
    "finished": ("shared", "a finished answer knows nothing of the live view it may have been"),
    "labextension": (
        "shared finished live",
        "the extension draws finished answers, and takes live ones over",
    ),
}
MOST_FILES = 14
IMPORT = re.compile(r'^import (type )?(.*?)(?: from )?"(\.[^"]+)";$', re.MULTILINE | re.DOTALL)


def imports() -> list[tuple[Path, Path, bool]]:
    """(importing file, imported path, only types) of every import inside src."""
    return [
        (file, (file.parent / target).resolve(), bool(types))
        for file in sorted(SRC.rglob("*.ts"))
        for types, _, target in IMPORT.findall(file.read_text("utf-8"))
    ]


def test_every_file_stands_in_a_room() -> None:
    assert {folder.name for folder in SRC.iterdir()} == set(MAY)
    assert len(imports()) > 60


def test_imports_run_one_way() -> None:
    for file, target, types in imports():
        here, there = (path.relative_to(SRC).parts[0] for path in (file, target))
        may, rule = MAY[here]
        names = f"{file.relative_to(SRC)} imports {target.relative_to(SRC)}"
        assert there == here or there in may.split(), f"{rule}: {names}"
        assert there != "live" or here == "live" or types, (
            f"the live bundle runs by itself, take types of it only: {names}"
        )


def test_no_folder_is_fuller_than_a_reader_can_see() -> None:
    for folder in SRC.iterdir():
        assert len(list(folder.glob("*.ts"))) - (folder / "css.d.ts").exists() <= MOST_FILES, folder.name
