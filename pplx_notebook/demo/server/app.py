"""The server as an ASGI app: who may ask (``guard``), how often (``limits``), and what comes back.

Every path is one: which API it belongs to is the answerer's business. A bug in it is a 500 in the API's
envelope and a line in the logger ``pplx_notebook``, never a traceback to the reader.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from inspect import isawaitable
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pplx_notebook.demo.engine.faults import Broken
from pplx_notebook.demo.engine.reply import Reply, error_reply
from pplx_notebook.demo.engine.surfaces import methods_of
from pplx_notebook.demo.server.guard import Guard
from pplx_notebook.demo.server.limits import TierLimit
from pplx_notebook.demo.server.refusal import Refusal
from pplx_notebook.demo.server.sending import EventStream, whole

BODY_LIMIT_BYTES = 4 * 1024 * 1024
BODY_TIMEOUT_S = 30.0
_KNOWN = ("GET", "HEAD", "POST", "OPTIONS")
_log = logging.getLogger("pplx_notebook")


class Answerer(Protocol):
    """What stands behind the port: the ``Engine``, a ``Replay``, or a gateway to a real provider."""

    def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply | Awaitable[Reply]:
        """The reply to one request."""


class App:
    """``hang_up`` closes the connection of a scope without a word; ``served`` counts replies."""

    def __init__(
        self, answerer: Answerer, guard: Guard, limit: TierLimit, hang_up: Callable[[Scope], None]
    ) -> None:
        self._answerer, self._guard, self._limit, self._hang_up = answerer, guard, limit, hang_up
        self.served = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        request, request_id = Request(scope, receive), str(uuid.uuid4())
        try:
            response = await self._response(request, request_id)
            self.served += 1
            await response(scope, receive, send)
        except (Broken, ClientDisconnect):
            self._hang_up(scope)
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            return  # the server ends and has hung up: nothing is left to say

    async def _response(self, request: Request, request_id: str) -> Response:
        """The answer, a refusal, or a 500 for a bug of ours."""
        headers = {
            "X-Request-Id": request_id,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        try:
            self._guard.check_place(request)
            headers |= self._guard.headers(request)
            if request.method == "OPTIONS":
                methods = methods_of(request.url.path.rstrip("/")) or _KNOWN[:-1]
                return Response(b"", 204, {**headers, "Allow": ", ".join((*methods, "OPTIONS"))})
            return await self._answer(request, headers)
        except Refusal as refusal:
            reply = error_reply(
                request.url.path,
                refusal.status,
                str(refusal),
                refusal.type,
                headers=refusal.headers,
                request_id=request_id,
            )
        except (Broken, ClientDisconnect):
            raise
        except Exception:
            _log.exception("a request of the demo server failed")
            reply = error_reply(
                request.url.path, 500, "the server failed", "internal_error", request_id=request_id
            )
        return await whole(reply, headers | dict(reply.headers))

    async def _answer(self, request: Request, headers: dict[str, str]) -> Response:
        name = self._guard.name(request)
        if request.method not in _KNOWN:
            raise Refusal(
                405, f"{request.method} is not offered", "method_not_allowed", {"Allow": ", ".join(_KNOWN)}
            )
        if request.method == "POST":
            headers |= self._limit.take(name)
            _check_type(request)
        elif request.url.path.rstrip("/").endswith("/events"):
            headers |= self._limit.take(name)
        reply = await self._reply(request, headers["X-Request-Id"])
        headers |= dict(reply.headers)
        if not reply.is_stream:
            return await whole(reply, headers)
        if request.method == "HEAD":
            return Response(b"", reply.status, headers, media_type=reply.content_type)
        return EventStream(reply, headers, self._limit.open_stream(name))

    async def _reply(self, request: Request, request_id: str) -> Reply:
        query = request.url.query
        target = request.scope["raw_path"].decode("ascii") + (f"?{query}" if query else "")
        given = {name.lower(): value for name, value in request.headers.items()} | {
            "x-request-id": request_id
        }
        reply = self._answerer.reply(request.method, target, await _body(request), given)
        return await reply if isawaitable(reply) else reply


def _check_type(request: Request) -> None:
    """A page could send a form without asking first, so a body must say that it is JSON."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise Refusal(415, "send application/json", headers={"Accept-Post": "application/json"})
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(
            415, "send the body without a content-encoding", headers={"Accept-Encoding": "identity"}
        )


async def _body(request: Request) -> bytes:
    """The body, within its limits of size and time."""
    over = Refusal(413, f"the body is over {BODY_LIMIT_BYTES} bytes")
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > BODY_LIMIT_BYTES:
        raise over
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for part in request.stream():
                body += part
                if len(body) > BODY_LIMIT_BYTES:
                    raise over
    except TimeoutError:
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, "the body did not arrive in time") from None
    return bytes(body)
