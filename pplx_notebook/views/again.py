"""A finished answer, shown again as it was shown at its end."""

from __future__ import annotations

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.bundle import bundle
from pplx_notebook.views.choice import chosen, view_of
from pplx_notebook.views.live import ViewName
from pplx_notebook.views.output import Output


def show_again(answer: Answer, view: ViewName = "auto") -> None:
    """Show ``answer`` as text where ``view`` means text, else as the output it had at its end."""
    if chosen(view) == "text":
        view_of("text").end(answer, 0.0)
    else:
        Output().show(bundle(answer))
