"""Chat completions as Sonar spoke them (``POST /chat/completions``), in three kinds of stream.

Rules taken from the API's description and recordings: CRLF, no ``event:`` lines, no ``[DONE]``; in full
mode every chunk repeats the whole message so far, the sources and the usage; in concise mode the
``chat.reasoning`` objects carry the search and the chunks only the delta. ``last`` is what Perplexity's
streaming guide describes: content alone, and sources and usage with the last chunk.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects.framing import encode, frame, result_fields, usage_fields
from pplx_notebook.demo.engine.fields import check_fields
from pplx_notebook.demo.engine.pacing import SEARCH_S, Piece
from pplx_notebook.demo.engine.request import (
    DemoQuestion,
    check_alternation,
    read_limit,
    read_messages,
    read_schema,
    read_search_filters,
)


def read(body: dict[str, Any]) -> DemoQuestion:
    """A request body as a question; unknown fields pass, as they did with Sonar."""
    turns, words_in, set_aside = read_messages(body.get("messages"), param="messages")
    check_alternation(body["messages"])
    check_fields(body)
    domains, recency = read_search_filters(body)
    stop = body.get("stop") or []
    usage = (body.get("stream_options") or {}).get("include_usage")
    return DemoQuestion(
        turns=turns,
        words_in=words_in,
        set_aside=set_aside,
        stream=bool(body.get("stream")),
        model=body.get("model") or "",
        limit_words=read_limit(body.get("max_tokens"), name="max_tokens"),
        stops=tuple(filter(None, [stop] if isinstance(stop, str) else stop)),
        domains=domains,
        recency=recency,
        related=bool(body.get("return_related_questions")),
        mode=body.get("stream_mode") or "full",
        usage=usage if isinstance(usage, bool) else None,
        bare=body.get("return_citations") is False,
        schema=read_schema(body.get("response_format")),
    )


class SonarAnswer:
    """One answer on its way in the chat dialect."""

    def __init__(self, request: DemoQuestion, composed: Composed) -> None:
        self.request, self.composed = request, composed
        self._id, self._created, self._said = str(uuid.uuid4()), int(time.time()), ""

    @property
    def text(self) -> str:
        """As it was composed."""
        return self.composed.text

    def opened(self) -> Iterator[Piece]:
        """The search, where the mode tells of it; the first chunk waits for it in every mode."""
        if self.request.mode != "concise":
            yield Piece(SEARCH_S, b"")
            return
        steps = [self._search_step()] if self.composed.results else []
        if steps:
            yield self._piece("chat.reasoning", {}, _choice("", "", steps=steps))
        message = {"role": "assistant", "content": "", "reasoning_steps": steps}
        about = self._usage("") | self._results()
        yield self._piece(
            "chat.reasoning.done", about, {**_choice("", ""), "message": message}, pause_s=SEARCH_S
        )

    def said(self, delta: str) -> Piece:
        """One chunk; in full mode it repeats everything so far."""
        self._said += delta
        if self.request.mode == "full":
            about, whole = self._usage(self._said) | self._sources(), self._said
        else:
            about, whole = {}, ""
        return self._piece("chat.completion.chunk", about, _choice(whole, delta))

    def ended(self) -> Iterator[Piece]:
        """The last chunk: the whole message, sources, usage."""
        sources = self._results() | self._related() if self.request.mode == "concise" else self._sources()
        choice = _choice(self.text, "", finish=self._finish())
        yield self._piece("chat.completion.done", self._usage() | sources, choice)

    def failed(self, message: str, type: str) -> Iterator[Piece]:  # noqa: A002
        """An error object, as OpenAI-compatible servers send it."""
        error = {"error": {"message": message, "type": type, "code": 502}}
        yield Piece(0.0, frame(error, newline="\r\n"))

    def body(self) -> bytes:
        """The finished completion as one JSON body."""
        choice = _choice(self.text, "", finish=self._finish())
        return encode(
            {**self._head("chat.completion"), **self._usage(), **self._sources(), "choices": [choice]}
        )

    def _piece(
        self, kind: str, about: dict[str, Any], choice: dict[str, Any], *, pause_s: float = 0.0
    ) -> Piece:
        return Piece(pause_s, frame({**self._head(kind), **about, "choices": [choice]}, newline="\r\n"))

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self._id, "model": self.composed.model, "created": self._created, "object": kind}

    def _finish(self) -> str:
        return "stop" if self.composed.complete else "length"

    def _usage(self, said: str | None = None) -> dict[str, Any]:
        if self.request.usage is False:
            return {}
        return {"usage": usage_fields(self.composed, said) | {"search_context_size": "low"}}

    def _results(self) -> dict[str, Any]:
        return {"search_results": result_fields(self.composed.results, ids=False)}

    def _sources(self) -> dict[str, Any]:
        urls = [result.url for result in self.composed.results]
        return {"citations": urls, **self._results(), **self._related()}

    def _related(self) -> dict[str, Any]:
        related = {"related_questions": self.composed.related} if self.request.related else {}
        return related | ({"images": self.composed.images} if self.composed.images else {})

    def _search_step(self) -> dict[str, Any]:
        results = result_fields(self.composed.results, ids=False)
        search = {"search_keywords": self.composed.queries, "search_results": results}
        return {"thought": self.composed.search_thought, "type": "web_search", "web_search": search}


def _choice(
    message: str, delta: str, *, finish: str | None = None, steps: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    part = {"role": "assistant", "content": delta} | ({"reasoning_steps": steps} if steps else {})
    whole = {"role": "assistant", "content": message}
    return {"index": 0, "finish_reason": finish, "message": whole, "delta": part}
