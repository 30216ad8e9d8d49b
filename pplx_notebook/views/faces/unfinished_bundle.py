"""What an output shows while its answer is being written, and so what a notebook saved just then holds.

The widget view is for the page that is open now. The other faces are for every later reader: a saved
widget view alone is "model not found" in JupyterLab once its kernel has gone. With the labextension of this
package the page keeps them up to date with what it shows (js/src/labextension/keep-on-save.ts).
"""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.document.endings import Trouble
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import MIME, to_saved, without_asking
from pplx_notebook.protocol.saved_part import saved_part
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.text import answer_text

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
NOTE = (
    "This answer was still being written here. "
    "%pplx --last shows it whole while its kernel runs; otherwise run the cell again."
)
UNFINISHED = Trouble("cut", "Unfinished.", NOTE)


def widget_bundle(model_id: str, prompt: str = "") -> dict[str, Any]:
    """The live widget, and beside it question and note for whoever opens this without it."""
    noted = Answer(status="streaming", prompt=prompt, notices=(NOTE,))
    view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
    return {
        WIDGET_VIEW: view,
        MIME: to_saved(Answer(status="streaming")),
        "text/html": answer_html(Answer(prompt=prompt), ending=UNFINISHED),
        "text/plain": answer_text(noted),
    }


def passing_bundle(model_id: str, prompt: str = "") -> dict[str, Any]:
    """The live widget, and beside it nothing: for where it goes away and nothing can take its place."""
    nothing = Answer(status="streaming", prompt=prompt)
    return widget_bundle(model_id) | {"text/html": answer_html(nothing), "text/plain": ""}


def static_bundle(answer: Answer, state: str, sources: SourcesName = "full") -> dict[str, Any]:
    """What there is of an answer, and the state word as long as there is nothing, below the note."""
    said = () if answer.text else (f"{state} …",)
    answer = saved_part(without_asking(answer) if answer.private else answer)
    begun = msgspec.structs.replace(answer, notices=(*answer.notices, *said))
    noted = msgspec.structs.replace(begun, notices=(*begun.notices, NOTE))
    document = read_answer_text(noted)
    return {
        "text/html": answer_html(begun, document, sources, UNFINISHED),
        "text/plain": answer_text(noted, document=document, sources=sources),
    }
