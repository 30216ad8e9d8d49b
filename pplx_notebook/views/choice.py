"""Which view a session gets."""

from __future__ import annotations

from IPython.core.getipython import get_ipython

from pplx_notebook.views.live import View, ViewName


def chosen(name: ViewName) -> ViewName:
    """The name itself; for "auto" the widget where a Jupyter kernel shows outputs, else text."""
    if name != "auto":
        return name
    return "widget" if getattr(get_ipython(), "kernel", None) is not None else "text"


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

    return TextView()
