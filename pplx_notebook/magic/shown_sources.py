"""Sources as a cell shows them: a table with links, in three faces; that of the session goes on being true.

Rules of this file: of the session's sources the table shown last is replaced when an answer has come, in the
cell it stands in; a terminal, where nothing can be replaced, shows it again when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pplx_notebook.library.sources import Source, Sources
    from pplx_notebook.views.screens.output import Output

SOURCES = ("pplx_notebook.library.sources", "Sources")
OF_SESSION = ("pplx_notebook.session", "SessionSources")
Draw: TypeAlias = "Callable[[Sources], dict[str, Any]]"
NONE_YET = "no sources yet: those of the next answers will stand here"


class LiveTable:
    """A table or a list of the session's sources, the one that was shown last."""

    def __init__(self) -> None:
        self._output: Output | None = None
        self._sources: Sources | None = None
        self._shown: tuple[Source, ...] = ()
        self._draw: Draw = sources_bundle

    def show(self, sources: Sources, draw: Draw | None = None) -> None:
        """Show it here as ``draw`` makes it (a table), from now on kept up to date."""
        from pplx_notebook.views.screens.choose_view import chosen
        from pplx_notebook.views.screens.output import output_here

        self._draw = draw or sources_bundle
        output, is_text = output_here(), chosen("auto") == "text"
        bundle = self._draw(sources)
        output.show({"text/plain": bundle["text/plain"]} if is_text else bundle)
        kept = output.replaceable and not is_text
        self._output, self._sources, self._shown = (output if kept else None), sources, sources.rows

    def renew(self, *_: object) -> None:
        """Replace it where there is more to say."""
        if self._output is None or self._sources is None or self._sources.rows == self._shown:
            return
        self._shown = self._sources.rows
        self._output.replace(self._draw(self._sources))


def sources_bundle(sources: Sources, **_: Any) -> dict[str, Any]:
    """The table as HTML, Markdown and text."""
    if not len(sources):
        return {"text/html": f"<p>{NONE_YET}</p>", "text/plain": NONE_YET}
    from pplx_notebook.document.source_rows import SourceRow
    from pplx_notebook.library.sources import cells_text
    from pplx_notebook.views.faces.tables.pages import pages_bundle

    rows = tuple(
        SourceRow(s.number, s.title, s.url, s.host, s.dated or "", s.snippet[:400].strip()) for s in sources
    )
    return pages_bundle(rows, [s.cited for s in sources], list(map(cells_text, sources)), str(sources))
