"""``pplx-notebook check saved.ipynb``: whether the sources in a notebook say what its answers say.

Rules of this file: the notebook is read, not executed, and not changed; pages are fetched with ``--fetch``
only, as nobody is asked here; a count of pages goes to standard error where somebody watches.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from msgspec.structs import replace

from pplx_notebook.checks.checks import check
from pplx_notebook.checks.consent import refuse_in_browser
from pplx_notebook.checks.progress import on_terminal
from pplx_notebook.errors import CheckStopped, PplxError
from pplx_notebook.evidence.results.kept import changes
from pplx_notebook.library.notebooks import answers_in_notebook

OFFER = "--fetch looks at the pages"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("notebook", help="an .ipynb file; it is read, not executed")
    parser.add_argument("--fetch", action="store_true", help="fetch the cited pages, public addresses only")
    parser.add_argument(
        "--check-with",
        metavar="NAME",
        default="",
        help="ask this provider or model about what the rules left open",
    )
    parser.add_argument(
        "--max-cost-usd", metavar="USD", type=float, help="with --check-with: ask nothing beyond this"
    )


def checked(asked: argparse.Namespace) -> str:
    """The cited sentences of each answer with their verdicts, a line that sums up, and what is another
    verdict than the one in the notebook. ValueError, one line, where that cannot be."""
    more: dict[str, Any] = {"max_cost_usd": asked.max_cost_usd} if asked.max_cost_usd is not None else {}
    if asked.fetch:
        more["progress"] = on_terminal if sys.stderr.isatty() else None
    told = []
    try:
        if asked.fetch:
            refuse_in_browser()
        for cell, answer in answers_in_notebook(asked.notebook):
            anew = replace(answer, evidence=None)
            found = check(anew, fetch=asked.fetch, check_with=asked.check_with, offer=OFFER, **more)
            told.append("\n".join((f"cell {cell}:", str(found), *changes(answer.evidence, found))))
    except CheckStopped as stop:  # what there is is shown
        told.append(f"{stop.evidence}\n{stop}")
    except PplxError as problem:
        raise ValueError(str(problem)) from None
    return "\n\n".join(told) or "no answer in this notebook"
