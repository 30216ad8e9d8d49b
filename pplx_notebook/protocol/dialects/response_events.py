"""The events of the responses dialect, one function each: what an event of this type says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pplx_notebook.protocol.chunks import (
    AnyChunk,
    Failed,
    Noticed,
    ReasoningDelta,
    ReasoningStep,
    RunState,
    Started,
)
from pplx_notebook.protocol.dialects.records import Json, api_error, integer, mapping, string, strings
from pplx_notebook.protocol.dialects.response_items import found_pages, queries_of, skill_line

# levels of effort, and their names as presets; a version may follow, "low@2026-10-16.0"
_EFFORTS = ("fast", "low", "medium", "high", "xhigh")
_PRESETS = ("fast-search", "pro-search", "deep-research", "advanced-deep-research")


def started(response: Json) -> Iterator[AnyChunk]:
    """Id, model, state, time and effort of a run. ``model`` is the effort's name until it is resolved."""
    model = string(response.get("model"))
    named = (string(response.get("effort")), string(response.get("preset")), model)
    effort = next((name for name in named if name.partition("@")[0] in (*_EFFORTS, *_PRESETS)), "")
    yield Started(string(response.get("id")), model, integer(response.get("created_at")), effort)
    if status := string(response.get("status")):
        yield RunState(status)


def _snapshot(event: Json) -> Iterator[AnyChunk]:
    yield from started(mapping(event.get("response")))


def _thinking(event: Json) -> Iterator[AnyChunk]:
    if isinstance(text := event.get("delta"), str) and text:
        yield ReasoningDelta(text)


def _searching(event: Json) -> Iterator[AnyChunk]:
    step = ReasoningStep(string(event.get("thought")), queries_of(event), strings(event.get("urls")))
    if step != ReasoningStep():
        yield step


def _found(event: Json, kind: str) -> Iterator[AnyChunk]:
    yield from _searching({"thought": event.get("thought")})
    yield from found_pages(event, kind)


def _failed(event: Json) -> Iterator[AnyChunk]:
    yield Failed(api_error(event))


def _skill(event: Json) -> Iterator[AnyChunk]:
    yield Noticed(skill_line(event))


def reader_of(kind: str) -> Callable[[Json], Iterator[AnyChunk]] | None:
    """What reads an event of this type; a search is read whichever tool makes it."""
    if kind.startswith("response.reasoning."):
        if kind.endswith("_queries"):
            return _searching
        if kind.endswith("_results"):
            return partial(_found, kind=kind)
    return _READERS.get(kind)


_READERS: dict[str, Callable[[Json], Iterator[AnyChunk]]] = {
    "response.created": _snapshot,
    "response.queued": _snapshot,
    "response.in_progress": _snapshot,
    "response.reasoning_text.delta": _thinking,
    "response.reasoning_summary_text.delta": _thinking,
    "response.reasoning.started": _searching,
    "response.reasoning.stopped": _searching,
    "response.skill.loaded": _skill,
    "response.error": _failed,
}
