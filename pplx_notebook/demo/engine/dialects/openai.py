"""Chat completions as OpenAI-compatible servers stream them: deltas only, then ``[DONE]``.

Two kinds. *Perf* (``/v1/chat/stream``, ``/v1/chat``) has no place for sources, so markers would point
nowhere: they are left out and the sources stand as Markdown links at the end of the text; a ``perf`` block
says who answered, at what cost, in what time. *Gateway* (``/api/v1/chat/completions``, as OpenRouter) carries
them as ``url_citation`` annotations with the indexes 0/0; a comment keeps the connection open.

``stream_options.include_usage`` puts the usage into a chunk of its own without choices, as OpenAI does;
without it the last chunk has it, as both services send it.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects import chat
from pplx_notebook.demo.engine.dialects.framing import encode, frame, usage_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece
from pplx_notebook.demo.engine.request import DemoQuestion

read = chat.read

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_MARKER = re.compile(r"\[(\d+)\]")
_HALF_MARKER = re.compile(r"\[\d*$")


class OpenAIAnswer:
    """One answer on its way; ``annotated`` for the gateway kind, else Perf's."""

    def __init__(self, request: DemoQuestion, composed: Composed, *, annotated: bool) -> None:
        self.request, self.composed, self.annotated = request, composed, annotated
        self._id, self._created = f"chatcmpl-{uuid.uuid4()}", int(time.time())
        self._began_s = time.monotonic()

    @property
    def text(self) -> str:
        """Perf's without markers, which would point nowhere."""
        return self.composed.text if self.annotated else _with_links(self.composed)

    def opened(self) -> Iterator[Piece]:
        """The role, after the search."""
        if self.annotated:
            yield Piece(0.0, b": searching\n\n")
        yield self._chunk({"role": "assistant", "content": ""}, pause_s=SEARCH_S)

    def said(self, delta: str) -> Piece:
        """One chunk with nothing but content."""
        return self._chunk({"content": delta})

    def ended(self) -> Iterator[Piece]:
        """End, usage, ``[DONE]``."""
        usage = {"usage": usage_fields(self.composed)}
        here = usage if self.request.usage is None else {}
        yield self._chunk(self._annotations(), here | self._perf(), finish=self._finish())
        if self.request.usage:
            yield Piece(0.0, frame({**self._head("chat.completion.chunk"), "choices": [], **usage}))
        yield Piece(0.0, b"data: [DONE]\n\n")

    def failed(self, message: str, type: str) -> Iterator[Piece]:  # noqa: A002
        """An error object, and the end."""
        code = 502 if self.annotated else "internal_error"
        yield Piece(0.0, frame({"error": {"message": message, "type": type, "code": code}}))
        yield Piece(0.0, b"data: [DONE]\n\n")

    def body(self) -> bytes:
        """The finished completion as one JSON body."""
        message = {"role": "assistant", "content": self.text, **self._annotations()}
        choice = {"index": 0, "message": message, "finish_reason": self._finish()}
        usage = {"usage": usage_fields(self.composed)}
        return encode({**self._head("chat.completion"), "choices": [choice], **usage, **self._perf()})

    def _chunk(
        self,
        delta: dict[str, Any],
        more: dict[str, Any] | None = None,
        *,
        pause_s: float = 0.0,
        finish: str | None = None,
    ) -> Piece:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return Piece(
            pause_s, frame({**self._head("chat.completion.chunk"), "choices": [choice], **(more or {})})
        )

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self._id, "object": kind, "created": self._created, "model": self.composed.model}

    def _finish(self) -> str:
        return "stop" if self.composed.complete else "length"

    def _perf(self) -> dict[str, Any]:
        if self.annotated:
            return {}
        latency_ms = round((time.monotonic() - self._began_s) * 1000)
        cost_usd = self.composed.cost_usd or 0.0
        return {"perf": {"model_used": self.composed.model, "cost_usd": cost_usd, "latency_ms": latency_ms}}

    def _annotations(self) -> dict[str, Any]:
        if not (self.annotated and self.composed.results):
            return {}
        citations = (
            {"url": result.url, "title": result.title, "start_index": 0, "end_index": 0}
            for result in self.composed.results
        )
        return {"annotations": [{"type": "url_citation", "url_citation": citation} for citation in citations]}


def _with_links(composed: Composed) -> str:
    """The text without markers, and the sources they pointed to as a list of links."""
    if composed.in_form:
        return composed.text
    live = composed.counted is not None  # its sources may come last: then no number is known yet
    numbers = [result.id for result in composed.results]
    cited = [r for r in composed.results if f"[{r.id}]" in composed.text]
    parts = _CODE.split(composed.text)  # code, at the odd places, keeps its brackets
    parts[::2] = (
        _MARKER.sub(lambda m: "" if live or int(m[1]) in numbers else m[0], part) for part in parts[::2]
    )
    text = "".join(parts)
    if composed.under_way:  # a marker may be half there, and the list comes at the end
        return _HALF_MARKER.sub("", text)
    links = [f"- [{result.title}](<{result.url}>)" for result in cited]
    return "\n".join([text, "", "Sources:", "", *links]) if links else text
