"""Imports run one way; a broken rule is named by its sentence."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "pplx_notebook"

# (who, must not import, the rule)
RULES = (
    ("protocol", ("client", "network", "views", "demo", "magic", "errors", "options"), "protocol is pure: it knows no other room"),
    ("views", ("client", "network", "demo", "magic"), "views never import the client"),
    ("client", ("views", "magic"), "the client never imports views"),
    ("network", ("views", "magic", "client"), "the network never imports views, magic or the client above it"),
    ("demo", ("views", "magic", "client", "network"), "the demo engine is a server: it knows only the protocol"),
)  # fmt: skip


def imported_modules(file: Path) -> set[str]:
    """Every module a file imports, anywhere in it, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are absolute, else these rules do not see them"
            found.add(str(node.module))
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files_of(room: str) -> list[Path]:
    """The modules of a room: a folder, or one file."""
    folder = PACKAGE / room
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    assert files, f"the room {room} is empty: has it moved?"
    return files


@pytest.mark.parametrize(("room", "forbidden", "rule"), RULES, ids=[rule[2] for rule in RULES])
def test_imports_run_one_way(room: str, forbidden: tuple[str, ...], rule: str) -> None:
    for file in files_of(room):
        for module in imported_modules(file):
            parts = module.split(".")
            broken = parts[0] == "pplx_notebook" and len(parts) > 1 and parts[1] in forbidden
            assert not broken, f"{rule}: {file.relative_to(PACKAGE)} imports {module}"


def test_nothing_imports_the_magic_but_the_door() -> None:
    for file in PACKAGE.rglob("*.py"):
        if file.name not in ("magic.py", "__init__.py"):
            assert "pplx_notebook.magic" not in imported_modules(file), f"{file.name} imports the magic"


def test_protocol_imports_only_the_standard_library_and_the_json_decoder() -> None:
    allowed = {*sys.stdlib_module_names, "msgspec", "pplx_notebook"}
    for file in files_of("protocol"):
        for module in imported_modules(file):
            assert module.split(".")[0] in allowed, f"protocol is pure: {file.name} imports {module}"


def test_no_module_is_longer_than_300_lines() -> None:
    long = {f.name: n for f in PACKAGE.rglob("*.py") if (n := len(f.read_text("utf-8").splitlines())) > 300}
    assert not long, f"is there a second room in there? {long}"
