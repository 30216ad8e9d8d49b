"""A table of sources that stands for itself, not below an answer: in three faces."""

from __future__ import annotations

from typing import Any

from pplx_notebook.document.sources.tables import Rows
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.html_sources import table_html
from pplx_notebook.views.faces.markdown import section_markdown


def table_bundle(table: Rows, text: str) -> dict[str, Any]:
    """The table as HTML and Markdown, with ``text`` for where neither is shown."""
    return {
        "text/html": element("div", table_html(table), class_=CONTAINER),
        "text/markdown": section_markdown(table),
        "text/plain": text,
    }
