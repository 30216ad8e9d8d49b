"""Exchanges that were recorded while they happened, with the demo engine and with servers on this machine."""

from __future__ import annotations

from collections.abc import Iterator

from local_server import LocalServer, Script

import pplx_notebook as pplx
from pplx_notebook.inspect.recording import Recording

HEAD = "head 200 text/event-stream"
EVENT = 'raw data: {"choices":[{"delta":{"content":"'
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script><a href=javascript:alert(3)>here</a>"


def whole() -> Recording:
    """An answer of the demo engine, sent as fast as it goes."""
    answer = pplx.ask("What is nuclear fusion?", provider="demo", inspect=True)
    assert answer.exchange is not None
    return answer.exchange


def refused_then_cut() -> Recording:
    """Refused once; then a character is torn by a wait, an event waits for its end, and the line breaks."""
    tries = iter([refusal(), torn()])
    return recorded(lambda _: next(tries), retries=1)


def refusal() -> Iterator[str]:
    """Too many questions."""
    yield "reply 429 application/json | retry-after: 0"
    yield 'body {"error":{"message":"slow down"}}'


def torn() -> Iterator[str]:
    """h, and an é in two halves."""
    yield HEAD
    yield EVENT + "h\\xc3"
    yield "pause 0.5"
    yield 'raw \\xa9llo"}}]}\\n\\n: wait\\n\\n'
    yield "pause 0.1"
    yield 'raw data: {"choices":[{"delta":{"con'
    yield "pause 0.1"
    yield "reset"


def hostile() -> Recording:
    """Markup wherever a server may write."""
    steps = [
        f"{HEAD} | x-note: {HOSTILE}",
        f"raw event: {HOSTILE}\\n:{HOSTILE}\\nid: {HOSTILE}\\ndata: {HOSTILE}\\n\\n",
        "delta <b>bold</b>",
        "finish",
        "done",
        "end",
    ]
    return recorded(lambda _: steps)


def recorded(script: Script, retries: int = 0) -> Recording:
    """What a server's steps become."""
    with LocalServer(script) as server:
        try:
            answer = pplx.ask("What?", provider="chat", base_url=server.url, inspect=True, retries=retries)
        except pplx.PplxError as problem:
            answer = problem.answer
    assert answer.exchange is not None
    return answer.exchange
