"""The live inspector's widget: no traits, its messages are those of ``sending``.

Its script only hears them; the page's extension fetches what draws them (``js/src/inspector/widget.ts``).
"""

from __future__ import annotations

import anywidget

from pplx_notebook.views.screens.widget import STATIC


class InspectorWidget(anywidget.AnyWidget):
    """One question's exchange while it arrives."""

    layout = None  # it would be a model of its own, opened and closed with every answer
    _esm = (STATIC / "inspector.js").read_text("utf-8")
