"""Every message a user can meet, as the code writes it: its words, with … where a value stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from places import ROOT

import pplx_notebook.errors as tree

PACKAGE = ROOT / "pplx_notebook"
CLASSES = {name for name, kind in vars(tree).items() if isinstance(kind, type) and issubclass(kind, tree.PplxError)}
RAISED = CLASSES | {"UsageError"}  # IPython's own, for what is wrong in a cell's line
ELSEWHERE = ("demo", "gateway")  # what those say, they say as a server


@dataclass(frozen=True)
class Message:
    """Where it stands, what kind of error it is, its words."""

    place: str
    kind: str
    words: str


def messages() -> Iterator[Message]:
    """All of them, file by file."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith(ELSEWHERE):
            yield from _of_file(file, name)


def _of_file(file: Path, name: str) -> Iterator[Message]:
    module = ast.parse(file.read_text("utf-8"))
    constants = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in RAISED and node.args:
            kind, said = node.func.id, node.args[0]
        elif node.func.id == "AnswerError" and (told := [one.value for one in node.keywords if one.arg == "message"]):
            kind, said = "AnswerError", told[0]
        else:
            continue
        for words in _words(said, constants):
            yield Message(f"{name}:{node.lineno}", kind, words)


def _words(node: ast.expr, constants: dict[str, ast.expr]) -> list[str]:
    """The words of an expression; a conditional one has two."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return _words(node.body, constants) + _words(node.orelse, constants)
    if isinstance(node, ast.Name) and node.id in constants:
        return _words(constants[node.id], constants)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a in _words(node.left, constants) for b in _words(node.right, constants)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _words(node.func.value, constants)
    if isinstance(node, ast.Subscript | ast.Call | ast.Name | ast.Attribute | ast.BoolOp):
        return [f"<{ast.unparse(node)}>"]
    return ["…"]
