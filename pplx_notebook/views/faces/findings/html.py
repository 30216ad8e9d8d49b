"""What a check found, as a line that opens: the sum, then what to look at. It needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.findings.told import OFFERED, SENTENCE_CHARACTERS, beside, listed, worth_a_line
from pplx_notebook.document.findings.values import Finding, Findings
from pplx_notebook.document.links import safe_url
from pplx_notebook.views.faces.html_blocks import element, link

UNCITED, UNBACKED = "Without a citation", "Links that no source holds"


def findings_html(part: Findings) -> str:
    """The line, and what it opens to."""
    told = "".join(element("li", _row(row)) for row in worth_a_line(part))
    inside = element("ul", told) if told else ""
    inside += _list(UNCITED, len(part.uncited), map(escape, listed(part.uncited)))
    inside += _list(UNBACKED, len(part.unbacked), map(_address, listed(part.unbacked)))
    inside += "".join(element("p", escape(note), class_="pplx-notice") for note in part.notes)
    if part.offer:
        typed = element("code", escape(part.offer))
        inside += element("p", f"{OFFERED} {typed}")
    if not inside:
        return element("p", escape(part.summary), class_="pplx-checked")
    return element("details", element("summary", escape(part.summary)) + inside, class_="pplx-checked")


def _row(row: Finding) -> str:
    verdict = element("strong", f"{row.sign} {row.verdict}", class_=f"pplx-is-{row.look}")
    said = f"{verdict} {escape(one_line(row.sentence, SENTENCE_CHARACTERS))} [{row.number}]"
    more = beside(row)
    return f"{said}<br>{escape(more)}" if more else said


def _list(heading: str, count: int, items: Iterable[str]) -> str:
    rows = "".join(element("li", item) for item in items)
    if not rows:
        return ""
    name = heading.lower().split()[0]
    return element("p", f"{heading} ({count})") + element("ul", rows, class_=f"pplx-checked-{name}")


def _address(url: str) -> str:
    safe = safe_url(url)
    return link(safe, escape(url)) if safe else escape(url)
