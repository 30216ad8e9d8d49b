"""A finished answer, shown again as it was shown at its end."""

from __future__ import annotations

import sys
from typing import Any

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.nodes import Document
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.writable import writable
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import blocks_html, element
from pplx_notebook.views.faces.markdown_blocks import document_markdown
from pplx_notebook.views.faces.text_blocks import TextWriter
from pplx_notebook.views.screens.choose_view import asked_by_console, chosen
from pplx_notebook.views.screens.output import output_here
from pplx_notebook.views.screens.terminal_view import TerminalView
from pplx_notebook.views.screens.view import ViewName


def again(
    answer: Answer,
    view: ViewName = "auto",
    sources: SourcesName = "full",
    findings: Findings | None = None,
) -> dict[str, Any]:
    """The finished output as a mime bundle; only text, as wide as the screen, where ``view`` means text.
    ``findings``: what a check found of it."""
    if chosen(view) != "text":
        return bundle(answer, sources, findings)
    return {"text/plain": TerminalView(console=asked_by_console(), sources=sources).whole(answer, findings)}


def show_again(
    answer: Answer,
    view: ViewName = "auto",
    sources: SourcesName = "full",
    findings: Findings | None = None,
) -> None:
    """Show that output."""
    output_here().finish(again(answer, view, sources, findings))


def show_faces(faces: dict[str, Any], view: ViewName = "auto") -> None:
    """Show a table of ours, or whatever has faces; its text alone where ``view`` means text."""
    output_here().finish(faces if chosen(view) != "text" else {"text/plain": faces["text/plain"]})


def show_page(document: Document, view: ViewName = "auto") -> None:
    """Show a page that is no answer: what would be sent, for example."""
    console = TerminalView(console=asked_by_console())
    text = TextWriter(console.style, console.width).document(document)
    faces = {"text/plain": writable(text, sys.stdout)}
    if chosen(view) != "text":
        faces["text/html"] = element("div", "".join(blocks_html(document)), class_=f"{CONTAINER} pplx-page")
        faces["text/markdown"] = document_markdown(document)
    output_here().finish(faces)
