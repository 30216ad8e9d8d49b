"""Checked sentences as a table in three faces: what the answer says, the verdict, what the source says.

Rules of this file: a verdict is a sign and a word, never a colour alone; what differs stands first, a passage
is the page's own words; addresses are links only where they may be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.views.faces.html_blocks import element
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.tables.cells import html_row, html_table, markdown_table, sentence

HEAD = ("Sentence", "Source", "Verdict", "What the source says")
SENTENCE_CHARACTERS, PASSAGE_CHARACTERS = 240, 240
MOST_SHOWN = 200  # rows; the frame holds all


class Line(NamedTuple):
    """One row, in words; ``verdict`` with its sign."""

    sentence: str
    number: int
    url: str
    verdict: str
    passage: str
    differs: str


def evidence_bundle(lines: Sequence[Line], summary: str, text: str) -> dict[str, Any]:
    """The table with its summary below; ``text`` for where no table is shown."""
    if not lines:
        return sentence(summary)
    shown = lines[:MOST_SHOWN]
    more = f" The first {MOST_SHOWN} of {len(lines):,} rows are shown." if len(lines) > MOST_SHOWN else ""
    rows = [html_row((*_said(line)[:1], _link(line), *_said(line)[2:]), safe=(1,)) for line in shown]
    note = element("p", escape(summary + more), class_="pplx-notice")
    written = markdown_table(HEAD, [_said(line) for line in shown])
    return {
        "text/html": html_table(HEAD, rows, below=note),
        "text/markdown": f"{written}\n\n{escaped(summary + more)}",
        "text/plain": text,
    }


def _said(line: Line) -> tuple[str, str, str, str]:
    passage = one_line(line.passage, PASSAGE_CHARACTERS)
    differs = one_line(line.differs, PASSAGE_CHARACTERS)
    says = f"{differs} — “{passage}”" if differs else f"“{passage}”" if passage else ""
    return one_line(line.sentence, SENTENCE_CHARACTERS), f"[{line.number}]", line.verdict, says


def _link(line: Line) -> str:
    url = safe_url(line.url)
    label = f"[{line.number}]"
    if not url:
        return escape(label)
    return element("a", escape(label), href=url, target="_blank", rel="noopener noreferrer nofollow")
