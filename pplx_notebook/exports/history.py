"""Answers of the history for a terminal and a file: a table as text, one answer as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from pplx_notebook.library.store.rows import KeptAnswer
from pplx_notebook.views.faces.markdown import answer_markdown
from pplx_notebook.views.faces.tables.history import history_bundle

NOTHING = "no answers: %config Pplx.history = True in a notebook keeps those of its session."


def as_table(kept: Sequence[KeptAnswer]) -> str:
    """A row an answer."""
    rows = [(row.id, row.answer) for row in kept]
    text = str(history_bundle(rows, nothing=NOTHING)["text/plain"])
    return text.replace("%pplx --history", "pplx-notebook history show")


def as_page(kept: KeptAnswer) -> str:
    """Question and answer, with its sources."""
    question = f"> {kept.answer.prompt}".replace("\n", "\n> ")
    return f"{question}\n\n{answer_markdown(kept.answer)}"
