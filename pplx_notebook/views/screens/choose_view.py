"""Which view a session gets.

By who asked, as the request itself tells (Jupyter's messaging protocol, ``execute_request``): a page names
the cell in the metadata; a console does not, and never replaces an output, so that of a live view it would
show the first state only; nbclient, papermill and Voilà take no input (``allow_stdin`` is false), have no
page to show a widget on yet, and would save the widget's program with every answer.
"""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.getipython import get_ipython

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.processes import IN_BROWSER
from pplx_notebook.views.screens.output import capture, output_here
from pplx_notebook.views.screens.view import View, ViewName


def chosen(name: ViewName) -> ViewName:
    """The name itself; for "auto" widget on a page, static where nobody watches, else text."""
    if name != "auto":
        return name
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None or asked_by_console():
        return "text"
    return "widget" if request_part().get("allow_stdin", True) else "static"


def asked_by_console() -> bool:
    """True when a person types at a kernel outside any notebook: ``jupyter console``, qtconsole."""
    colab = "google.colab" in sys.modules  # a page whose requests are not documented
    return bool(request_part().get("allow_stdin")) and not request_part("metadata") and not colab


def request_part(part: str = "content") -> dict[str, Any]:
    """A part of the request that runs this code; empty outside a kernel."""
    kernel: Any = getattr(get_ipython(), "kernel", None)
    channel = () if IN_BROWSER else ("shell",)
    request = kernel.get_parent(*channel) if hasattr(kernel, "get_parent") else None
    return (request or {}).get(part) or {}


def view_of(
    name: ViewName, *, blocking: bool = True, sources: SourcesName = "full", inspect: bool = False
) -> View:
    """The view of that name, for an answer that a cell waits for unless ``blocking`` is False. ``sources``:
    how much of them it shows; ``inspect``: with the inspector below it."""
    name = chosen(name)
    if name == "widget" and capture() is not None:  # it would be shown again when the widget has gone
        name = "static"
    view = answer_view(name, blocking=blocking, sources=sources)
    if not inspect:
        return view
    from pplx_notebook.views.screens.inspecting.inspected_view import InspectedView

    return InspectedView(view, output_here(), live=name == "widget")


def answer_view(name: ViewName, *, blocking: bool, sources: SourcesName) -> View:
    """The view of the answer itself."""
    if name == "widget":
        from pplx_notebook.views.screens.widget_view import WidgetView

        return WidgetView(blocking=blocking, output=output_here(), sources=sources)
    if name == "static":
        from pplx_notebook.views.screens.static_view import StaticView

        return StaticView(output_here(), sources)
    from pplx_notebook.views.screens.terminal_view import TerminalView

    return TerminalView(console=asked_by_console(), sources=sources)
