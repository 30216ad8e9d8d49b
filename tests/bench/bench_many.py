"""A long day's notebook: what a thousand answers leave behind in the kernel, and what one huge answer costs.

    python tests/bench/bench_many.py [--answers 1000] [--characters 1000000]

A real kernel run by nbclient, the demo engine without pauses and the live widget, as in a notebook. Memory is the
kernel's resident set (``/proc/self/statm``) after a collection; growth is counted from the fifth answer on,
when everything is imported. Python time is the kernel's process time, without what the demo engine or the
local server take for their part of the huge answer (measured apart).
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from pplx_notebook.demo.server.server import DemoServer

COUNT = """
import gc, json, os, threading
from ipywidgets.widgets import widget
def count():
    gc.collect()
    with open("/proc/self/statm") as statm:
        resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    files = len(os.listdir("/proc/self/fd"))
    print(json.dumps({"resident_mb": resident, "widgets": len(widget._instances), "threads": threading.active_count(), "files": files}))
"""
ASK = """
ip = get_ipython()
for number in range({answers}):
    ip.run_cell_magic("pplx", "--view widget", "What is nuclear fusion, and where does it stand?")
count()
"""
HUGE = """
import time
began = time.process_time()
get_ipython().run_cell_magic("pplx", "--view widget --provider chat --base-url {url} --model x", "Write a long one.")
print(json.dumps({{"seconds": time.process_time() - began, "characters": len(_pplx.text), "status": _pplx.status}}))
"""
PART = (  # a marker about every 400 characters, as in recorded answers
    "The answer goes on with **a claim** and its source [1], and `a term`; then it explains what follows from it, at "
    "the length such explanations have, so that a paragraph is about as long as a paragraph usually is.\n\n"
    "- first thing to know\n- second thing, *with emphasis*, and why it matters more than the first one did\n\n"
)


def run(*sources: str) -> nbformat.NotebookNode:
    """Run All in a fresh kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    os.environ |= {"PPLX_DEMO_PACE": "instant", "PPLX_PROVIDER": "demo"}  # the kernel's, too
    NotebookClient(notebook, kernel_name="python3", timeout=3600).execute()
    return notebook


def figures(cell: nbformat.NotebookNode) -> dict[str, Any]:
    """The line of JSON a cell printed."""
    printed = "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")
    return dict(json.loads(printed.strip().splitlines()[-1]))


def many(answers: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands in the kernel after five answers, and after that many more."""
    notebook = run("%load_ext pplx_notebook", COUNT, ASK.format(answers=5), ASK.format(answers=answers))
    return figures(notebook.cells[2]), figures(notebook.cells[3])


def recording(characters: int, deltas: int) -> str:
    """A stream of one answer that long, in so many deltas, with ten sources."""
    text = (PART * (characters // len(PART) + 1))[:characters]
    results = [{"title": f"Source {n}", "url": f"https://example.org/{n}"} for n in range(10)]
    size = -(-characters // deltas)
    pieces = [text[at : at + size] for at in range(0, characters, size)]
    return "".join(event(piece, results) for piece in pieces) + "data: [DONE]\n\n"


def event(text: str, results: list[dict[str, str]]) -> str:
    """One event of a concise stream."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    chunk = {
        "id": "huge",
        "object": "chat.completion.chunk",
        "model": "x",
        "choices": [choice],
        "search_results": results,
    }
    return f"data: {json.dumps(chunk)}\n\n"


def huge(characters: int, folder: Path, deltas: int = 2_000) -> dict[str, Any]:
    """One answer that long through the magic in a kernel: Python seconds there, and the notebook's growth."""
    file = folder / "huge.sse"
    file.write_text(recording(characters, deltas), "utf-8")
    with DemoServer(replay=file, pace="instant") as server:
        notebook = run(
            "%load_ext pplx_notebook\nimport json\n%pplx --provider demo warm up",
            HUGE.format(url=server.base_url),
        )
    (output,) = [output for output in notebook.cells[1].outputs if output.output_type == "display_data"]
    size = len(
        nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])]))
    )
    return figures(notebook.cells[1]) | {"notebook": size / characters}


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--answers", type=int, default=1_000)
    options.add_argument("--characters", type=int, default=1_000_000)
    asked = options.parse_args()
    began = time.perf_counter()
    before, after = many(asked.answers)
    print(
        f"{asked.answers} answers in {time.perf_counter() - began:.0f} s, memory +{after['resident_mb'] - before['resident_mb']:.1f} MB"
    )
    print(f"  after 5: {before}\n  after all: {after}")
    with tempfile.TemporaryDirectory() as folder:
        cost = huge(asked.characters, Path(folder))
    print(
        f"{cost['characters']:,} characters ({cost['status']}): {cost['seconds']:.2f} s of Python, notebook {cost['notebook']:.2f} x the text"
    )


if __name__ == "__main__":
    main()
