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
from collections.abc import Callable
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.dialects import agent_request, chat, named, openai, responses
from pplx_notebook.demo.engine.dialects.writer import Writer
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
