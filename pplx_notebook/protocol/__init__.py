"""Bytes in, values out: no network, no files, no Jupyter, no clock. The standard library and msgspec only.

In reading order: ``sse`` (bytes to events), ``dialects/`` (events to ``chunks``; all that knows wire
JSON), ``reading/`` (chunks to an ``answer``), ``markers`` (``[1]`` in a text), ``saved`` (an answer's saved
form), ``progress`` (the contract of an answer under way), ``asking/`` (a question to a request body),
``lenient_json``, ``scrub``, ``writable``. This face hands out what programs rely on; it loads with the first
name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.protocol.reading.reader import AnswerReader, read_answer
    from pplx_notebook.protocol.sse import EventStreamDecoder, ServerSentEvent

__all__ = ["Answer", "AnswerReader", "EventStreamDecoder", "ServerSentEvent", "read_answer"]

_HOME = {
    "Answer": "answer",
    "AnswerReader": "reading.reader",
    "EventStreamDecoder": "sse",
    "ServerSentEvent": "sse",
    "read_answer": "reading.reader",
}
# handed out until version 0.1, each from its own file now; taken for one release more, with a notice
_MOVED = {
    "Activity": "reading.growing_answer",
    "AnswerError": "answer",
    "Attachment": "asking.question",
    "Choice": "answer",
    "Citation": "answer",
    "EventTooLarge": "sse",
    "Image": "answer",
    "Marker": "markers",
    "Payload": "asking.payload",
    "Question": "asking.question",
    "SearchResult": "answer",
    "Transcript": "asking.transcript",
    "Turn": "asking.transcript",
    "Usage": "answer",
    "Video": "answer",
    "build": "asking.payload",
    "find_markers": "markers",
    "http_error": "reading.http_error",
    "resolve": "markers",
    "turns_of": "asking.transcript",
}


def __getattr__(name: str) -> Any:
    """A public name from its file (PEP 562)."""
    place = _HOME.get(name) or _MOVED.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _MOVED:
        import warnings

        told = f"pplx_notebook.protocol.{name} has moved: import it from {__name__}.{place}"
        warnings.warn(told, DeprecationWarning, stacklevel=2)
    return getattr(import_module(f"{__name__}.{place}"), name)


def __dir__() -> list[str]:
    """What programs rely on, for completion."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
