"""Cells that wait for their answer where a browser cannot pause Python: ``%%pplx`` becomes ``await …``.

The last step of IPython's own transformation: what its magics have become is parsed, and put ``await`` before
where that is allowed: at the top of the cell, in its loops, in assignments, in coroutines; never inside a
function, a class, a lambda or a generator expression, which wait as well as they can (``browser.waiting``).
Nor is it done while a cell runs: ``%%time`` and ``%%capture`` transform their body, and do not await it.
A loop over ``….stream(…)`` becomes ``async for`` in the same places: over ``astream`` where it is ours.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import FrameType

RUNNERS = ("run_line_magic", "run_cell_magic")
STREAM = "stream"
OURS = "get_ipython().magics_manager.registry['Pplx']"
AWAITED = f"(await {OURS}.awaited("
STREAMED = f"{OURS}.streamed("
# a body that is not the cell's own; its decorators, defaults and bases are, and are left alone all the same
APART = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)


def awaited(lines: list[str]) -> list[str]:
    """The lines of a transformed cell, with our magics and streams awaited."""
    text = "".join(lines)
    if not ("'pplx'" in text or STREAM in text) or a_cell_runs():
        return lines
    try:
        edits = sorted(edits_of(ast.parse(text)), reverse=True)
    except SyntaxError:  # IPython says what is wrong with it
        return lines
    rows = [line.encode() for line in text.splitlines(keepends=True)]
    for line, begin, end, new in edits:
        row = rows[line - 1]
        rows[line - 1] = row[:begin] + new.encode() + row[end:]
    return [row.decode() for row in rows]


Edit = tuple[int, int, int, str]  # in a line, from a byte to a byte: what stands there instead


def edits_of(node: ast.AST) -> Iterator[Edit]:
    """What changes where a cell may await."""
    if isinstance(node, APART):
        return
    if isinstance(node, ast.Call) and is_ours(node):
        yield from magic_awaited(node)
    if isinstance(node, ast.For):
        yield from loop_awaited(node)
    for child in ast.iter_child_nodes(node):
        yield from edits_of(child)


def magic_awaited(call: ast.Call) -> Iterator[Edit]:
    """``(await ….awaited(line, cell))``."""
    name, first = call.args[0], call.args[1]
    if first.lineno == name.lineno and call.end_lineno and call.end_col_offset:
        yield call.lineno, call.col_offset, first.col_offset, AWAITED
        yield call.end_lineno, call.end_col_offset, call.end_col_offset, ")"


def loop_awaited(loop: ast.For) -> Iterator[Edit]:
    """``async for … in ….streamed(pplx.stream)(…)``."""
    match loop.iter:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name) as stream) if name == STREAM:
            if stream.end_lineno and stream.end_col_offset:
                yield loop.lineno, loop.col_offset, loop.col_offset, "async "
                yield stream.lineno, stream.col_offset, stream.col_offset, STREAMED
                yield stream.end_lineno, stream.end_col_offset, stream.end_col_offset, ")"


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
