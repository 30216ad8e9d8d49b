"""The chat completions dialect: Sonar full and concise, OpenAI-compatible servers, gateways, Perf.

Rules: text is the joined ``delta.content``; ``message.content`` is the whole so far and only fills gaps.
Sources may stand on the chunk, on ``delta`` or on ``message``, as lists or as annotations. ``[DONE]`` is read
before dialects; here ``chat.completion.done`` and ``type: end_of_stream`` end the stream, ``finish_reason``
completes a choice.

Hot path: a chunk that only adds text is read by a typed decoder. Its sources are compared as bytes with the
ones already read (full mode repeats them in every chunk), its usage is kept as bytes until somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec

from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.chunks import (
    AnyChunk,
    Failed,
    Finished,
    FoundAnnotations,
    ReasoningDelta,
    ReasoningStep,
    Started,
    TextDelta,
    UsageReport,
    WantedTool,
    WholeReasoning,
    WholeText,
)
from pplx_notebook.protocol.dialects.records import (
    Json,
    api_error,
    integer,
    mapping,
    mappings,
    metadata,
    string,
    strings,
    tool_names,
    url_annotations,
    usage,
)
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json, well_formed
from pplx_notebook.protocol.sse import ServerSentEvent

_NOTHING = msgspec.Raw()


# what says more than text may be there, but empty: else the decoder refuses the event, and it is read in full
_Empty = Annotated[str, msgspec.Meta(max_length=0)] | Annotated[list[Any], msgspec.Meta(max_length=0)] | None


class _Delta(msgspec.Struct, gc=False):
    content: str | None = None
    reasoning_content: _Empty = None
    reasoning: _Empty = None
    reasoning_steps: _Empty = None
    annotations: _Empty = None
    citations: _Empty = None
    search_results: _Empty = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    index: int = 0
    finish_reason: _Empty = None


class _Event(msgspec.Struct):
    choices: list[_Choice]
    error: _Empty = None
    object: str | None = None
    type: Literal["message"] | None = None
    citations: msgspec.Raw = _NOTHING
    search_results: msgspec.Raw = _NOTHING
    images: msgspec.Raw = _NOTHING
    videos: msgspec.Raw = _NOTHING
    related_questions: msgspec.Raw = _NOTHING
    annotations: _Empty = None
    usage: msgspec.Raw = _NOTHING

    def extras_are_missing(self) -> bool:
        return self.images is _NOTHING and self.videos is _NOTHING and self.related_questions is _NOTHING


_LISTS = ("citations", "search_results", "images", "videos", "related_questions")
_BESIDE = frozenset(("citations", "search_results", "annotations"))  # the text, in delta or message
_LAST = "chat.completion.done"
_decode_event = msgspec.json.Decoder(_Event).decode


class Chat:
    """Chat events to chunks; remembers the bytes of the last metadata, nothing else."""

    def __init__(self) -> None:
        self._started = False
        self._sources: tuple[msgspec.Raw, ...] = ()
        self._lists: dict[str, Any] = {}
        self._usage = _NOTHING

    def plain(self, event: ServerSentEvent) -> TextDelta | None:
        """The delta of an event that only adds text; None for any other event."""
        if event.event != "message":
            return None
        try:
            read = _decode_event(event.raw)
            (choice,) = read.choices
        except (ValueError, RecursionError):
            return None
        delta = choice.delta
        if delta is None or not delta.content or read.object == _LAST:
            return None
        if not self._known_sources(read) or not self._started:
            return None
        if read.usage is not _NOTHING and _holds_fields(bytes(read.usage)):
            self._usage = read.usage
        return TextDelta(delta.content, choice.index)

    def decode(self, event: Json) -> list[AnyChunk]:
        """All an event (or a whole JSON body) says."""
        created = integer(event.get("created"))
        chunks: list[AnyChunk] = [Started(string(event.get("id")), string(event.get("model")), created)]
        self._started = True
        if mapping(event.get("usage")):
            self._usage = _NOTHING
        if event.get("error"):
            chunks.append(Failed(api_error(event)))
        chunks += metadata(self._news(event))
        for position, choice in enumerate(mappings(event.get("choices"))):
            chunks += _choice_chunks(choice, position)
        if event.get("object") == _LAST or event.get("type") == "end_of_stream":
            chunks.append(Finished(final=True))
        return chunks

    def held(self) -> list[AnyChunk]:
        """The usage kept back so far, decoded now."""
        kept, self._usage = bytes(self._usage), _NOTHING
        try:
            found = usage(read_json(kept)) if kept else {}
        except UnreadableJSONError:
            found = {}
        return [UsageReport(found)] if found else []

    def _news(self, event: Json) -> Json:
        """The event without the lists that repeat what was said last."""
        repeated = [name for name in _LISTS if name in event and self._lists.get(name) == event[name]]
        self._lists.update((name, event[name]) for name in _LISTS if event.get(name))
        return {name: value for name, value in event.items() if name not in repeated}

    def _known_sources(self, read: _Event) -> bool:
        """Whether the metadata lists are byte for byte those read last; remembers them."""
        if read.citations is _NOTHING and read.search_results is _NOTHING and read.extras_are_missing():
            return True
        sources = (read.citations, read.search_results, read.images, read.videos, read.related_questions)
        if sources == self._sources:
            return True
        self._sources = sources
        return False


def _holds_fields(raw: bytes) -> bool:
    """Whether JSON text is an object with at least one field; null and {} tell nothing."""
    return raw.startswith(b"{") and len(raw) > len(b'{"a":')


def _choice_chunks(choice: Json, position: int) -> Iterator[AnyChunk]:
    index = integer(choice.get("index"))
    index = position if index is None else index
    delta, message = mapping(choice.get("delta")), mapping(choice.get("message"))
    if choice.get("error"):
        yield Failed(api_error(choice))
    for part in (delta, message):
        if not _BESIDE.isdisjoint(part):
            yield from metadata({name: part.get(name) for name in _BESIDE})
            if index == 0 and (places := url_annotations(part.get("annotations"))):
                yield FoundAnnotations(places)
        if steps := part.get("reasoning_steps"):
            yield from map(_step, mappings(steps))
        if calls := part.get("tool_calls") or part.get("function_call"):
            yield from map(WantedTool, tool_names(calls if isinstance(calls, list) else [calls]))
    if thought := _thought(delta):
        yield ReasoningDelta(thought)
    if text := _text(delta) or _plain_text(choice.get("text")):
        yield TextDelta(text, index)
    if thought := _thought(message):
        yield WholeReasoning(thought)
    if whole := _text(message):
        yield WholeText(whole, index)
    yield from _finish(choice.get("finish_reason"), index)


def _finish(reason: object, index: int) -> Iterator[AnyChunk]:
    if reason == "error":
        yield Failed(AnswerError(kind="api", message="the server ended the answer with an error"))
    if isinstance(reason, str) and reason:  # some servers send "" instead of null until the end
        yield Finished(well_formed(reason), index)


def _text(part: Json) -> str:
    """The text of a delta or message: a string or a list of parts. Surrogates stay: halves may meet later."""
    return _plain_text(part.get("content")) or _plain_text(part.get("refusal"))


def _plain_text(content: object) -> str:
    if isinstance(content, str):
        return content
    return "".join(_plain_text(part.get("text")) for part in mappings(content)) if content else ""


def _thought(part: Json) -> str:
    """Reasoning beside the content: ``reasoning_content``, ``reasoning`` or thinking parts."""
    beside = _plain_text(part.get("reasoning_content")) or _plain_text(part.get("reasoning"))
    content = part.get("content")
    if beside or not isinstance(content, list):
        return beside
    return "".join(_plain_text(item.get("thinking")) for item in mappings(content))


def _step(step: Json) -> ReasoningStep:
    """A step of concise mode: ``{thought, type, web_search: {...}}`` or ``fetch_url_content: {...}``."""
    keywords = mapping(step.get("web_search")).get("search_keywords")
    pages = mappings(mapping(step.get("fetch_url_content")).get("contents"))
    return ReasoningStep(
        thought=string(step.get("thought")),
        queries=strings(keywords),
        urls=tuple(url for page in pages if (url := string(page.get("url")))),
    )
