"""The live inspector's widget: no traits, its messages are those of ``sending``. Its script is loaded with
it, and with it alone: an answer that nobody inspects costs nothing more."""

from __future__ import annotations

import anywidget

from pplx_notebook.views.screens.widget import STATIC, packed


class InspectorWidget(anywidget.AnyWidget):
    """One question's exchange while it arrives."""

    layout = None  # it would be a model of its own, opened and closed with every answer
    _esm = packed((STATIC / "exchange.js").read_text("utf-8"))
