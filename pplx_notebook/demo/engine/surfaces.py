"""Which API a path belongs to: how its requests are read and its answers written. Matched by the path's end.

=======================================  =================================================
``POST …/v1/responses``, ``…/v1/agent``  Agent API, streamed or whole
``POST …/api/v1/chat/completions``       gateway: deltas, annotations, ``[DONE]``
``POST …/chat/completions, …/v1/sonar``  Sonar: full, concise or last
``POST …/v1/chat/stream``, ``…/v1/chat`` Perf: deltas, no sources, ``[DONE]``
``POST …/events``, ``…/named``           ``text_chunk`` and ``done``
=======================================  =================================================
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects import agent_request, chat, named, openai, responses
from pplx_notebook.demo.engine.dialects.framing import decode_object
from pplx_notebook.demo.engine.dialects.writer import Writer
from pplx_notebook.demo.engine.reply import Reply, error_reply
from pplx_notebook.demo.engine.request import DemoQuestion


class Surface(msgspec.Struct, frozen=True):
    """One API: ``read`` makes a question of a body or raises ``BadRequest``, ``write`` begins its answer."""

    name: str
    read: Callable[[dict[str, Any]], DemoQuestion]
    write: Callable[[DemoQuestion, Composed], Writer]


def _agent(request: DemoQuestion, composed: Composed) -> Writer:
    return responses.AgentAnswer(responses.Run.begin(request, composed, 0.0))


def _perf_stream(body: dict[str, Any]) -> DemoQuestion:
    return openai.read({**body, "stream": True})


_AGENT = Surface("responses", agent_request.read, _agent)
_GATEWAY = Surface("gateway", openai.read, functools.partial(openai.OpenAIAnswer, annotated=True))
_SONAR = Surface("chat", chat.read, chat.SonarAnswer)
_PERF = Surface("perf", openai.read, functools.partial(openai.OpenAIAnswer, annotated=False))
_PERF_STREAM = msgspec.structs.replace(_PERF, read=_perf_stream)
_NAMED = Surface("named", named.read, named.NamedAnswer)
_BY_ENDING = (
    ("/responses", _AGENT),
    ("/v1/agent", _AGENT),
    ("/api/v1/chat/completions", _GATEWAY),
    ("/chat/completions", _SONAR),
    ("/v1/sonar", _SONAR),
    ("/v1/chat/stream", _PERF_STREAM),
    ("/v1/chat", _PERF),
    ("/events", _NAMED),
    ("/named", _NAMED),
)


def surface_of(path: str) -> Surface | None:
    """The API a path belongs to, None for none."""
    return next((surface for ending, surface in _BY_ENDING if path.endswith(ending)), None)


def methods_of(path: str) -> tuple[str, ...]:
    """What may be done at a path; nothing where there is nothing."""
    if path.endswith("/models"):
        return ("GET", "HEAD")
    if path.endswith("/events"):
        return ("GET", "HEAD", "POST")
    return ("POST",) if surface_of(path) else ()


def refusal_of(method: str, path: str) -> Reply | None:
    """404 where there is nothing, 405 for another method than the path's; None where it may be asked."""
    methods = methods_of(path)
    if not methods:
        return error_reply(path, 404, f"{method} {path or '/'} not found", "not_found")
    if method in methods:
        return None
    allow = {"Allow": ", ".join((*methods, "OPTIONS"))}
    return error_reply(path, 405, f"{method} is not offered here", "method_not_allowed", headers=allow)


def asked_in(method: str, query: Mapping[str, list[str]], body: bytes) -> dict[str, Any]:
    """The fields of a request: in its body, or of a GET in its query, the last of each name."""
    return decode_object(body) if method == "POST" else {name: values[-1] for name, values in query.items()}
