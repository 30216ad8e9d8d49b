"""One answer, four faces: what the finished output of a cell carries.

::

    application/vnd.pplx.answer+json   {"version": 1, "answer": {…}}, the answer (``protocol.saved``, as much
                                       of it as ``protocol.saved_part`` says); of one that was checked
                                       "evidence", too (``evidence.results.kept``);
                                       what a bibliography needs besides as "references"
                                       (``evidence.identifiers.beside``)
    text/html                          works without script, style sheet and kernel (``html``)
    text/markdown                      the same content, nothing in it to execute (``safe_markdown``)
    text/plain                         the same content as text (``text``)

All four say the same; a front end picks one. The text is parsed once for the three that show it.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from pplx_notebook.document.findings.at_markers import with_findings
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import MIME, to_saved, without_asking
from pplx_notebook.protocol.saved_part import LONG_CHARACTERS, saved_part, text_length
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.long_html import shorter_html, size_of
from pplx_notebook.views.faces.markdown import answer_markdown
from pplx_notebook.views.faces.text import answer_text

# Beyond LONG_CHARACTERS notebooks stay below 3.5 times the text: text/markdown is left out, text/plain is the
# beginning, and text/html, too, where its tags or escapes are many times the text.
BEGINNING_CHARACTERS = 20_000
MOST_TIMES = 3.5


def bundle(answer: Answer, sources: SourcesName = "full", findings: Findings | None = None) -> dict[str, Any]:
    """MIME type -> data for ``IPython.display.display(…, raw=True)``; ``sources``: how much of
    them is shown; ``findings``: what a check found of it."""
    archived = answer.archived
    answer = saved_part(without_asking(answer) if answer.private else answer)
    document = read_answer_text(answer)
    kept: dict[str, Any] = {}
    if findings is not None:
        document = with_findings(document, findings)
        kept = {"evidence": findings.saved}
    if told := _references(answer, archived):
        kept["references"] = told
    text = answer_text(answer, document=document, sources=sources)
    faces: dict[str, Any] = {
        MIME: {**to_saved(answer), **kept},
        "text/html": answer_html(answer, document, sources),
        "text/plain": text,
    }
    if len(answer.text) <= LONG_CHARACTERS:
        faces["text/markdown"] = answer_markdown(answer, document, sources)
    else:
        faces["text/plain"] = beginning(text)
        room = int(MOST_TIMES * text_length(answer)) - sum(
            size_of(data) for name, data in faces.items() if name != "text/html"
        )
        if size_of(faces["text/html"]) > room:
            faces["text/html"] = shorter_html(answer, document, text, room, sources)
    return faces


def _references(answer: Answer, archived: Any) -> list[dict[str, Any]]:
    if not (answer.citations or answer.search_results):
        return []
    from pplx_notebook.evidence.identifiers.beside import beside  # 20 ms of patterns

    return beside(replace(answer, archived=archived))


def beginning(text: str) -> str:
    """The first lines of a long text, and where the rest is."""
    first = text[:BEGINNING_CHARACTERS].rpartition("\n")[0] or text[:BEGINNING_CHARACTERS]
    return f"{first}\n\n… {len(text):,} characters in all: the HTML and JSON of this output hold the rest."
