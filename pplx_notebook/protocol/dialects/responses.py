"""The responses dialect: Perplexity's Agent API (``/v1/responses``) and servers that copy it.

Rules: the meaning is in ``type`` (the ``event:`` line repeats it or is missing); unknown types are ignored;
``sequence_number`` has gaps. Searches come in batches, out of order and up to three times each: results
are merged by id. ``output_text.done`` and ``completed`` repeat the whole text and only fill gaps. The
terminal event or a body's ``status`` says how it ended; failed and incomplete runs come with HTTP 200.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.chunks import (
    AnyChunk,
    Failed,
    Finished,
    FoundCitations,
    FoundImages,
    FoundResults,
    ReasoningDelta,
    ReasoningStep,
    RunState,
    Started,
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
    search_results,
    string,
    strings,
    url_citations,
    usage,
)
from pplx_notebook.protocol.scrub import one_line
from pplx_notebook.protocol.sse import ServerSentEvent

_TEXT_DELTA = "response.output_text.delta"


class _Delta(msgspec.Struct, gc=False):
    type: str
    delta: str
    sequence_number: int | None = None


_decode_delta = msgspec.json.Decoder(_Delta).decode


class Responses:
    """Agent events to chunks; remembers the finished text parts and the last sequence number."""

    def __init__(self) -> None:
        self.last_sequence: int | None = None
        self._parts: dict[tuple[int, int], str] = {}
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
        if read.type != _TEXT_DELTA or not read.delta:
            return None
        if read.sequence_number is not None:
            if read.sequence_number <= self._seen:
                return None
            self.last_sequence = read.sequence_number
        return TextDelta(read.delta)

    def decode(self, event: Json, kind: str) -> list[AnyChunk]:
        """All one event says; ``kind`` is its type."""
        sequence = integer(event.get("sequence_number"))
        if sequence is not None:
            if sequence <= self._seen:
                return []
            self.last_sequence = sequence
        if kind in ("response.output_text.done", "response.content_part.done"):
            return list(self._finished_part(event, mapping(event.get("part")) or event))
        if kind == "response.output_item.done":
            return list(_item(mapping(event.get("item"))))
        read = _READERS.get(kind)
        if read is not None:
            return list(read(event))
        status = _TERMINAL.get(kind)
        if status is not None:
            response = {**event, **mapping(event.get("response"))}
            response["error"] = event.get("error") or response.get("error")
            return self.decode_body(response, status)
        return []

    def decode_body(self, response: Json, status: str = "") -> list[AnyChunk]:
        """All a whole response object says: its output, and by its ``status`` how it ended."""
        chunks: list[AnyChunk] = [*_started(response), *metadata({**response, "usage": None})]
        for item in mappings(response.get("output")):
            chunks += _item(item)
        if found := usage(response.get("usage")):
            chunks.append(UsageReport(found))
        pictures = [
            picture
            for item in mappings(response.get("output"))
            if item.get("type") == "image_search_results"
            for picture in images(item.get("results"))
        ]
        if pictures:
            chunks.append(FoundImages(tuple(pictures)))
        if whole := _whole_text(response):
            chunks.append(WholeText(whole))
        own = string(response.get("status"))
        return [*chunks, *_ending(response, status if own in _RUNNING and status else own or status)]

    def _finished_part(self, event: Json, part: Json) -> Iterator[AnyChunk]:
        """A part of the text is complete: the parts so far are the text so far."""
        text = part.get("text")
        if isinstance(text, str) and text:
            place = (integer(event.get("output_index")) or 0, integer(event.get("content_index")) or 0)
            self._parts[place] = text
            yield WholeText("".join(self._parts.values()))
        yield from _cited(part)


def _whole_text(response: Json) -> str:
    texts = [
        text
        for item in mappings(response.get("output"))
        if item.get("type", "message") == "message"
        for part in mappings(item.get("content"))
        if isinstance(text := part.get("text") or part.get("refusal"), str)
    ]
    direct = response.get("output_text")
    return "".join(texts) or (direct if isinstance(direct, str) else "")


def _started(response: Json) -> Iterator[AnyChunk]:
    yield Started(string(response.get("id")), string(response.get("model")))
    if status := string(response.get("status")):
        yield RunState(status)


def _ending(response: Json, status: str) -> list[AnyChunk]:
    """How a response with ``status`` ended; nothing while it runs."""
    if status in _RUNNING:
        return []
    if status in ("", "completed") and not response.get("error"):
        return [Finished(final=True)]
    reason = first_string(mapping(response.get("incomplete_details")), "reason")
    if status == "incomplete":
        message = f"the server stopped early: {reason or 'it did not say why'}"
        error = AnswerError(kind="incomplete", message=message, type=reason or None)
        return [Finished(reason or status), Failed(error), Finished(final=True)]
    if response.get("error"):
        error = api_error(response)
    else:
        message = _ENDINGS.get(status, f"the run ended as {one_line(status, 40)!r}")
        error = AnswerError(kind="api", message=message, type=status)
    return [Failed(error), Finished(final=True)]


def _item(item: Json) -> Iterator[AnyChunk]:
    """A finished output item; the text of a message is left to the parts and to the whole."""
    kind = item.get("type")
    if kind == "search_results":
        yield from _results(item.get("results"))
    elif kind == "fetch_url_results":
        yield from _results(item.get("contents"))
    elif kind == "image_search_results" and (pictures := images(item.get("results"))):
        yield FoundImages(pictures)
    elif kind == "message":
        for part in mappings(item.get("content")):
            yield from _cited(part)


def _cited(part: Json) -> Iterator[AnyChunk]:
    if found := url_citations(part.get("annotations")):
        yield FoundCitations(found, merge=True)


def _results(items: object) -> Iterator[AnyChunk]:
    if found := search_results(items):
        yield FoundResults(found, merge=True)


def _snapshot(event: Json) -> Iterator[AnyChunk]:
    yield from _started(mapping(event.get("response")))


def _delta(event: Json) -> Iterator[AnyChunk]:
    if isinstance(text := event.get("delta"), str) and text:
        yield TextDelta(text)


def _thinking(event: Json) -> Iterator[AnyChunk]:
    if isinstance(text := event.get("delta"), str) and text:
        yield ReasoningDelta(text)


def _searching(event: Json) -> Iterator[AnyChunk]:
    thought, queries, urls = (event.get(name) for name in ("thought", "queries", "urls"))
    step = ReasoningStep(string(thought), strings(queries), strings(urls))
    if step != ReasoningStep():
        yield step


def _found(event: Json) -> Iterator[AnyChunk]:
    yield from _searching({"thought": event.get("thought")})
    yield from _results(event.get("results"))
    yield from _results(event.get("contents"))


def _found_images(event: Json) -> Iterator[AnyChunk]:
    yield from _searching({"thought": event.get("thought")})
    if pictures := images(event.get("results")):
        yield FoundImages(pictures)


def _annotated(event: Json) -> Iterator[AnyChunk]:
    if found := url_citations([event.get("annotation")]):
        yield FoundCitations(found, merge=True)


def _failed(event: Json) -> Iterator[AnyChunk]:
    yield Failed(api_error(event))


_READERS: dict[str, Callable[[Json], Iterator[AnyChunk]]] = {
    "response.created": _snapshot,
    "response.queued": _snapshot,
    "response.in_progress": _snapshot,
    _TEXT_DELTA: _delta,
    "response.refusal.delta": _delta,
    "response.reasoning_text.delta": _thinking,
    "response.reasoning_summary_text.delta": _thinking,
    "response.reasoning.started": _searching,
    "response.reasoning.stopped": _searching,
    "response.reasoning.search_queries": _searching,
    "response.reasoning.search_results": _found,
    "response.reasoning.fetch_url_queries": _searching,
    "response.reasoning.fetch_url_results": _found,
    "response.reasoning.image_search_queries": _searching,
    "response.reasoning.image_search_results": _found_images,
    "response.output_text.annotation.added": _annotated,
    "response.error": _failed,
}

_ENDINGS = {
    "failed": "the run failed on the server, which did not say why",
    "cancelled": "the run was cancelled on the server",
    "requires_action": "the server waits for the result of a tool that only a program can give",
}
_RUNNING = ("queued", "in_progress")
_TERMINAL = {
    "response.completed": "completed",
    "response.done": "completed",
    "response.failed": "failed",
    "response.incomplete": "incomplete",
    "response.cancelled": "cancelled",
}
