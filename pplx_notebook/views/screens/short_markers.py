"""Markers on their way to a page that knows the sources: ``<a>[3]</a>`` in place of the whole link.

Where such a marker leads stands in the widget's ``sources``: the first row of that number. An answer has a
marker in every other sentence, each a link of more than a hundred bytes. ``js/src/live/short-markers.ts``
writes it out again, character for character; a page that does not know the number shows it as text."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.views.faces.html_blocks import element, marker_link


class Shorthand:
    """What the page can write by itself. The writer alone writes links, always alike, so that equal
    strings are equal markers; in text and code every ``<`` is escaped."""

    def __init__(self, rows: Iterable[SourceRow] = ()) -> None:
        first = {row.number: row for row in reversed(list(rows)) if row.number is not None}
        self.pairs = [
            (marker_link(text, row.url), element("a", text))
            for row in first.values()
            if row.url
            for text in (f"[{row.number}]", f"[web:{row.number}]")
        ]

    def of(self, block: str) -> str:
        """A block of HTML as it travels."""
        if 'class="pplx-marker"' in block:
            for written, short in self.pairs:
                block = block.replace(written, short)
        return block
