"""Which view a session gets."""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.getipython import get_ipython

from pplx_notebook.views.live import View, ViewName


def chosen(name: ViewName) -> ViewName:
    """The name itself; for "auto" the widget where a notebook shows outputs, else text."""
    if name != "auto":
        return name
    return "text" if getattr(get_ipython(), "kernel", None) is None or asked_by_console() else "widget"


def asked_by_console() -> bool:
    """True when a person types at a kernel outside any notebook: ``jupyter console``, qtconsole.

    These show an output once and never replace it, so they would show nothing but the first state of a live
    view. A notebook names the cell in the request's metadata, or asks for nothing on stdin (nbclient).
    """
    kernel: Any = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if hasattr(kernel, "get_parent") else None
    if not request or "google.colab" in sys.modules:
        return False
    return bool(request.get("content", {}).get("allow_stdin")) and not request.get("metadata")


def view_of(name: ViewName) -> View:
    """The view of that name."""
    name = chosen(name)
    if name == "widget":
        from pplx_notebook.views.widget_view import WidgetView

        return WidgetView()
    if name == "static":
        from pplx_notebook.views.static_view import StaticView

        return StaticView()
    from pplx_notebook.views.text_view import TextView

    return TextView(console=asked_by_console())
