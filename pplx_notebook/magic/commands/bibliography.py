"""``%pplx --bibliography``: the references of the notebook, in the cell that asks for them, kept up to
date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from IPython.core.error import UsageError

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked


def run(magic: CellMagic, asked: Asked, cell: str | None) -> None:
    """Show them; what was shown before by this command stays as it is then."""
    if asked.text or (cell or "").strip():
        raise UsageError("--bibliography asks nothing: leave out the question, or leave out --bibliography.")
    from pplx_notebook.magic.shown.bibliography import bibliography_bundle
    from pplx_notebook.session import sources

    form = asked.values["bibliography"]
    magic.live_bibliography.show(sources(), partial(bibliography_bundle, form=form))
