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
from pplx_notebook.protocol.asking.payload import Payload, build
from pplx_notebook.protocol.asking.question import Attachment, Question
from pplx_notebook.protocol.asking.transcript import Transcript, Turn, turns_of
from pplx_notebook.protocol.markers import Marker, find_markers, resolve
from pplx_notebook.protocol.reading.growing_answer import Activity
from pplx_notebook.protocol.reading.http_error import http_error
from pplx_notebook.protocol.reading.reader import AnswerReader, read_answer
from pplx_notebook.protocol.scrub import scrub
from pplx_notebook.protocol.sse import EventStreamDecoder, EventTooLarge, ServerSentEvent

__all__ = [
    "Activity",
    "Answer",
    "AnswerError",
    "AnswerReader",
    "Attachment",
    "Choice",
    "Citation",
    "EventStreamDecoder",
    "EventTooLarge",
    "Image",
    "Marker",
    "Payload",
    "Question",
    "SearchResult",
    "ServerSentEvent",
    "Transcript",
    "Turn",
    "Usage",
    "Video",
    "build",
    "find_markers",
    "http_error",
    "read_answer",
    "resolve",
    "scrub",
    "turns_of",
]
