"""Imports of js/src run one way; a broken rule is named by its sentence."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "js" / "src"
FOLDER_FILES = 14

# (room, what it may import besides itself, of what it may know the types only, the rule)
RULES: tuple[tuple[str, set[str], set[str], str], ...] = (
    ("shared", set(), set(), "shared knows no other room"),
    ("live", {"shared"}, set(), "the live view knows only what is shared"),
    ("finished", {"shared"}, set(), "the finished answer knows only what is shared"),
    ("inspector", {"shared"}, set(), "the inspector knows only what is shared: its scripts are fetched when one is opened"),
    ("labextension", {"shared", "finished"}, {"live", "inspector"}, "the extension knows of the live view and the inspector their types only: those are other bundles"),
)  # fmt: skip
IMPORT = re.compile(r'^(?:import|export)\s+(type\s)?(?:[^;"]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)', re.MULTILINE)  # fmt: skip


def imports(file: Path) -> list[tuple[Path, bool]]:
    """Each file of js/src that a file imports, and whether it wants its types only."""
    text = file.read_text("utf-8")
    found = [(written or late, bool(type_)) for type_, written, late in IMPORT.findall(text)]
    assert all(name.startswith(".") or type_ for name, type_ in found), (
        f"{file.name} imports a package: there is none in a bundle, types apart"
    )
    return [(file_of(file, name), type_) for name, type_ in found if name.startswith(".")]


def file_of(file: Path, name: str) -> Path:
    """The file that an import names."""
    target = (file.parent / name).resolve()
    target = target if target.suffix == ".css" else target.with_name(f"{target.name}.ts")
    assert target.is_file(), f"{file.name} imports {name}, which is no file"
    return target


def room_of(file: Path) -> str:
    """The folder of js/src a file stands in."""
    return file.relative_to(SOURCE).parts[0]


def test_every_file_stands_in_a_room() -> None:
    assert {room_of(file) for file in SOURCE.rglob("*") if file.is_file()} == {rule[0] for rule in RULES}


@pytest.mark.parametrize(("room", "known", "as_types", "rule"), RULES, ids=[rule[3] for rule in RULES])
def test_imports_run_one_way(room: str, known: set[str], as_types: set[str], rule: str) -> None:
    for file in (SOURCE / room).rglob("*.ts"):
        for target, type_ in imports(file):
            allowed = known | {room} | (as_types if type_ else set())
            assert room_of(target) in allowed, (
                f"{rule}: {file.relative_to(SOURCE)} imports {target.relative_to(SOURCE)}"
            )


def test_no_file_imports_itself_by_a_detour() -> None:
    graph = {file: {target for target, _ in imports(file)} for file in SOURCE.rglob("*.ts")}
    TopologicalSorter(graph).prepare()  # CycleError names the circle


def test_a_folder_is_taken_in_at_one_look() -> None:
    folders = [SOURCE, *(entry for entry in SOURCE.rglob("*") if entry.is_dir())]
    fullest = {folder.name: len([*folder.glob("*.ts")]) for folder in folders}
    assert {name: count for name, count in fullest.items() if count > FOLDER_FILES} == {}
