"""The named dialect: ``event: text_chunk`` with ``text``, then ``event: done`` with the whole answer.

``done`` has an id, so that an ``EventSource`` that nobody closed can tell, when it comes again, that it had
everything (``engine.py`` then answers 204, which ends it).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects import chat
from pplx_notebook.demo.engine.dialects.framing import encode, frame, result_fields, usage_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece
from pplx_notebook.demo.engine.request import DemoQuestion

LAST_ID = "done"
_PROMPTS = ("prompt", "q", "query", "question", "input")


def read(body: dict[str, Any]) -> DemoQuestion:
    """A body with ``messages``, or with the bare question as ``prompt``; it is streamed unless it says no."""
    prompts = [body[name] for name in _PROMPTS if isinstance(body.get(name), str)]
    messages = [{"role": "user", "content": prompts[0]}] if prompts else body.get("messages")
    return chat.read({"stream": True, **body, "messages": messages})


class NamedAnswer:
    """One answer on its way in the named dialect."""

    def __init__(self, request: DemoQuestion, composed: Composed) -> None:
        self.request, self.composed = request, composed

    @property
    def text(self) -> str:
        """As it was composed."""
        return self.composed.text

    def opened(self) -> Iterator[Piece]:
        """Nothing but the time of the search."""
        yield Piece(SEARCH_S, b"")

    def said(self, delta: str) -> Piece:
        """One ``text_chunk``."""
        return Piece(0.0, frame({"type": "text_chunk", "text": delta}, event="text_chunk"))

    def ended(self) -> Iterator[Piece]:
        """``done`` repeats everything."""
        yield Piece(0.0, f"id: {LAST_ID}\n".encode() + frame(self._done(), event="done"))

    def failed(self, message: str, type: str) -> Iterator[Piece]:  # noqa: A002
        """An ``error`` event."""
        error = {"type": "error", "error": {"message": message, "type": type}}
        yield Piece(0.0, frame(error, event="error"))

    def body(self) -> bytes:
        """What ``done`` holds, as one JSON body."""
        return encode(self._done())

    def _done(self) -> dict[str, Any]:
        urls = [result.url for result in self.composed.results]
        return {
            "type": "done",
            "text": self.text,
            "model": self.composed.model,
            **({} if self.request.bare else {"citations": urls}),
            "search_results": result_fields(self.composed.results, ids=False),
            "usage": usage_fields(self.composed),
            **({"related_questions": self.composed.related} if self.request.related else {}),
            **({"images": self.composed.images} if self.composed.images else {}),
        }
