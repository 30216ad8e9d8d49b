"""Whose cell it is: what a command may ask of the magic that read its line. A protocol, so that the commands
need not import the magic that imports them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pplx_notebook.document.sources.amount import SourcesName
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import ViewName


class CellMagic(Protocol):
    """``Pplx`` as its commands see it: the traits of ``defaults.py``, and what the line makes of them."""

    namespace: dict[str, Any]
    last: Answer | None
    cooperative: Any
    check: Any
    fetch: Any
    provider: Any
    base_url: Any
    model: Any
    max_cost_usd: Any
    archive: Any
    live_bibliography: Any

    def arguments(self, asked: Asked, /) -> dict[str, Any]: ...
    def view_of(self, asked: Asked, /) -> ViewName: ...
    def sources_of(self, asked: Asked, /) -> SourcesName: ...
    def bind(self, answer: Answer, name: str | None) -> None: ...
