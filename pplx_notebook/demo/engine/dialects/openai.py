"""Chat completions as OpenAI-compatible servers stream them: deltas only, then ``[DONE]``.

Two kinds. *Perf* (``/v1/chat/stream``, ``/v1/chat``) has no place for sources, so markers would point
nowhere: they are left out and the sources stand as Markdown links at the end of the text. *Gateway*
(``/api/v1/chat/completions``, as OpenRouter) carries them as ``url_citation`` annotations with the
indexes 0/0, and sends a comment to keep the connection open.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import MODEL, Composed
from pplx_notebook.demo.engine.dialects import chat
from pplx_notebook.demo.engine.dialects.framing import deltas, encode, frame
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece, pause_before_word

read = chat.read

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_MARKER = re.compile(r"\[(\d+)\]")


class OpenAIAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer on its way; ``annotated`` for the gateway kind."""

    text: str
    composed: Composed
    annotated: bool
    id: str
    created: int

    @classmethod
    def begin(cls, composed: Composed, *, annotated: bool) -> OpenAIAnswer:
        """A new completion with a new id, created now."""
        text = composed.text if annotated else _with_links(composed)
        name = f"chatcmpl-{uuid.uuid4()}"
        return cls(text=text, composed=composed, annotated=annotated, id=name, created=int(time.time()))

    def steps(self) -> Iterator[Piece]:
        """Role, deltas, end, usage, ``[DONE]``."""
        if self.annotated:
            yield Piece(0.0, b": demo library is searching\n\n")
        yield self._chunk(SEARCH_S, {"role": "assistant", "content": ""})
        for number, delta in enumerate(deltas(self.text, at_once=self.composed.at_once)):
            yield self._chunk(pause_before_word(number), {"content": delta})
        yield self._chunk(0.0, self._annotations(), finish=self._finish(), usage=self._usage())
        yield Piece(0.0, b"data: [DONE]\n\n")

    def body(self) -> bytes:
        """The finished completion as one JSON body."""
        message = {"role": "assistant", "content": self.text, **self._annotations()}
        choice = {"index": 0, "message": message, "finish_reason": self._finish()}
        return encode({**self._head("chat.completion"), "choices": [choice], "usage": self._usage()})

    def _chunk(
        self,
        pause_s: float,
        delta: dict[str, Any],
        *,
        finish: str | None = None,
        usage: dict[str, int] | None = None,
    ) -> Piece:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        extra = {"usage": usage} if usage else {}
        return Piece(pause_s, frame({**self._head("chat.completion.chunk"), "choices": [choice], **extra}))

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}

    def _finish(self) -> str:
        return "stop" if self.composed.complete else "length"

    def _usage(self) -> dict[str, int]:
        words_in, words_out = self.composed.words_in, len(self.text.split())
        return {
            "prompt_tokens": words_in,
            "completion_tokens": words_out,
            "total_tokens": words_in + words_out,
        }

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
    numbers = [result.id for result in composed.results]
    cited = [r for r in composed.results if f"[{r.id}]" in composed.text]
    parts = _CODE.split(composed.text)  # code, at the odd places, keeps its brackets
    parts[::2] = (_MARKER.sub(lambda m: "" if int(m[1]) in numbers else m[0], part) for part in parts[::2])
    text = "".join(parts)
    links = [f"- [{result.title}](<{result.url}>)" for result in cited]
    return "\n".join([text, "", "Sources:", "", *links]) if links else text
