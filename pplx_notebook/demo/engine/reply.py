"""What goes back to whoever asked: a status, a content type, the body's parts each after its pause."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import Any

import msgspec

from pplx_notebook.demo.engine.chunking import Chunking
from pplx_notebook.demo.engine.pacing import Piece

EVENT_STREAM = "text/event-stream; charset=utf-8"
JSON = "application/json"
_PERF_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded", 500: "internal_error"}


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """``chunking``, where there is one, wants to hear how long the reader took for each part. ``live`` has
    the parts of an answer that is still being asked for, in place of ``steps``.
    """

    status: int
    content_type: str
    steps: Iterable[Piece] = ()
    headers: Mapping[str, str] = {}
    chunking: Chunking | None = None
    live: AsyncGenerator[Piece] | None = None

    @property
    def is_stream(self) -> bool:
        """True for an event stream, False for one body."""
        return self.content_type == EVENT_STREAM


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """One JSON body at once."""
    steps = (Piece(0.0, msgspec.json.encode(value)),)
    return Reply(status=status, content_type=JSON, steps=steps, headers=headers or {})


def error_reply(
    path: str,
    status: int,
    message: str,
    type: str,  # noqa: A002  (the API's own name for it)
    *,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
    request_id: str = "",
) -> Reply:
    """An error in the envelope of the path's API: ``code`` is HTTP's number, Perf's a word of its own."""
    error: dict[str, Any] = {"message": message, "type": type, "code": status}
    if is_perf(path):
        error |= {"code": _PERF_CODES.get(status, type), "request_id": request_id}
    return json_reply(status, {"error": error | ({"param": param} if param else {})}, headers)


def is_perf(path: str) -> bool:
    """True for the paths of the Perf API."""
    return path.rstrip("/").endswith(("/v1/chat", "/v1/chat/stream"))
