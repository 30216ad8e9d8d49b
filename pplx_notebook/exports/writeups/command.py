"""``pplx-notebook export``: a notebook, the file of a study or the history, written up."""

from __future__ import annotations

import argparse
import sys
import warnings
from typing import Any

from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.exports.writeups.exporting import export
from pplx_notebook.exports.writeups.formats import WRITE_UPS
from pplx_notebook.exports.writeups.from_notebook import ONLY
from pplx_notebook.protocol.writable import writable


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("notebook", nargs="?", help="an .ipynb file, or the .jsonl of a study")
    parser.add_argument("--to", choices=(*WRITE_UPS, "ro-crate"), required=True)
    parser.add_argument("--output", metavar="FILE", help="what to write; default: named after the notebook")
    parser.add_argument(
        "--only", choices=ONLY, default="all",
        help="all of a notebook, its text (Markdown and answers, no code), or its answers",
    )  # fmt: skip
    parser.add_argument("--title", help="default: the first heading")
    parser.add_argument("--history", metavar="WORDS", help="answers of the history that have these words")
    parser.add_argument("--force", action="store_true", help="write over files that were not written here")


def run(asked: argparse.Namespace) -> int:
    """Write it; 0 done, 1 it could not be (one line says why)."""
    try:
        with warnings.catch_warnings(record=True) as notes:
            warnings.simplefilter("always")
            done = export(
                _what(asked), asked.output, to=asked.to, only=asked.only, title=asked.title, force=asked.force
            )
    except PplxError as problem:
        sys.stderr.write(writable(f"pplx-notebook: {problem}\n", sys.stderr))
        return 1
    for line in (*(str(note.message) for note in notes), *done.notices):
        sys.stderr.write(writable(f"pplx-notebook: {line}\n", sys.stderr))
    for file in done.files:
        sys.stdout.write(writable(f"{file}\n", sys.stdout))
    return 0


def _what(asked: argparse.Namespace) -> Any:
    """What is written up."""
    if (asked.notebook is None) == (asked.history is None):
        raise UsageProblem("export takes one of the two: the path of a notebook, or --history WORDS.")
    if asked.notebook is not None:
        return asked.notebook
    from pplx_notebook.library.store.history import History

    found = History().search(asked.history)
    if not found:
        raise UsageProblem("the history has no answer with these words: see pplx-notebook history.")
    return found[::-1]
