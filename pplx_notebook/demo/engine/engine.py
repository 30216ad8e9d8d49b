"""The demo engine as one function: an HTTP request in, a reply out. No socket, no HTTP library.

``network/wire/demo_engine.py`` asks it for ``%%pplx``, ``transport.py`` puts it behind httpx, ``server/``
behind a real port. Paths are matched by their end, so any base URL will do: those of ``surfaces.py``, and

=======================================  =================================================
``GET …/events?q=…``                     the same as its POST, for an ``EventSource``
``GET …/v1/responses/{id}``              a run as it is; ``?stream=true&starting_after=n``
``POST …/v1/responses/{id}/cancel``      ends a run
``GET …/v1/models``                      the one model there is
=======================================  =================================================
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec

from pplx_notebook.demo.engine.agent_runs import LiveRun, Runs
from pplx_notebook.demo.engine.chunking import Chunking
from pplx_notebook.demo.engine.compose import MODEL, Composed, compose
from pplx_notebook.demo.engine.dialects import named, responses
from pplx_notebook.demo.engine.dialects.writer import Writer, told
from pplx_notebook.demo.engine.faults import FAULTS, HEADER, MISQUOTE, faulty
from pplx_notebook.demo.engine.fields import MODES
from pplx_notebook.demo.engine.pacing import Pace, PaceError, Piece, factor_of, pause_before_body
from pplx_notebook.demo.engine.reply import EVENT_STREAM, JSON, Reply, error_reply, json_reply
from pplx_notebook.demo.engine.request import BadRequest, DemoQuestion
from pplx_notebook.demo.engine.surfaces import Surface, asked_in, refusal_of, surface_of
from pplx_notebook.demo.library.articles import Article
from pplx_notebook.demo.library.search import Index, SearchUnavailable

_RUN = re.compile(r"/(?:responses|agent)/(resp_[\w-]+)(/cancel)?$")
_THINKERS = re.compile(r"(^|/)sonar-reasoning")


class Engine:
    """Answers requests from a library of articles; ``pace`` as in ``pacing``, None asks the environment, and
    where that says nothing it is the ``usual_pace``. ``fault`` is one of ``FAULTS`` for every request that
    names none itself; ``mode`` is the ``stream_mode`` of chat requests that name none.
    """

    def __init__(
        self,
        *,
        pace: Pace | str | None = None,
        articles: Mapping[str, Article] | None = None,
        usual_pace: str = "lifelike",
        fault: str = "none",
        mode: str = MODES[0],
    ) -> None:
        factor_of(pace)  # a wrong one is an error here, not later
        self._given_pace, self._usual_pace = pace, usual_pace
        self._fault, self._mode = fault, mode
        self._index = Index(articles)
        self._runs = Runs()

    @property
    def _pace(self) -> float:
        return factor_of(
            self._given_pace, self._usual_pace
        )  # the environment is asked for each request: notebooks change it

    def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply to a request for ``target`` (path and query, percent-encoded); errors are replies too.

        ``headers`` by lower-case names. Raises ``Broken`` where a fault asks for it.
        """
        raw_path, _, query = target.partition("?")
        path, headers = unquote(raw_path).rstrip("/"), headers or {}
        fault = headers.get(HEADER, self._fault).strip().lower()
        misquotes = fault == MISQUOTE
        request_id = headers.get("x-request-id", "") or str(uuid.uuid4())

        def good() -> Reply:
            try:
                return self._route(
                    method, path, parse_qs(query), body, headers, request_id, misquotes=misquotes
                )
            except BadRequest as bad:
                return error_reply(path, 400, str(bad), bad.type, param=bad.param, request_id=request_id)
            except (SearchUnavailable, PaceError) as problem:
                return error_reply(path, 500, str(problem), "internal_error", request_id=request_id)

        if fault == "none" or not (surface_of(path) or fault in FAULTS):
            return good()
        if fault not in FAULTS:
            return error_reply(
                path, 400, f"{HEADER} must be one of: none {' '.join(FAULTS)}", "invalid_request"
            )
        return faulty(fault, path, good, request_id)

    def _route(
        self,
        method: str,
        path: str,
        query: Mapping[str, list[str]],
        body: bytes,
        headers: Mapping[str, str],
        request_id: str,
        *,
        misquotes: bool,
    ) -> Reply:
        run = _RUN.search(path)
        if run:
            return self._run(method, run[1], query, cancel=bool(run[2]))
        if refused := refusal_of(method, path):
            return refused
        surface = surface_of(path)
        if surface is None:
            return json_reply(200, {"object": "list", "data": [_MODEL]})
        if method != "POST" and headers.get("last-event-id") == named.LAST_ID:
            return Reply(status=204, content_type="", steps=())  # ends an EventSource that had everything
        asked = asked_in(method, query, body)
        if surface.name == "responses":
            return self._agent(surface, asked, request_id, misquotes=misquotes)
        read = surface.read({"stream_mode": self._mode, **asked})
        return self._answered(surface, msgspec.structs.replace(read, misquotes=misquotes))

    def _agent(self, surface: Surface, body: dict[str, Any], request_id: str, *, misquotes: bool) -> Reply:
        request = msgspec.structs.replace(surface.read(body), misquotes=misquotes)
        if request.previous:
            before = self._runs.get(request.previous)
            if before is None:
                raise BadRequest(
                    f"no stored response has the id {request.previous!r}", param="previous_response_id"
                )
            turns = (*before.run.request.turns, *request.turns)
            request = msgspec.structs.replace(request, turns=turns)
        live = LiveRun(responses.Run.begin(request, self._compose(request), self._pace, request_id))
        if request.stored or request.background:
            self._runs.add(live)
        if request.stream:
            return Reply(status=200, content_type=EVENT_STREAM, steps=live.steps())
        if request.background:
            return json_reply(200, live.run.snapshot("queued"))
        return self._whole(responses.AgentAnswer(live.run))

    def _run(self, method: str, name: str, query: Mapping[str, list[str]], *, cancel: bool) -> Reply:
        live = self._runs.get(name)
        if live is None or (method, cancel) not in (("GET", False), ("POST", True)):
            return error_reply("", 404, f"response {name} not found", "not_found")
        if cancel:
            live.cancel()
        if query.get("stream", [""])[-1] == "true":
            after = _number(query.get("starting_after", ["-1"])[-1])
            return Reply(status=200, content_type=EVENT_STREAM, steps=live.steps(after))
        return json_reply(200, live.snapshot())

    def _answered(self, surface: Surface, request: DemoQuestion) -> Reply:
        composed = self._compose(request)
        if surface.name == "chat" and _THINKERS.search(request.model) and request.mode != "concise":
            composed = msgspec.structs.replace(composed, text=_thinking(composed) + composed.text)
        writer = surface.write(request, composed)
        if not request.stream:
            return self._whole(writer)
        pace, chunking = self._pace, Chunking(composed.words_in)
        return Reply(
            status=200,
            content_type=EVENT_STREAM,
            steps=_stretched(told(writer, chunking), pace),
            chunking=chunking,
        )

    def _compose(self, request: DemoQuestion) -> Composed:
        return compose(request, self._index)

    def _whole(self, writer: Writer) -> Reply:
        pause_s = pause_before_body(len(writer.text.split())) * self._pace
        return Reply(status=200, content_type=JSON, steps=_body(writer, pause_s))


_MODEL = {"id": MODEL, "object": "model", "created": 1764374400, "owned_by": "demo"}


def _body(writer: Writer, pause_s: float) -> Iterator[Piece]:
    """The whole answer, written when it is due: some bodies say how long it took."""
    yield Piece(pause_s, b"")
    yield Piece(0.0, writer.body(), is_body=True)


def _stretched(steps: Iterable[Piece], pace: float) -> Iterator[Piece]:
    return (msgspec.structs.replace(step, pause_s=step.pause_s * pace) for step in steps)


def _thinking(composed: Composed) -> str:
    """What a reasoning model says before its answer: here, what was searched and found."""
    searched = ", ".join(composed.queries)
    found = f"{len(composed.results)} pages match" if composed.results else "no article matches"
    return (
        f"<think>\nThe library is searched for “{searched}”: {found}. Passages that fit the question best"
        " come first, each with the page it is from.\n</think>\n\n"
    )


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadRequest("starting_after must be a sequence number", param="starting_after") from None
