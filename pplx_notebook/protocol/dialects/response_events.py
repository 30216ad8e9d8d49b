"""The events of the responses dialect, one function each: what an event of this type says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pplx_notebook.protocol.chunks import (
    AnyChunk,
    Failed,
    FoundCitations,
    FoundImages,
    FoundResults,
    ReasoningDelta,
    ReasoningStep,
    RunState,
    Started,
    TextDelta,
    WantedTool,
)
from pplx_notebook.protocol.dialects.records import (
    Json,
    api_error,
    images,
    mapping,
    mappings,
    search_results,
    string,
    strings,
    url_citations,
)

TEXT_DELTA = "response.output_text.delta"
_WANTED = ("function_call", "custom_tool_call", "mcp_approval_request")  # tools of whoever asked


def started(response: Json) -> Iterator[AnyChunk]:
    """Id, model and state of a run."""
    yield Started(string(response.get("id")), string(response.get("model")))
    if status := string(response.get("status")):
        yield RunState(status)


def item_chunks(item: Json) -> Iterator[AnyChunk]:
    """A finished output item; the text of a message is left to the parts and to the whole."""
    kind = item.get("type")
    if kind == "search_results":
        yield from _results(item.get("results"))
    elif kind == "fetch_url_results":
        yield from _results(item.get("contents"))
    elif kind == "image_search_results" and (pictures := images(item.get("results"))):
        yield FoundImages(pictures)
    elif kind in _WANTED:
        yield from map(WantedTool, wanted([item]))
    elif kind == "message":
        for part in mappings(item.get("content")):
            yield from cited(part)


def wanted(items: Iterable[Json]) -> Iterator[str]:
    """The names of the tools that output items ask for."""
    return (string(item.get("name")) for item in items if item.get("type") in _WANTED)


def cited(part: Json) -> Iterator[AnyChunk]:
    """The citations that stand as annotations on a part of the text."""
    if found := url_citations(part.get("annotations")):
        yield FoundCitations(found, merge=True)


def _results(items: object) -> Iterator[AnyChunk]:
    if found := search_results(items, ids=True):
        yield FoundResults(found, merge=True)


def _snapshot(event: Json) -> Iterator[AnyChunk]:
    yield from started(mapping(event.get("response")))


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


READERS: dict[str, Callable[[Json], Iterator[AnyChunk]]] = {
    "response.created": _snapshot,
    "response.queued": _snapshot,
    "response.in_progress": _snapshot,
    TEXT_DELTA: _delta,
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
