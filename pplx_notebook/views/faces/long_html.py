"""The HTML of a very long answer where it would be many times the text: what fits, and where the rest is.

Ordinary prose takes 1.2 times its text. Ten thousand formulas, rows or brackets take up to 40.
"""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from msgspec.structs import replace

from pplx_notebook.document.nodes import Document, Inline, Paragraph, Text
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.html_blocks import block_html

REST = (
    "This output shows the beginning of the text only; its JSON holds the rest: Answer.from_notebook reads it"
)
LEAST_CHARACTERS = 2_000  # of the beginning, where no block fits
LONGEST_ESCAPE = 8  # characters for one, in HTML and then in JSON


def size_of(data: Any) -> int:
    """The characters that a face takes in a notebook's file."""
    return len(json.dumps(data, ensure_ascii=False))


def shorter_html(
    answer: Answer, document: Document, text: str, room: int, sources: SourcesName = "full"
) -> str:
    """The answer in at most ``room`` characters of a notebook, if its sources leave so many: as many blocks
    as fit, else a beginning of ``text``, the answer as plain text."""
    cut = replace(document, notices=(*document.notices, REST), notes=())
    around = size_of(answer_html(answer, replace(cut, blocks=()), sources))
    ends = accumulate(size_of(block_html(block)) for block in document.blocks)
    fitting = sum(end <= room - around for end in ends)
    if fitting:
        return answer_html(answer, replace(cut, blocks=document.blocks[:fitting]), sources)
    left = (room - around) // LONGEST_ESCAPE
    first = Inline("", lambda _: (Text(text[: max(LEAST_CHARACTERS, left)]),))
    alone = answer if left > LEAST_CHARACTERS else _without_sources(answer)
    return answer_html(alone, replace(cut, blocks=(Paragraph(first, False),), cited=()), sources)


def _without_sources(answer: Answer) -> Answer:
    return replace(
        answer, reasoning="", citations=(), search_results=(), images=(), videos=(), related_questions=()
    )
