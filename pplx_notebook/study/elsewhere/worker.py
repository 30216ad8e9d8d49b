"""What a worker of somebody's executor does for a study: ask one question once, and send back how it ended.

It has the question and the settings, never a key: that is taken from its own environment, as everywhere. A
process keeps one client for all its questions, with limits of its own that limit nothing.
"""

from __future__ import annotations

import platform
import threading

import msgspec

from pplx_notebook.client import Client
from pplx_notebook.errors import PplxError, UsageProblem, printable
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.saved import to_saved
from pplx_notebook.settings import Settings

NO_KEY = "the worker {} has no key: set it in its environment (a study's key does not travel to workers)."

_client: list[Client] = []
_lock = threading.Lock()
_under_way: dict[str, set[PendingAnswer]] = {}  # by study


def asked_once(question: str, settings: Settings, study: str, *, needs_key: bool) -> bytes:
    """The answer in its saved form, whole or not, as JSON. Raises only what is a bug of ours."""
    client = worker_client()
    try:
        call, _ = client._prepared(question, settings)
        if needs_key and call.endpoint.key is None:
            raise UsageProblem(NO_KEY.format(printable(platform.node())))
    except PplxError as problem:
        error = AnswerError(kind=problem.kind, message=str(problem))
        return as_json(Answer(prompt=question, status="failed", error=error))
    live = client._begun(question, settings, watched=False)
    with _lock:
        _under_way.setdefault(study, set()).add(live)
    try:
        live.wait()
    except BaseException:
        live.stop()
        raise
    finally:
        with _lock:
            _under_way[study].discard(live)
    if live.bug is not None:
        raise live.bug
    return as_json(live.answer, may_come_again=live.may_come_again)


def stop(study: str) -> None:
    """End what this process' threads are asking for a study; what has arrived is sent back."""
    with _lock:
        lives = list(_under_way.get(study, ()))
    for live in lives:
        live.stop()


def worker_client() -> Client:
    """The client of this process' workers."""
    with _lock:
        if not _client or _client[0]._closed:
            _client[:] = [Client()]
        return _client[0]


def as_json(answer: Answer, *, may_come_again: bool = False) -> bytes:
    """The answer as it travels back, and whether asking again may help."""
    return msgspec.json.encode({"saved": to_saved(answer), "may_come_again": may_come_again})
