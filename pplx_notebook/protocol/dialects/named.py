"""The named dialect: ``text_chunk`` events with a piece of text each, then one ``done`` with all of it.

The name stands in the ``event`` field, in ``type`` or in both. ``done`` may repeat the whole answer
(``text``, ``answer`` or ``content``), which only fills gaps. Metadata stands beside it or in ``metadata``.
"""

from __future__ import annotations

from pplx_notebook.protocol.chunks import AnyChunk, Finished, Started, TextDelta, WholeText
from pplx_notebook.protocol.dialects.records import Json, mapping, metadata, string
from pplx_notebook.protocol.lenient_json import well_formed

NAMES = frozenset({"text_chunk", "done"})
_TEXT_FIELDS = ("text", "answer", "content", "delta")


def decode(event: Json, name: str) -> list[AnyChunk]:
    """All one event says; ``name`` is "text_chunk" or "done"."""
    chunks: list[AnyChunk] = [Started(string(event.get("id")), string(event.get("model"))), *metadata(event)]
    chunks += metadata(mapping(event.get("metadata")))
    text = body_text(event)
    if name == "text_chunk":
        return [*chunks, TextDelta(text)] if text else chunks
    reason = event.get("finish_reason")
    finished = Finished(well_formed(reason) if isinstance(reason, str) else None, final=True)
    return [*chunks, WholeText(text), finished] if text else [*chunks, finished]


def body_text(record: Json) -> str:
    """The text of an event or of a whole body of this shape; surrogates stay: halves may meet later."""
    return next((text for name in _TEXT_FIELDS if isinstance(text := record.get(name), str) and text), "")
