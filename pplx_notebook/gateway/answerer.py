"""A real provider as an answerer: a request in any dialect becomes a question of the client, and the growing
answer is written in the dialect it was asked in.

The status is chosen once the first of the answer is there, so a refusal is no broken stream; what
fails later ends the stream with an error of its dialect. A reader who leaves ends the provider's stream too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec

from pplx_notebook.client import Client
from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects.writer import Writer
from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.demo.engine.reply import EVENT_STREAM, JSON, Reply, error_reply, json_reply
from pplx_notebook.demo.engine.request import BadRequest, DemoQuestion
from pplx_notebook.demo.engine.surfaces import Surface, asked_in, refusal_of, surface_of
from pplx_notebook.errors import PplxError
from pplx_notebook.gateway.asked import settings_for
from pplx_notebook.gateway.failures import failure_of
from pplx_notebook.protocol.answer import Answer, SearchResult


class Gateway:
    """Asks one client, whose provider speaks ``dialect`` ("responses" or another)."""

    def __init__(self, client: Client, dialect: str) -> None:
        self._client, self._dialect = client, dialect

    async def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply to one request; errors are replies too."""
        raw_path, _, query = target.partition("?")
        path, request_id = unquote(raw_path).rstrip("/"), (headers or {}).get("x-request-id", "")
        try:
            return await self._route(method, path, parse_qs(query), body)
        except BadRequest as bad:
            return error_reply(path, 400, str(bad), bad.type, param=bad.param, request_id=request_id)
        except PplxError as error:
            failure = failure_of(error)
            return error_reply(
                path,
                failure.status,
                failure.message,
                failure.type,
                headers=failure.headers,
                request_id=request_id,
            )

    async def _route(self, method: str, path: str, query: Mapping[str, list[str]], body: bytes) -> Reply:
        if refused := refusal_of(method, path):
            return refused
        surface = surface_of(path)
        if surface is None:
            names = await asyncio.to_thread(self._client.models)
            return json_reply(
                200, {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}
            )
        if method == "HEAD":
            return Reply(status=200, content_type=EVENT_STREAM)
        asked = asked_in(method, query, body)
        request = surface.read(asked)
        prompt, settings = settings_for(request, asked, self._dialect)
        return await self._asked(surface, request, prompt, settings)

    async def _asked(
        self, surface: Surface, request: DemoQuestion, prompt: str, settings: dict[str, Any]
    ) -> Reply:
        writer = surface.write(request, Composed(text="", counted=(0, 0)))
        if not request.stream:
            writer.composed = _composed(await self._whole(prompt, settings))
            return Reply(status=200, content_type=JSON, steps=(Piece(0.0, writer.body(), is_body=True),))
        snapshots = self._client.astream(prompt, **settings)
        first = await anext(snapshots)
        while not _is_begun(first):
            first = await anext(snapshots)
        return Reply(status=200, content_type=EVENT_STREAM, live=_told(writer, first, snapshots))

    async def _whole(self, prompt: str, settings: dict[str, Any]) -> Answer:
        try:
            return await self._client.aask(prompt, **settings)
        except PplxError as error:
            if (limited := _limited(error)) is not None:
                return limited
            raise


async def _told(writer: Writer, answer: Answer, rest: Any) -> AsyncGenerator[Piece]:
    """The events of a growing answer: what is new in each snapshot, and the end or what went wrong."""
    told = _Told(writer)
    try:
        while answer.status != "done":
            for piece in told.grown(answer):
                yield piece
            answer = await anext(rest)
        ending = told.ended(answer)
    except PplxError as error:
        ending = told.failed(error)
    finally:
        await rest.aclose()
    for piece in ending:
        yield piece


class _Told:
    """What was told so far through one writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._said, self._opened = writer, "", False

    def grown(self, answer: Answer, *, under_way: bool = True) -> Iterator[Piece]:
        """What is new."""
        self._writer.composed = _composed(answer, under_way=under_way)
        if not self._opened and (_is_begun(answer) or not under_way):
            self._opened = True
            yield from (Piece(0.0, piece.data) for piece in self._writer.opened())
        text = self._writer.text
        if len(text) > len(self._said) and text.startswith(self._said):
            yield self._writer.said(text[len(self._said) :])
            self._said = text

    def ended(self, answer: Answer) -> Iterator[Piece]:
        """The rest of a whole answer."""
        yield from self.grown(answer, under_way=False)
        yield from self._writer.ended()

    def failed(self, error: PplxError) -> Iterator[Piece]:
        """What had come of an answer that ends badly, and why; one the provider limited ends as it should."""
        if (limited := _limited(error)) is not None:
            yield from self.ended(limited)
            return
        if error.answer is not None:
            yield from self.grown(error.answer)
        failure = failure_of(error)
        yield from self._writer.failed(failure.message, failure.type)


def _limited(error: PplxError) -> Answer | None:
    """The answer of an error that says only that the provider stopped at a limit."""
    answer = error.answer
    return answer if answer is not None and answer.incomplete_details is not None else None


def _is_begun(answer: Answer) -> bool:
    """True once there is something to tell."""
    return bool(answer.text or answer.search_results) or answer.status == "done"


def _composed(answer: Answer, *, under_way: bool = False) -> Composed:
    """What a dialect's writer needs to know of an answer."""
    numbered = (
        msgspec.structs.replace(result, id=result.id or place)
        for place, result in enumerate(answer.search_results, 1)
    )
    results = tuple(numbered) or tuple(
        SearchResult(id=citation.number, url=citation.url, title=citation.title, source="web")
        for citation in answer.citations
    )
    usage = answer.usage
    return Composed(
        text=answer.text,
        results=results,
        queries=answer.search_queries,
        related=answer.related_questions,
        images=answer.images,
        complete=answer.finish_reason != "length" and answer.incomplete_details is None,
        model=answer.model or "",
        counted=(
            (usage.input_tokens or 0, usage.output_tokens or 0) if usage else (0, len(answer.text.split()))
        ),
        cost_usd=answer.cost_usd,
        under_way=under_way,
    )
