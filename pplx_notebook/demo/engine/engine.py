"""The demo engine as one function: an HTTP request in, a reply out. No socket, no HTTP library.

``network/wire/demo_engine.py`` asks it for ``%%pplx``, ``transport.py`` puts it behind httpx, ``server/``
behind a real port. Paths are matched by their end, so any base URL will do.

=======================================  =================================================
``POST …/v1/responses``, ``…/v1/agent``  Agent API, streamed, whole or in the background
``GET …/v1/responses/{id}``              a run as it is; ``?stream=true&starting_after=n``
``POST …/v1/responses/{id}/cancel``      ends a run
``POST …/api/v1/chat/completions``       gateway: deltas, annotations, ``[DONE]``
``POST …/chat/completions, …/v1/sonar``  Sonar: full or concise
``POST …/v1/chat/stream``, ``…/v1/chat`` Perf: deltas, no sources, ``[DONE]``
``POST …/named``                         ``text_chunk`` and ``done``
``GET …/v1/models``                      the one model there is
=======================================  =================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

import msgspec

from pplx_notebook.demo.engine.agent_runs import LiveRun, Runs
from pplx_notebook.demo.engine.compose import MODEL, Composed, compose
from pplx_notebook.demo.engine.dialects import chat, named, openai, responses
from pplx_notebook.demo.engine.dialects.framing import decode_object, encode
from pplx_notebook.demo.engine.pacing import Pace, PaceError, Piece, factor_of, pause_before_body
from pplx_notebook.demo.engine.request import BadRequest, DemoQuestion, error_body
from pplx_notebook.demo.library.articles import Article
from pplx_notebook.demo.library.search import Index, SearchUnavailable

EVENT_STREAM = "text/event-stream; charset=utf-8"
JSON = "application/json"
_RUN = re.compile(r"/(?:responses|agent)/(resp_[\w-]+)(/cancel)?$")


class Reply(msgspec.Struct, frozen=True):
    """What to send back: a status, a content type and the body's parts, each after its pause in seconds."""

    status: int
    content_type: str
    steps: Iterable[Piece]

    @property
    def is_stream(self) -> bool:
        """True for an event stream, False for one JSON body."""
        return self.content_type == EVENT_STREAM


class _Writer(Protocol):
    def steps(self) -> Iterator[Piece]: ...
    def body(self) -> bytes: ...


class Engine:
    """Answers requests from a library of articles; ``pace`` as in ``pacing``, None asks the environment, and
    where that says nothing it is the ``usual_pace``."""

    def __init__(
        self,
        *,
        pace: Pace | str | None = None,
        articles: Mapping[str, Article] | None = None,
        usual_pace: str = "lifelike",
    ) -> None:
        factor_of(pace)  # a wrong one is an error here, not later
        self._given_pace, self._usual_pace = pace, usual_pace
        self._index = Index(articles)
        self._runs = Runs()

    @property
    def _pace(self) -> float:
        return factor_of(
            self._given_pace, self._usual_pace
        )  # the environment is asked for each request: notebooks change it

    def reply(self, method: str, target: str, body: bytes = b"") -> Reply:
        """The reply to a request for ``target`` (path and query); errors are replies too."""
        path, _, query = target.partition("?")
        try:
            return self._route(method, path.rstrip("/"), parse_qs(query), body)
        except BadRequest as problem:
            return json_reply(400, error_body(400, str(problem), problem.type, problem.param))
        except (SearchUnavailable, PaceError) as problem:
            return json_reply(500, error_body(500, str(problem), "internal_error"))

    def _route(self, method: str, path: str, query: Mapping[str, list[str]], body: bytes) -> Reply:
        run = _RUN.search(path)
        if run:
            return self._run(method, run[1], query, cancel=bool(run[2]))
        if method == "GET" and path.endswith("/models"):
            return json_reply(
                200, {"object": "list", "data": [{"id": MODEL, "object": "model", "owned_by": "demo"}]}
            )
        answer = self._answerer(path) if method == "POST" else None
        if answer is None:
            return _not_found(f"{method} {path or '/'}")
        return answer(decode_object(body))

    def _answerer(self, path: str) -> Callable[[dict[str, Any]], Reply] | None:
        for ending, answer in (
            ("/responses", self._agent),
            ("/v1/agent", self._agent),
            ("/api/v1/chat/completions", self._gateway),
            ("/chat/completions", self._sonar),
            ("/v1/sonar", self._sonar),
            ("/v1/chat/stream", self._perf_stream),
            ("/v1/chat", self._perf),
            ("/named", self._named),
        ):
            if path.endswith(ending):
                return answer
        return None

    def _agent(self, body: dict[str, Any]) -> Reply:
        request = responses.read(body)
        live = LiveRun(responses.Run.begin(request, self._compose(request), self._pace))
        self._runs.add(live)
        if request.stream:
            return Reply(200, EVENT_STREAM, live.steps())
        if request.background:
            return json_reply(200, live.run.snapshot("queued"))
        return self._whole(live.run, live.run.composed)

    def _run(self, method: str, name: str, query: Mapping[str, list[str]], *, cancel: bool) -> Reply:
        live = self._runs.get(name)
        if live is None or (method, cancel) not in (("GET", False), ("POST", True)):
            return _not_found(f"response {name}")
        if cancel:
            live.cancel()
        if query.get("stream", [""])[-1] == "true":
            return Reply(200, EVENT_STREAM, live.steps(_number(query.get("starting_after", ["-1"])[-1])))
        return json_reply(200, live.snapshot())

    def _sonar(self, body: dict[str, Any]) -> Reply:
        request = chat.read(body)
        composed = self._compose(request)
        return self._reply(request, composed, chat.SonarAnswer.begin(request, composed))

    def _gateway(self, body: dict[str, Any]) -> Reply:
        request = openai.read(body)
        composed = self._compose(request)
        return self._reply(request, composed, openai.OpenAIAnswer.begin(composed, annotated=True))

    def _perf(self, body: dict[str, Any]) -> Reply:
        request = openai.read(body)
        composed = self._compose(request)
        return self._reply(request, composed, openai.OpenAIAnswer.begin(composed, annotated=False))

    def _perf_stream(self, body: dict[str, Any]) -> Reply:
        return self._perf({**body, "stream": True})

    def _named(self, body: dict[str, Any]) -> Reply:
        request = named.read({"stream": True, **body})
        composed = self._compose(request)
        return self._reply(request, composed, named.NamedAnswer(request=request, composed=composed))

    def _compose(self, request: DemoQuestion) -> Composed:
        return compose(request, self._index)

    def _reply(self, request: DemoQuestion, composed: Composed, writer: _Writer) -> Reply:
        if not request.stream:
            return self._whole(writer, composed)
        paced = (Piece(step.pause_s * self._pace, step.data) for step in writer.steps())
        return Reply(200, EVENT_STREAM, paced)

    def _whole(self, writer: _Writer, composed: Composed) -> Reply:
        pause_s = pause_before_body(composed.words_out) * self._pace
        return Reply(200, JSON, (Piece(pause_s, writer.body()),))


def json_reply(status: int, value: object) -> Reply:
    """One JSON body at once."""
    return Reply(status, JSON, (Piece(0.0, encode(value)),))


def _not_found(what: str) -> Reply:
    return json_reply(404, error_body(404, f"{what} not found", "not_found"))


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadRequest("starting_after must be a sequence number", param="starting_after") from None
