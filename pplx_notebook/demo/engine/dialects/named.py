"""The named dialect: ``event: text_chunk`` with ``text``, then ``event: done`` with the whole answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import MODEL, Composed
from pplx_notebook.demo.engine.dialects import chat
from pplx_notebook.demo.engine.dialects.framing import deltas, encode, frame, result_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece, pause_before_word
from pplx_notebook.demo.engine.request import DemoQuestion

read = chat.read


class NamedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer on its way in the named dialect."""

    request: DemoQuestion
    composed: Composed

    def steps(self) -> Iterator[Piece]:
        """The chunks, then the event that repeats everything."""
        for number, delta in enumerate(deltas(self.composed.text, at_once=self.composed.at_once)):
            chunk = {"type": "text_chunk", "text": delta}
            yield Piece(pause_before_word(number) if number else SEARCH_S, frame(chunk, event="text_chunk"))
        yield Piece(0.0, frame(self._done(), event="done"))

    def body(self) -> bytes:
        """What ``done`` holds, as one JSON body."""
        return encode(self._done())

    def _done(self) -> dict[str, Any]:
        words_in, words_out = self.composed.words_in, self.composed.words_out
        related = {"related_questions": self.composed.related} if self.request.related else {}
        return {
            "type": "done",
            "text": self.composed.text,
            "model": MODEL,
            "citations": [result.url for result in self.composed.results],
            "search_results": result_fields(self.composed.results, ids=False),
            "usage": {
                "prompt_tokens": words_in,
                "completion_tokens": words_out,
                "total_tokens": words_in + words_out,
            },
            **related,
        }
