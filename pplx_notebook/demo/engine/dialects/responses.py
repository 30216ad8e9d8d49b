"""The Agent API's answers (``POST /v1/responses``): named events, sources before text.

Rules taken from the API's description and recordings: LF, an ``event:`` line for every event, no
``[DONE]``; until the end ``model`` echoes what was asked for; the search item is added as a
``function_call`` and done as ``search_results``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.chunking import Chunking
from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects.framing import (
    encode,
    frame,
    result_fields,
    usage_fields,
)
from pplx_notebook.demo.engine.dialects.writer import told
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece
from pplx_notebook.demo.engine.request import DemoQuestion

_DELTA = "response.output_text.delta"


def numbered(event: dict[str, Any], number: int, pause_s: float = 0.0) -> Piece:
    """An event with its ``sequence_number`` as bytes."""
    return Piece(
        pause_s,
        frame({**event, "sequence_number": number}, event=event["type"]),
        number,
        is_text=event["type"] == _DELTA,
    )


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One answer on its way: what was asked, what was composed, and the ids that tie its events together."""

    request: DemoQuestion
    composed: Composed
    id: str
    created_s: float
    pace: float
    duration_s: float

    @classmethod
    def begin(cls, request: DemoQuestion, composed: Composed, pace: float, name: str = "") -> Run:
        """A new run with a new id, created now; ``pace`` multiplies its pauses, so its end is known now."""
        run = cls(
            request=request,
            composed=composed,
            id=f"resp_{name or uuid.uuid4()}",
            created_s=time.time(),
            pace=pace,
            duration_s=0.0,
        )
        duration_s = pace * sum(step.pause_s for step in run.steps()) if pace else 0.0
        return msgspec.structs.replace(run, duration_s=duration_s)

    def steps(self) -> Iterator[Piece]:
        """The events as bytes, the same each time; ``sequence`` is the event's ``sequence_number``."""
        return told(AgentAnswer(self), Chunking(self.composed.words_in), split_markers=True)

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
            "model": self.composed.model if ended else self.request.model,
            "output": self.output() if ended else [],
            "usage": self._usage() if ended else None,
            "error": None,
            "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
            "background": self.request.background,
            "previous_response_id": self.request.previous or None,
            "store": self.request.stored,
            "metadata": {},
        }

    def output(self) -> list[dict[str, Any]]:
        """The items of a response that has ended."""
        search = [self.search_item()] if self.composed.results else []
        return [*search, self.message_item(self.composed.text)]

    def search_item(self) -> dict[str, Any]:
        """What was searched for and found."""
        results = result_fields(self.composed.results, ids=True)
        return {"type": "search_results", "queries": self.composed.queries, "results": results}

    def message_item(self, text: str) -> dict[str, Any]:
        """The message as an output item."""
        content = [{"type": "output_text", "text": text, "annotations": []}]
        return {
            "type": "message",
            "id": self.item_id("msg"),
            "role": "assistant",
            "status": "completed",
            "content": content,
        }

    def item_id(self, kind: str) -> str:
        """The id of one of its items."""
        return f"{kind}_{self.id.removeprefix('resp_')}"

    def _usage(self) -> dict[str, Any]:
        return {
            **usage_fields(self.composed, kind="input output"),
            "output_tokens_details": {"reasoning_tokens": 0},
            "tool_calls_details": {"search_web": {"invocation": 1}},
        }


class AgentAnswer:
    """A run's events in order, numbered from 0."""

    def __init__(self, run: Run) -> None:
        self._run, self._number, self._searched = run, 0, bool(run.composed.results)

    @property
    def composed(self) -> Composed:
        """What is known of the answer."""
        return self._run.composed

    @composed.setter
    def composed(self, composed: Composed) -> None:
        self._run = msgspec.structs.replace(self._run, composed=composed)

    @property
    def text(self) -> str:
        """As it was composed."""
        return self.composed.text

    def opened(self) -> Iterator[Piece]:
        """Created, in progress, the search with its results, the message begun."""
        self._searched = bool(self.composed.results)
        first = "queued" if self._run.request.background else "in_progress"
        yield self._event("response.created", response=self._run.snapshot(first))
        yield self._event("response.in_progress", response=self._run.snapshot("in_progress"))
        if self._searched:
            yield from self._search()
        opened = {**self._run.message_item(""), "status": "in_progress", "content": None}
        yield self._event("response.output_item.added", output_index=self._index, item=opened)

    def said(self, delta: str) -> Piece:
        """One ``response.output_text.delta``."""
        return self._event(_DELTA, **self._place, delta=delta)

    def ended(self) -> Iterator[Piece]:
        """The message done, and the response with everything again."""
        yield self._event("response.output_text.done", **self._place, text=self.text)
        item = self._run.message_item(self.text)
        yield self._event("response.output_item.done", output_index=self._index, item=item)
        ending = self._run.ending
        yield self._event(f"response.{ending}", response=self._run.snapshot(ending))

    def failed(self, message: str, type: str) -> Iterator[Piece]:  # noqa: A002
        """``response.failed`` with the error."""
        error = {"message": message, "type": type, "code": 502}
        yield self._event(
            "response.failed", error=error, response=self._run.snapshot("failed") | {"error": error}
        )

    def body(self) -> bytes:
        """The finished response as one JSON body."""
        return self._run.body()

    @property
    def _index(self) -> int:
        return 1 if self._searched else 0

    @property
    def _place(self) -> dict[str, Any]:
        return {"item_id": self._run.item_id("msg"), "output_index": self._index, "content_index": 0}

    def _search(self) -> Iterator[Piece]:
        call, item = self._run.item_id("call"), self._run.search_item()
        asked = {"queries": item["queries"], "thought": self.composed.search_thought}
        found = {"results": item["results"], "thought": None}
        yield self._event("response.output_item.added", output_index=0, item=self._call_item(call))
        yield self._event("response.reasoning.search_queries", call_id=call, **asked)
        yield self._event("response.reasoning.search_results", pause_s=SEARCH_S, call_id=call, **found)
        yield self._event("response.output_item.done", output_index=0, item=item)

    def _call_item(self, call: str) -> dict[str, Any]:
        return {
            "type": "function_call",
            "id": self._run.item_id("fc"),
            "call_id": call,
            "name": "search_web",
            "arguments": encode({"queries": self.composed.queries}).decode(),
            "status": "completed",
        }

    def _event(self, type: str, *, pause_s: float = 0.0, **fields: Any) -> Piece:  # noqa: A002
        piece = numbered({"type": type, **fields}, self._number, pause_s)
        self._number += 1
        return piece
