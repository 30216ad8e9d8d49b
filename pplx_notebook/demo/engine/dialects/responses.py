"""The Agent API (``POST /v1/responses``): strict requests, named events, sources before text.

Rules taken from the API's description and recordings: LF, an ``event:`` line for every event, no
``[DONE]``; an unknown request field is a 400 that names it; until the end ``model`` echoes what was asked
for; the search item is added as a ``function_call`` and done as ``search_results``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import MODEL, Composed
from pplx_notebook.demo.engine.dialects.framing import deltas, encode, frame, require_known, result_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece, pause_before_word
from pplx_notebook.demo.engine.request import (
    BadRequest,
    DemoQuestion,
    read_limit,
    read_messages,
    read_search_filters,
    text_of,
)

_FIELDS = frozenset(
    [
        *(
            "background",
            "effort",
            "include",
            "input",
            "instructions",
            "language_preference",
            "max_output_tokens",
        ),
        *("max_steps", "max_tool_calls", "metadata", "model", "models", "preset", "previous_response_id"),
        *("profile", "prompt_cache_key", "reasoning", "response_format", "service_tier", "skills"),
        *(
            "step_budget_reminder",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_p",
        ),
    ]
)
_EFFORTS = ("fast", "low", "medium", "high", "xhigh")
_LEAST_OUTPUT_TOKENS = 16


def read(body: dict[str, Any]) -> DemoQuestion:
    """A request body as a ``Request``; raises ``BadRequest`` where the API would answer 400."""
    require_known(body, _FIELDS)
    turns, words_in = _read_input(body.get("input"))
    domains, recency = _read_tools(body.get("tools") or [])
    instructions = body.get("instructions")
    return DemoQuestion(
        turns=turns,
        words_in=words_in + len(text_of(instructions).split()),
        stream=bool(body.get("stream")),
        model=_read_model(body),
        limit_words=read_limit(
            body.get("max_output_tokens"), name="max_output_tokens", least=_LEAST_OUTPUT_TOKENS
        ),
        domains=domains,
        recency=recency,
        background=bool(body.get("background")),
    )


def _read_input(given: object) -> tuple[tuple[str, ...], int]:
    if isinstance(given, str) and given.strip():
        return (given,), len(given.split())
    messages = (
        [item for item in given if isinstance(item, dict) and "role" in item]
        if isinstance(given, list)
        else []
    )
    return read_messages(messages, param="input")


def _read_model(body: dict[str, Any]) -> str:
    effort = body.get("effort") or body.get("preset")
    if effort and str(effort).partition("@")[0] not in _EFFORTS and "effort" in body:
        raise BadRequest(
            f"effort must be one of: {' '.join(_EFFORTS)}", type="invalid_parameter", param="effort"
        )
    chain = body.get("models") or []
    models = [*(chain if isinstance(chain, list) else [chain]), *filter(None, [body.get("model")])]
    for model in models:
        if not isinstance(model, str) or ("/" not in model and model != MODEL):
            raise BadRequest(f'model "{model}" is not supported', type="invalid_model", param="model")
    if not (effort or models or body.get("profile")):
        raise BadRequest("one of model, models, effort or profile is required", param="model")
    return str(effort or (models or [MODEL])[0])


def _read_tools(tools: object) -> tuple[tuple[str, ...], str]:
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        raise BadRequest("tools must be a list of objects", param="tools")
    filters = [tool["filters"] for tool in tools if isinstance(tool.get("filters"), dict)]
    return read_search_filters(filters[0]) if filters else ((), "")


def numbered(event: dict[str, Any], number: int, pause_s: float = 0.0) -> Piece:
    """An event with its ``sequence_number`` as bytes."""
    return Piece(pause_s, frame({**event, "sequence_number": number}, event=event["type"]), number)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One answer on its way: what was asked, what was composed, and the ids that tie its events together."""

    request: DemoQuestion
    composed: Composed
    id: str
    created_s: float
    pace: float
    duration_s: float

    @classmethod
    def begin(cls, request: DemoQuestion, composed: Composed, pace: float) -> Run:
        """A new run with a new id, created now; ``pace`` multiplies its pauses, so its end is known now."""
        pauses_s = (pause_before_word(number) for number, _ in enumerate(_deltas(composed)))
        duration_s = pace * ((SEARCH_S if composed.results else 0.0) + sum(pauses_s))
        name = f"resp_{uuid.uuid4()}"
        times = {"created_s": time.time(), "pace": pace, "duration_s": duration_s}
        return cls(request=request, composed=composed, id=name, **times)

    def events(self) -> Iterator[tuple[float, dict[str, Any]]]:
        """Every event with the pause before it (seconds at pace 1), in order, without sequence numbers."""
        created = self.snapshot("queued" if self.request.background else "in_progress")
        yield 0.0, {"type": "response.created", "response": created}
        yield 0.0, {"type": "response.in_progress", "response": self.snapshot("in_progress")}
        if self.composed.results:
            yield from self._search()
        yield from self._message()
        yield 0.0, {"type": f"response.{self.ending}", "response": self.snapshot(self.ending)}

    def steps(self) -> Iterator[Piece]:
        """The events as bytes; ``sequence`` is the event's ``sequence_number``."""
        for number, (pause_s, event) in enumerate(self.events()):
            yield numbered(event, number, pause_s)

    def body(self) -> bytes:
        """The finished response as one JSON body."""
        return encode(self.snapshot(self.ending))

    @property
    def ending(self) -> str:
        """The state the run ends in unless it is cancelled."""
        return "completed" if self.composed.complete else "incomplete"

    def snapshot(self, status: str) -> dict[str, Any]:
        """The response object in a given state; output and usage are filled when it has ended well."""
        ended = status in ("completed", "incomplete")
        return {
            "id": self.id,
            "object": "response",
            "created_at": int(self.created_s),
            "completed_at": int(self.created_s + self.duration_s) if status == "completed" else None,
            "status": status,
            "model": MODEL if ended else self.request.model,
            "output": self._output() if ended else [],
            "usage": self._usage() if ended else None,
            "error": None,
            "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
            "background": self.request.background,
            "metadata": {},
        }

    def _output(self) -> list[dict[str, Any]]:
        search = [self._search_item()] if self.composed.results else []
        return [*search, self._message_item(self.composed.text)]

    def _search(self) -> Iterator[tuple[float, dict[str, Any]]]:
        call = self._id("call")
        item = self._search_item()
        queries = {"queries": item["queries"], "thought": "Searching the demo library"}
        results = {"results": item["results"], "thought": None}
        yield 0.0, {"type": "response.output_item.added", "output_index": 0, "item": self._call_item(call)}
        yield 0.0, {"type": "response.reasoning.search_queries", "call_id": call, **queries}
        yield SEARCH_S, {"type": "response.reasoning.search_results", "call_id": call, **results}
        yield 0.0, {"type": "response.output_item.done", "output_index": 0, "item": item}

    def _message(self) -> Iterator[tuple[float, dict[str, Any]]]:
        index = 1 if self.composed.results else 0
        place = {"item_id": self._id("msg"), "output_index": index, "content_index": 0}
        opened = {**self._message_item(""), "status": "in_progress", "content": None}
        yield 0.0, {"type": "response.output_item.added", "output_index": index, "item": opened}
        for number, delta in enumerate(_deltas(self.composed)):
            yield pause_before_word(number), {"type": "response.output_text.delta", **place, "delta": delta}
        yield 0.0, {"type": "response.output_text.done", **place, "text": self.composed.text}
        item = self._message_item(self.composed.text)
        yield 0.0, {"type": "response.output_item.done", "output_index": index, "item": item}

    def _call_item(self, call: str) -> dict[str, Any]:
        return {
            "type": "function_call",
            "id": self._id("fc"),
            "call_id": call,
            "name": "search_web",
            "arguments": encode({"queries": self.composed.queries}).decode(),
            "status": "completed",
        }

    def _search_item(self) -> dict[str, Any]:
        results = result_fields(self.composed.results, ids=True)
        return {"type": "search_results", "queries": self.composed.queries, "results": results}

    def _message_item(self, text: str) -> dict[str, Any]:
        content = [{"type": "output_text", "text": text, "annotations": []}]
        return {
            "type": "message",
            "id": self._id("msg"),
            "role": "assistant",
            "status": "completed",
            "content": content,
        }

    def _usage(self) -> dict[str, Any]:
        words_in, words_out = self.composed.words_in, self.composed.words_out
        return {
            "input_tokens": words_in,
            "output_tokens": words_out,
            "total_tokens": words_in + words_out,
            "output_tokens_details": {"reasoning_tokens": 0},
            "tool_calls_details": {"search_web": {"invocation": 1}},
            "token_unit": "whitespace-separated word",
        }

    def _id(self, kind: str) -> str:
        return f"{kind}_{self.id.removeprefix('resp_')}"


def _deltas(composed: Composed) -> list[str]:
    return deltas(composed.text, split_markers=True, at_once=composed.at_once)
