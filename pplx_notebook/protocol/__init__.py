"""Bytes in, values out: no network, no Jupyter, no clock. The standard library and msgspec only."""

from pplx_notebook.protocol.answer import (
    Answer,
    AnswerError,
    Choice,
    Citation,
    Image,
    SearchResult,
    Usage,
    Video,
)
from pplx_notebook.protocol.growing import Activity
from pplx_notebook.protocol.http_error import http_error
from pplx_notebook.protocol.markers import Marker, find_markers, resolve
from pplx_notebook.protocol.reader import AnswerReader, read_answer
from pplx_notebook.protocol.scrub import scrub
from pplx_notebook.protocol.sse import EventStreamDecoder, EventTooLarge, ServerSentEvent

__all__ = [
    "Activity",
    "Answer",
    "AnswerError",
    "AnswerReader",
    "Choice",
    "Citation",
    "EventStreamDecoder",
    "EventTooLarge",
    "Image",
    "Marker",
    "SearchResult",
    "ServerSentEvent",
    "Usage",
    "Video",
    "find_markers",
    "http_error",
    "read_answer",
    "resolve",
    "scrub",
]
