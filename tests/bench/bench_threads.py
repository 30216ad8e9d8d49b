"""CPU time of opening a conversation of 10,000 turns (5,000 questions with answers): goal 200 ms each."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from library.test_threads import thread

from pplx_notebook.exports.thread_files import as_json
from pplx_notebook.library.threads import threads_in_notebook
from pplx_notebook.protocol.saved import MIME, to_saved
from pplx_notebook.views.faces.tables.threads import thread_bundle, threads_bundle

QUESTIONS = 5_000


def cpu_ms(work: Callable[[], object]) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best * 1_000


def main() -> None:
    long = thread(QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        notebook, file = Path(folder, "a.ipynb"), Path(folder, "a.json")
        cells = [
            {"cell_type": "code", "execution_count": n, "outputs": [{"data": {MIME: to_saved(answer)}}]}
            for n, answer in enumerate(long.answers, 1)
        ]
        notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        file.write_text(as_json(long), encoding="utf-8")
        for name, work in {
            "what is sent before the next question": lambda: long.last,
            "the table of threads": lambda: threads_bundle({"a": long.answers}),
            "the thread shown": lambda: thread_bundle("a", long.answers),
            "read from its JSON file": lambda: threads_in_notebook(file),
            "read from a notebook": lambda: threads_in_notebook(notebook),
        }.items():
            print(f"{name:40} {cpu_ms(work):7.1f} ms")


if __name__ == "__main__":
    main()
