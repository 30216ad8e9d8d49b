"""What goes wrong with servers, on demand: a lesson, and a test of the reader.

Asked for by the header ``X-Demo-Fault: NAME`` (``none`` for a server that has one by default).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.demo.engine.reply import Reply, error_reply

HEADER = "x-demo-fault"
MISQUOTE = "misquote"  # not of the stream: the answer itself is wrong
FAULTS = {
    "refuse": "the connection is closed without an answer",
    "drop-before": "the connection breaks before the first text",
    "drop": "the connection breaks in the middle of the text",
    "cut": "the stream ends properly, but in the middle of the text",
    "stall": "silence in the middle of the text, for an hour",
    "slow": "a fifth of a second and more before each event",
    "malformed": "one event in the text is broken JSON",
    "no-done": "the stream ends without [DONE]",
    "html": "status 200 and a web page, as a sign-in page would come",
    "misquote": "one number is another one than in its source, and one sentence stands in no source",
    "401": "the key is refused",
    "429": "too many requests, come back in a second",
    "500": "the server fails",
}
_TEXTS_BEFORE = 12
_STALL_S = 3600.0
_SLOW_S = 0.2
_SLOW_TIMES = 8
_PAGE = b"<!doctype html><title>Sign in</title><h1>Sign in to go on</h1>"
_STATUSES = {
    "401": (401, "the key was refused, as you asked for", "invalid_api_key", {"WWW-Authenticate": "Bearer"}),
    "429": (429, "too many requests, as you asked for", "rate_limit_exceeded", {"Retry-After": "1"}),
    "500": (500, "the server fails, as you asked for", "internal_error", {}),
}


class Broken(ConnectionError):  # noqa: N818  (what the connection is)
    """Here the server breaks off: whoever holds the connection closes it and says nothing."""


def faulty(name: str, path: str, reply: Callable[[], Reply], request_id: str = "") -> Reply:
    """The reply with what is wrong with it; raises ``Broken`` for one that never begins."""
    if name == "refuse":
        raise Broken("refused on demand")
    if name == "html":
        return Reply(status=200, content_type="text/html; charset=utf-8", steps=(Piece(0.0, _PAGE),))
    if name in _STATUSES:
        status, message, type_, headers = _STATUSES[name]
        return error_reply(path, status, message, type_, headers=headers, request_id=request_id)
    good = reply()
    if good.status != 200 or good.live is not None or name == MISQUOTE:
        return good
    return msgspec.structs.replace(good, steps=_CHANGES[name](good.steps))


def _dropped(steps: Iterable[Piece], texts: int) -> Iterator[Piece]:
    """Up to some text, then broken off; a whole body is broken off before it begins."""
    yield from _until_text(steps, texts)
    raise Broken("dropped on demand")


def _until_text(steps: Iterable[Piece], texts: int) -> Iterator[Piece]:
    for step in steps:
        if step.is_text or step.is_body:
            texts -= 1
        if texts < 0 or step.is_body:
            return
        yield step


def _stalled(steps: Iterable[Piece]) -> Iterator[Piece]:
    yield from _until_text(steps, _TEXTS_BEFORE)
    yield Piece(_STALL_S, b"")


def _slow(steps: Iterable[Piece]) -> Iterator[Piece]:
    return (msgspec.structs.replace(step, pause_s=max(step.pause_s * _SLOW_TIMES, _SLOW_S)) for step in steps)


def _malformed(steps: Iterable[Piece]) -> Iterator[Piece]:
    texts = 0
    for step in steps:
        texts += step.is_text
        if texts == _TEXTS_BEFORE:
            yield Piece(0.0, b'data: {"choices": [{"delta": {"cont\n\n')
            texts += 1
        yield Piece(0.0, step.data[: len(step.data) // 2]) if step.is_body else step


def _undone(steps: Iterable[Piece]) -> Iterator[Piece]:
    return (step for step in steps if b"data: [DONE]" not in step.data[:12])


_CHANGES: dict[str, Callable[[Iterable[Piece]], Iterator[Piece]]] = {
    "drop-before": lambda steps: _dropped(steps, 0),
    "drop": lambda steps: _dropped(steps, _TEXTS_BEFORE),
    "cut": lambda steps: _until_text(steps, _TEXTS_BEFORE),
    "stall": _stalled,
    "slow": _slow,
    "malformed": _malformed,
    "no-done": _undone,
}
