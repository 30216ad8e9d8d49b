"""One study, three faces: what a cell's output carries, under way and at the end."""

from __future__ import annotations

from typing import Any

from pplx_notebook.views.faces.unfinished_bundle import WIDGET_VIEW
from pplx_notebook.views.study.html import counts_html, study_html
from pplx_notebook.views.study.markdown import study_markdown
from pplx_notebook.views.study.table import Counts, ShownStudy
from pplx_notebook.views.study.text import counts_text, study_text

NOTE = "This study was still under way here; what had been answered is kept where resume= was given."


def study_bundle(study: ShownStudy) -> dict[str, Any]:
    """A study that has ended."""
    return {
        "text/html": study_html(study),
        "text/markdown": study_markdown(study),
        "text/plain": study_text(study),
    }


def counts_bundle(counts: Counts, *, first: bool = False) -> dict[str, Any]:
    """A study under way, as a copy saved right now shows it."""
    return {"text/html": counts_html(counts, first=first), "text/plain": f"{counts_text(counts)}\n{NOTE}"}


def widget_bundle(model_id: str, counts: Counts) -> dict[str, Any]:
    """The same with the live widget."""
    view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
    return {WIDGET_VIEW: view, **counts_bundle(counts)}
