"""What a cell shows whose last line is ``answer.archive(…)``: the sources with their archived addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.over_time.archive import Archived

ARCHIVED = ("pplx_notebook.over_time.archive", "Archived")


def archived_bundle(archived: Archived, **_: Any) -> dict[str, Any]:
    """The table as HTML, Markdown and text."""
    from pplx_notebook.evidence.identifiers.beside import ARCHIVED_MIME, archived_form
    from pplx_notebook.views.faces.tables import archived as table

    lines = [
        table.CopyLine(
            "" if row.number is None else str(row.number),
            row.title, row.url, row.archived_url, row.archived_at, row.reason,
        )
        for row in archived
    ]  # fmt: skip
    kept = {ARCHIVED_MIME: archived_form(archived)}  # for whoever reads the notebook
    return {**kept, **table.archived_bundle(lines, archived.summary, str(archived))}
