"""Events to chunks: the dialect is recognised from each payload, so one stream may even mix them.

The only files that know wire JSON are in this folder. The dialect that read the last event is asked first
whether the next one is a plain text delta; every other event is decoded in full and recognised anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pplx_notebook.protocol.chunks import AnyChunk, Failed, Finished, Skipped, Started, TextDelta
from pplx_notebook.protocol.dialects import named
from pplx_notebook.protocol.dialects.records import (
    Json,
    api_error,
    is_complaint,
    mapping,
    mappings,
    metadata,
    string,
)
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, excerpt, read_json
from pplx_notebook.protocol.sse import ServerSentEvent

if TYPE_CHECKING:
    from pplx_notebook.protocol.dialects.chat import Chat
    from pplx_notebook.protocol.dialects.responses import Responses


class Dialects:
    """One stream's decoder for all dialects; holds what they must remember from event to event.

    A dialect loads with its first event: few streams speak two.
    """

    def __init__(self) -> None:
        self.plain: Callable[[ServerSentEvent], TextDelta | None] = _unknown
        """The delta of an event that only adds text, by the dialect spoken last; None for any other event."""
        self.held: Callable[[], list[AnyChunk]] = list
        """Metadata that was kept back undecoded."""

    @cached_property
    def chat(self) -> Chat:
        """The chat completions dialect."""
        from pplx_notebook.protocol.dialects.chat import Chat

        return Chat()

    @cached_property
    def responses(self) -> Responses:
        """The Agent API's dialect."""
        from pplx_notebook.protocol.dialects.responses import Responses

        return Responses()

    def decode_body(self, body: Any) -> list[AnyChunk] | None:
        """What a whole JSON body says, None when it is no answer of any dialect."""
        try:
            if isinstance(body, list) and any(item.get("error") for item in mappings(body)):
                return [Failed(api_error(body))]  # Gemini's way
            return self._decode_body(body) if isinstance(body, dict) else None
        except RecursionError:  # deep enough to be read, too deep to be compared or copied
            return None

    def _decode_body(self, body: Json) -> list[AnyChunk] | None:
        kind = recognise(body)
        if kind == "chat" and (body.get("error") or any(mappings(body.get("choices")))):
            return [*self.chat.decode(_with_perf_cost(body)), Finished(final=True)]
        if kind == "responses":
            return self.responses.decode_body(body)
        if kind == "error":
            return [Failed(api_error(body))]
        if named.body_text(body):
            return named.decode(body, "done")
        return None

    def decode(self, event: ServerSentEvent) -> list[AnyChunk]:
        """All that ``event`` says; [] for keep-alives and unknown events. Never raises on data."""
        raw = _undoubled(event.raw)
        if not raw or raw.isspace():
            return []
        if raw.strip(b' \t"') == b"[DONE]":
            return [Finished(final=True)]
        try:
            payload = read_json(raw)
        except UnreadableJSONError:
            return [_unreadable(event)]
        try:
            chunks = self._decode_value(payload, event)
            return [*self.held(), *chunks]
        except RecursionError:  # deep enough to be read, too deep to be compared or copied
            return [_unreadable(event)]

    def _decode_value(self, payload: Any, event: ServerSentEvent) -> list[AnyChunk]:
        name = event.event
        if isinstance(payload, list) and any(item.get("error") for item in mappings(payload)):
            return [Failed(api_error(payload))]  # Gemini's way
        if not isinstance(payload, dict):
            return [Failed(api_error(payload))] if name == "error" else []
        kind = recognise(payload, name)
        if kind == "chat":
            if self.plain != self.chat.plain:
                self.plain, self.held = self.chat.plain, self.chat.held
                self.plain(event)  # it knows the sources when they come again
            return self.chat.decode(payload)
        if kind == "responses":
            self.plain = self.responses.plain
            return self.responses.decode(payload, string(payload.get("type")) or name)
        if kind == "named":
            return named.decode(payload, name if name in named.NAMES else string(payload.get("type")))
        if kind == "error":
            return [Failed(api_error(payload))]
        nested = metadata(mapping(payload.get("metadata")))
        return [Started(string(payload.get("id")), string(payload.get("model"))), *metadata(payload), *nested]


def _unknown(_: ServerSentEvent) -> None:
    """The first event is read in full, whatever it is."""


def recognise(payload: Json, name: str = "message") -> str:
    """The dialect of an event (JSON object and name) or of a JSON body; "error", or "" for none."""
    kind = string(payload.get("type"))
    shape = string(payload.get("object"))
    if isinstance(payload.get("choices"), list) or shape.startswith("chat."):
        return "chat"
    if kind.startswith("response.") or name.startswith("response.") or shape == "response":
        return "responses"
    if payload.get("error") or "error" in (kind, shape, name):  # vLLM has it in `object`
        return "error"
    if kind not in named.NAMES and name not in named.NAMES and is_complaint(payload):
        return "error"
    return "named" if kind in named.NAMES or name in named.NAMES else ""


def _undoubled(raw: bytes) -> bytes:
    """Without a second ``data:``, which gateways that wrap an event again leave in it."""
    while raw.startswith(b"data:"):
        raw = raw[5:].lstrip(b" ")
    return raw


def _with_perf_cost(body: Json) -> Json:
    """Perf's non-streamed bodies name model and cost in ``perf``; read them where others have them."""
    perf = mapping(body.get("perf"))
    if not perf:
        return body
    usage = {"cost": perf.get("cost_usd"), **mapping(body.get("usage"))}
    return {**body, "model": body.get("model") or perf.get("model_used"), "usage": usage}


def _unreadable(event: ServerSentEvent) -> AnyChunk:
    if event.event == "error":
        return Failed(api_error(event.data.strip()))
    return Skipped(f"passed over an event that is not JSON: {excerpt(event.raw)}")
