"""Cells as they are rewritten where Python cannot be paused: magics and streams are awaited, all else is left alone.

What they become is plain Python, so it runs in any shell.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from pplx_notebook.magic.line.awaited import awaited

ASK = "get_ipython().run_line_magic('pplx', 'What is DNA?')\n"
AWAITED = "(await get_ipython().magics_manager.registry['Pplx'].awaited('What is DNA?'))\n"
OURS = "get_ipython().magics_manager.registry['Pplx'].streamed"
REWRITTEN = {
    ASK: AWAITED,
    f"x = {ASK}": f"x = {AWAITED}",
    f"for q in range(2):\n    {ASK}": f"for q in range(2):\n    {AWAITED}",
    "for é in pplx.stream('q'):\n    pass\n": f"async for é in {OURS}(pplx.stream)('q'):\n    pass\n",
    f"if 'é':\n  for a in stream(q): {ASK}": f"if 'é':\n  async for a in {OURS}(stream)(q): {AWAITED}",
    "for a in (\n    client\n    .stream(q)\n): pass\n": f"async for a in (\n    {OURS}(client\n    .stream)(q)\n): pass\n",
    "async def f():\n    for a in pplx.stream(q): pass\n": f"async def f():\n    async for a in {OURS}(pplx.stream)(q): pass\n",
}
LEFT_ALONE = (
    f"def f():\n    {ASK}",
    "def f():\n    for a in pplx.stream(q): pass\n",
    "answers = list(pplx.stream(q))\n",
    "for a in pplx.streams(q): pass\n",
    "for a in stream: pass\n",
    "for a in pplx.stream(q) pass\n",  # no Python: IPython says so
)


def rewritten(cell: str) -> str:
    """As the transformer gives it."""
    return "".join(awaited(cell.splitlines(keepends=True)))


@pytest.mark.parametrize("cell", REWRITTEN)
def test_what_a_cell_waits_for_is_awaited(cell: str) -> None:
    assert rewritten(cell) == REWRITTEN[cell]


@pytest.mark.parametrize("cell", LEFT_ALONE)
def test_what_cannot_be_awaited_is_left_alone(cell: str) -> None:
    assert rewritten(cell) == cell


RUNS = {
    "for answer in pplx.stream('What is DNA?'):\n    seen.append(answer)": "done",
    "client = pplx.Client()\nfor answer in client.stream('What is DNA?'):\n    seen.append(answer)": "done",
    "for answer in pplx.stream('What is DNA?'):\n    seen.append(answer)\n    break": "streaming",
}


@pytest.mark.parametrize("cell", RUNS)
def test_a_loop_over_a_stream_has_its_snapshots(cell: str, shell: InteractiveShell) -> None:
    seen = run(shell, cell)
    assert len(seen) > 1 or "break" in cell
    assert seen[-1].status == RUNS[cell]


def test_a_loop_over_somebody_elses_stream_has_its_items(shell: InteractiveShell) -> None:
    other = "class Other:\n    def stream(self, n, *, of):\n        yield from [of] * n\n"
    assert run(shell, other + "for each in Other().stream(2, of='x'):\n    seen.append(each)") == ["x", "x"]


def run(shell: InteractiveShell, cell: str) -> list[Any]:
    """What the cell puts into ``seen``, rewritten."""
    shell.input_transformers_post.append(awaited)
    try:
        lines = "import pplx_notebook as pplx\nseen = []\n" + cell
        text = shell.transform_cell(lines)
        assert "async for" in text
        asyncio.run(shell.run_cell_async(lines, transformed_cell=text)).raise_error()
    finally:
        shell.input_transformers_post.remove(awaited)
    found: list[Any] = shell.user_ns["seen"]
    return found
