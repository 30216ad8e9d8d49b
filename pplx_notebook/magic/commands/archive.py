"""``%pplx --archive``: the archived addresses of an earlier answer's sources; no model is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked


def run(magic: CellMagic, asked: Asked, cell: str | None) -> None:
    """Ask the TimeGate of ``%config Pplx.archive``, show what it has; --into binds it."""
    from pplx_notebook.magic.goes_on import answer_named
    from pplx_notebook.magic.shown.archived import archived_bundle
    from pplx_notebook.views.screens.choose_view import chosen
    from pplx_notebook.views.screens.output import output_here

    if asked.text or (cell or "").strip():
        raise UsageError("--archive asks no question: leave out this one, or leave out --archive.")
    found = answer_named(asked.get("archive") or "", magic.last, magic.namespace, option="archive")
    try:
        archived = getattr(found, "answer", found).archive(timegate=magic.archive)
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None
    if asked.into is not None:
        magic.namespace[asked.into] = archived
    bundle = archived_bundle(archived)
    shown = bundle if chosen(magic.view_of(asked)) != "text" else {"text/plain": bundle["text/plain"]}
    output_here().finish(shown)
