"""A finished answer, shown again as it was shown at its end."""

from __future__ import annotations

from typing import Any

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.screens.choose_view import asked_by_console, chosen
from pplx_notebook.views.screens.output import output_here
from pplx_notebook.views.screens.terminal_view import TerminalView
from pplx_notebook.views.screens.view import ViewName


def again(answer: Answer, view: ViewName = "auto", sources: SourcesName = "full") -> dict[str, Any]:
    """The finished output as a mime bundle; only text, as wide as the screen, where ``view`` means text."""
    if chosen(view) != "text":
        return bundle(answer, sources)
    return {"text/plain": TerminalView(console=asked_by_console(), sources=sources).whole(answer)}


def show_again(answer: Answer, view: ViewName = "auto", sources: SourcesName = "full") -> None:
    """Show that output."""
    output_here().finish(again(answer, view, sources))
