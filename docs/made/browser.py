"""``sphinx-build -t lite``: the course in the browser alone beside the pages, each with a link into it.

``docs/lite/build.py`` makes the folder ``lite`` when the pages stand. Without the tag nothing is linked, for
nothing is there. JupyterLite's own Sphinx extension is not used: it puts a style sheet of another host on
every page.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from made.lessons import LIMITS, stops

BUILD = Path(__file__).resolve().parents[1] / "lite" / "build.py"
FOLDER = "lite"
FIRST = "01-first-answer"
# what to open from a page that is no notebook, where the first is not the nearest; none that stops on its way
NEAREST = {
    "howto/background-answers": "05-streaming-and-waiting",
    "howto/data": "02-sources-as-data",
    "howto/evidence": "10-check-your-sources",
    "howto/many": "07-many-questions",
    "howto/over-time": "02-sources-as-data",
    "howto/prompts": "03-follow-ups",
    "howto/recordings": "06-when-things-go-wrong",
    "howto/references": "02-sources-as-data",
    "howto/stopping-and-faults": "06-when-things-go-wrong",
    "howto/structured": "02-sources-as-data",
    "howto/threads": "03-follow-ups",
    "speed": "05-streaming-and-waiting",
    "troubleshooting": "06-when-things-go-wrong",
}


def notebook_of(page: str) -> str:
    """The notebook that a page's link opens: its own, or the nearest."""
    own = page.removeprefix("course/")
    return own if own != page else NEAREST.get(page, FIRST)


def link(page: str) -> str:
    """Where that is, from the first page's folder."""
    return f"{FOLDER}/lab/index.html?path={notebook_of(page)}.ipynb"


def setup(app: Sphinx) -> None:
    """Only where it is asked for."""
    if not app.tags.has("lite"):
        return
    app.connect("html-page-context", offer)
    app.connect("build-finished", build)


def offer(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """The link on every page that has a source, or why there is none."""
    if page not in app.env.found_docs:
        return
    if stops(notebook := notebook_of(page)):
        context["not_in_browser"] = f"Not in the browser alone: needs {LIMITS[notebook]['needs']}"
    else:
        context["try_it"] = link(page)


def build(app: Sphinx, problem: Exception | None) -> None:
    """JupyterLite beside the pages."""
    if problem is not None or app.builder.format != "html":
        return
    command = [sys.executable, str(BUILD), str(Path(app.outdir) / FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own script
    if done.returncode:
        raise ExtensionError(done.stdout + done.stderr)
