"""Cells that wait for their answer where a browser cannot pause Python: ``%%pplx`` becomes ``await …``.

The last step of IPython's own transformation: what its magics have become is parsed, and put ``await`` before
where that is allowed: at the top of the cell, in its loops, in assignments, in coroutines; never inside a
function, a class, a lambda or a generator expression, which wait as well as they can (``browser.waiting``).
Nor is it done while a cell runs: ``%%time`` and ``%%capture`` transform their body, and do not await it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import FrameType

RUNNERS = ("run_line_magic", "run_cell_magic")
AWAITED = "get_ipython().magics_manager.registry['Pplx'].awaited("
# a body that is not the cell's own; its decorators, defaults and bases are, and are left alone all the same
APART = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)


def awaited(lines: list[str]) -> list[str]:
    """The lines of a transformed cell, with our magics awaited."""
    text = "".join(lines)
    if "'pplx'" not in text or a_cell_runs():
        return lines
    try:
        calls = sorted(our_calls(ast.parse(text)), key=lambda call: (call.lineno, call.col_offset))
    except SyntaxError:  # IPython says what is wrong with it
        return lines
    rows = [line.encode() for line in text.splitlines(keepends=True)]
    for call in reversed(calls):
        name, first = call.args[0], call.args[1]
        if first.lineno != name.lineno or call.end_lineno is None or call.end_col_offset is None:
            continue
        row = rows[call.end_lineno - 1]
        rows[call.end_lineno - 1] = row[: call.end_col_offset] + b")" + row[call.end_col_offset :]
        row = rows[call.lineno - 1]
        begin = f"(await {AWAITED}".encode()
        rows[call.lineno - 1] = row[: call.col_offset] + begin + row[first.col_offset :]
    return [row.decode() for row in rows]


def our_calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls of our magics where they may be awaited."""
    if isinstance(node, APART):
        return
    if isinstance(node, ast.Call) and is_ours(node):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from our_calls(child)


def is_ours(call: ast.Call) -> bool:
    """``get_ipython().run_cell_magic('pplx', …)``."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name("get_ipython")), attr=runner),
            args=[ast.Constant("pplx"), _, *_],
        ):
            return runner in RUNNERS
    return False


def a_cell_runs() -> bool:
    """Whether IPython is running code below us."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "run_code" and "IPython" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
