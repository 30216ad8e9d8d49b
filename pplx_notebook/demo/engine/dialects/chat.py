"""Chat completions as Sonar spoke them (``POST /chat/completions``): ``full`` and ``concise`` streams.

Rules taken from the API's description and recordings: CRLF, no ``event:`` lines, no ``[DONE]``; in full
mode every chunk repeats the whole message so far, the sources and the usage; in concise mode the
``chat.reasoning`` objects carry the search and the chunks only the delta.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import MODEL, Composed
from pplx_notebook.demo.engine.dialects.framing import deltas, encode, frame, result_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece, pause_before_word
from pplx_notebook.demo.engine.request import (
    BadRequest,
    DemoQuestion,
    check_alternation,
    read_limit,
    read_messages,
    read_search_filters,
)


def read(body: dict[str, Any]) -> DemoQuestion:
    """A request body as a ``Request``; unknown fields pass, as they did with Sonar."""
    messages = body.get("messages")
    turns, words_in = read_messages(messages, param="messages")
    check_alternation(body["messages"])
    if body.get("stream_mode", "full") not in ("full", "concise"):
        raise BadRequest("stream_mode must be full or concise", type="invalid_parameter", param="stream_mode")
    domains, recency = read_search_filters(body)
    return DemoQuestion(
        turns=turns,
        words_in=words_in,
        stream=bool(body.get("stream")),
        model=str(body.get("model") or ""),
        limit_words=read_limit(body.get("max_tokens"), name="max_tokens"),
        domains=domains,
        recency=recency,
        related=bool(body.get("return_related_questions")),
        concise=body.get("stream_mode") == "concise",
    )


class SonarAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer on its way in the chat dialect."""

    request: DemoQuestion
    composed: Composed
    id: str
    created: int

    @classmethod
    def begin(cls, request: DemoQuestion, composed: Composed) -> SonarAnswer:
        """A new completion with a new id, created now."""
        return cls(request=request, composed=composed, id=str(uuid.uuid4()), created=int(time.time()))

    def steps(self) -> Iterator[Piece]:
        """The stream in the mode the request asks for."""
        events = self._concise() if self.request.concise else self._full()
        return (Piece(pause_s, frame(event, newline="\r\n")) for pause_s, event in events)

    def body(self) -> bytes:
        """The finished completion as one JSON body."""
        choice = _choice(self.composed.text, "", finish=self._finish())
        return encode(
            {**self._head("chat.completion"), **self._usage(), **self._sources(), "choices": [choice]}
        )

    def _full(self) -> Iterator[tuple[float, dict[str, Any]]]:
        said, sources = "", self._sources()
        for number, delta in enumerate(deltas(self.composed.text, at_once=self.composed.at_once)):
            said += delta
            pause_s = pause_before_word(number) if number else SEARCH_S
            head = {**self._head("chat.completion.chunk"), **self._usage(said), **sources}
            yield pause_s, {**head, "choices": [_choice(said, delta)]}
        head = {**self._head("chat.completion.done"), **self._usage(), **sources}
        yield 0.0, {**head, "choices": [_choice(said, "", finish=self._finish())]}

    def _concise(self) -> Iterator[tuple[float, dict[str, Any]]]:
        steps = [self._search_step()] if self.composed.results else []
        if steps:
            yield 0.0, {**self._head("chat.reasoning"), "choices": [_choice("", "", steps=steps)]}
        results = {"search_results": result_fields(self.composed.results, ids=False)}
        searched = {**self._head("chat.reasoning.done"), **self._usage(""), **results}
        message = {"role": "assistant", "content": "", "reasoning_steps": steps}
        yield SEARCH_S, {**searched, "choices": [{**_choice("", ""), "message": message}]}
        for number, delta in enumerate(deltas(self.composed.text, at_once=self.composed.at_once)):
            yield (
                pause_before_word(number),
                {**self._head("chat.completion.chunk"), "choices": [_choice("", delta)]},
            )
        done = {**self._head("chat.completion.done"), **self._usage(), **results, **self._related()}
        yield 0.0, {**done, "choices": [_choice(self.composed.text, "", finish=self._finish())]}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "model": MODEL, "created": self.created, "object": kind}

    def _finish(self) -> str:
        return "stop" if self.composed.complete else "length"

    def _usage(self, said: str | None = None) -> dict[str, Any]:
        words_in = self.composed.words_in
        words_out = self.composed.words_out if said is None else len(said.split())
        return {
            "usage": {
                "prompt_tokens": words_in,
                "completion_tokens": words_out,
                "total_tokens": words_in + words_out,
                "search_context_size": "low",
                "token_unit": "whitespace-separated word",
            }
        }

    def _sources(self) -> dict[str, Any]:
        urls = [result.url for result in self.composed.results]
        return {
            "citations": urls,
            "search_results": result_fields(self.composed.results, ids=False),
            **self._related(),
        }

    def _related(self) -> dict[str, Any]:
        return {"related_questions": self.composed.related} if self.request.related else {}

    def _search_step(self) -> dict[str, Any]:
        results = result_fields(self.composed.results, ids=False)
        search = {"search_keywords": self.composed.queries, "search_results": results}
        return {"thought": "Searching the demo library", "type": "web_search", "web_search": search}


def _choice(
    message: str, delta: str, *, finish: str | None = None, steps: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    part = {"role": "assistant", "content": delta} | ({"reasoning_steps": steps} if steps else {})
    whole = {"role": "assistant", "content": message}
    return {"index": 0, "finish_reason": finish, "message": whole, "delta": part}
