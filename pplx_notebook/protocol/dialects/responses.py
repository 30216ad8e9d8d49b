"""The responses dialect: Perplexity's Agent API (``/v1/responses``) and servers that copy it.

Rules: the meaning is in ``type`` (the ``event:`` line repeats it or is missing); unknown events are ignored,
unknown items told in a line (``response_items``); two messages are two paragraphs (``response_text``);
``sequence_number`` has gaps. Searches come in batches, out of order and up to three times each: results
are merged by id. ``output_text.done`` and ``completed`` repeat the whole text and only fill gaps. The
terminal event or a body's ``status`` says how it ended; failed and incomplete runs come with HTTP 200.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.protocol.answer import AnswerError, Image
from pplx_notebook.protocol.chunks import (
    RUNNING,
    AnyChunk,
    Failed,
    Finished,
    FoundAnnotations,
    FoundImages,
    StoppedEarly,
    TextDelta,
    UsageReport,
    WholeText,
)
from pplx_notebook.protocol.dialects.records import (
    Json,
    api_error,
    first_string,
    images,
    integer,
    mapping,
    mappings,
    metadata,
    string,
    usage,
)
from pplx_notebook.protocol.dialects.response_events import reader_of, started
from pplx_notebook.protocol.dialects.response_items import cited, item_chunks, wanted
from pplx_notebook.protocol.dialects.response_text import ResponseText, whole_text
from pplx_notebook.protocol.scrub import printable_line
from pplx_notebook.protocol.sse import ServerSentEvent

TEXT_DELTA = "response.output_text.delta"


class _Delta(msgspec.Struct, gc=False):
    type: str
    delta: str
    sequence_number: int | None = None
    output_index: int | None = None


_decode_delta = msgspec.json.Decoder(_Delta).decode


class Responses:
    """Agent events to chunks; remembers the finished parts of the text and the last sequence number."""

    def __init__(self) -> None:
        self.last_sequence: int | None = None
        self._text = ResponseText()
        self._seen = -1

    def skip_seen(self) -> None:
        """Events up to the last sequence number come again (a reconnected run): skip them."""
        self._seen = self.last_sequence if self.last_sequence is not None else -1

    def plain(self, event: ServerSentEvent) -> TextDelta | None:
        """The delta of a new event that only adds text; None for any other event."""
        try:
            read = _decode_delta(event.raw)
        except (ValueError, RecursionError):
            return None
        if read.type != TEXT_DELTA or not read.delta:
            return None
        if read.sequence_number is not None:
            if read.sequence_number <= self._seen:
                return None
            self.last_sequence = read.sequence_number
        return TextDelta(self._text.delta(read.delta, read.output_index))

    def decode(self, event: Json, kind: str) -> list[AnyChunk]:
        """All one event says; ``kind`` is its type."""
        sequence = integer(event.get("sequence_number"))
        if sequence is not None:
            if sequence <= self._seen:
                return []
            self.last_sequence = sequence
        if kind in (TEXT_DELTA, "response.refusal.delta"):
            return self._delta(event)
        if kind == "response.output_text.annotation.added":
            return list(self._annotated(event, [event.get("annotation")]))
        if kind in ("response.output_text.done", "response.content_part.done"):
            return list(self._finished_part(event, mapping(event.get("part")) or event))
        if kind == "response.output_item.done":
            return list(item_chunks(mapping(event.get("item"))))
        read = reader_of(kind)
        if read is not None:
            return list(read(event))
        status = _TERMINAL.get(kind)
        if status is not None:
            response = {**event, **mapping(event.get("response"))}
            response["error"] = event.get("error") or response.get("error")
            return self.decode_body(response, status)
        return []

    def decode_body(self, response: Json, status: str = "") -> list[AnyChunk]:
        """All a whole response object says; ``status`` is what its event says of it, else its own counts."""
        output = list(mappings(response.get("output")))
        chunks: list[AnyChunk] = [*started(response), *metadata({**response, "usage": None})]
        for item in output:
            chunks += item_chunks(item)
        if pictures := [image for item in output for image in _pictures(item)]:
            chunks.append(FoundImages(tuple(pictures)))
        if found := usage(response.get("usage")):
            chunks.append(UsageReport(found))
        text, annotations = whole_text(output)
        if whole := text or response.get("output_text"):
            chunks += [WholeText(whole)] if isinstance(whole, str) else []
        if annotations:
            chunks.append(FoundAnnotations(annotations))
        own = string(response.get("status"))
        return [*chunks, *_ending(response, status if own in ("", *RUNNING) and status else own)]

    def _finished_part(self, event: Json, part: Json) -> Iterator[AnyChunk]:
        """A part of the text is complete: the parts so far are the text so far."""
        text = part.get("text")
        if isinstance(text, str) and text:
            yield WholeText(self._text.finish_part(event, text))
        yield from self._annotated(event, part.get("annotations"))

    def _delta(self, event: Json) -> list[AnyChunk]:
        text: Any = event.get("delta")
        if not isinstance(text, str) or not text:
            return []
        return [TextDelta(self._text.delta(text, integer(event.get("output_index"))))]

    def _annotated(self, event: Json, items: object) -> Iterator[AnyChunk]:
        """Pages that a part of the text points to, and where."""
        yield from cited(items)
        if places := self._text.annotations(event, items):
            yield FoundAnnotations(places)


def _pictures(item: Json) -> tuple[Image, ...]:
    return images(item.get("results")) if item.get("type") == "image_search_results" else ()


def _ending(response: Json, status: str) -> list[AnyChunk]:
    """How a response with ``status`` ended; nothing while it runs."""
    if status in RUNNING:
        return []
    if status in ("", "completed") and not response.get("error"):
        return [Finished(final=True)]
    reason = printable_line(first_string(mapping(response.get("incomplete_details")), "reason"), 60)
    if status == "incomplete":
        message = f"the server stopped early: {reason or 'it did not say why'}"
        error = AnswerError(kind="incomplete", message=message, type=reason or None)
        told = [StoppedEarly(reason)] if reason else []
        return [*told, Finished(reason or status), Failed(error), Finished(final=True)]
    if response.get("error"):
        error = api_error(response)
    else:
        message = _ENDINGS.get(status, f"the run ended as {printable_line(status, 40)!r}")
        if tools := printable_line(", ".join(wanted(mappings(response.get("output")))), 80):
            message = f"{message} ({tools})"
        error = AnswerError(kind="api", message=message, type=status)
    return [Failed(error), Finished(final=True)]


_ENDINGS = {
    "failed": "the run failed on the server, which did not say why",
    "cancelled": "the run was cancelled on the server",
    "requires_action": "the server waits for the result of a tool that only a program can give",
}
_TERMINAL = {
    "response.completed": "completed",
    "response.done": "completed",
    "response.failed": "failed",
    "response.incomplete": "incomplete",
    "response.cancelled": "cancelled",
}
