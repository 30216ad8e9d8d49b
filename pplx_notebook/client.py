"""Ask a question, from a script, a coroutine or a notebook.

``ask`` and ``stream`` wait in the calling thread while the network thread works; ``aask`` and ``astream``
run the very same coroutine in the caller's event loop; ``begin`` returns at once. The network loads with
the first question.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from pplx_notebook.errors import PplxError, Stopped
from pplx_notebook.network.question.pending_answer import STEP_S, PendingAnswer
from pplx_notebook.protocol.answer import Answer

if TYPE_CHECKING:
    import httpx

    from pplx_notebook.network.question.call import Call
    from pplx_notebook.protocol.asking.question import Attachment
    from pplx_notebook.protocol.asking.transcript import Transcript

__all__ = ["Settings", "aask", "ask", "astream", "begin", "stream"]

STOPPED_S = 1.0


class Settings(TypedDict, total=False):
    """How a question is asked. Everything may be left out; only what is given is sent.

    **Where**: ``provider`` perplexity, chat, openrouter, perf, named or demo (default: PPLX_PROVIDER, else
    perplexity when there is a key, else demo); ``base_url`` replaces its address; ``api_key`` (default:
    PERPLEXITY_API_KEY, then PPLX_API_KEY; sent only to Perplexity, to PERPLEXITY_BASE_URL and to this
    machine).

    **What**: ``model`` (``sonar``, ``sonar-pro`` … work everywhere), ``instructions``, ``recency`` (hour,
    day, week, month, year), ``domains`` (``-site.org`` leaves one out), ``context_size`` (low, medium,
    high), ``images``, ``related``, ``reasoning_effort``, ``attachments``, ``stream_mode``,
    ``continue_from`` (an earlier answer or transcript), ``extra`` (any other request field, by the
    server's name).

    **How**: ``stream``; ``background`` (Agent API: the run goes on at the server, is taken up again after
    a broken connection, and is cancelled by a stop); ``retries`` (2; never once text has been seen);
    ``transport``, an httpx transport instead of the network.

    **How long**, in seconds: ``connect_timeout_s`` (5), ``idle_timeout_s`` (60, between two reads),
    ``first_text_timeout_s`` (120), ``gap_timeout_s`` (300, between two changes of the answer),
    ``total_timeout_s`` (None is 900, in the background 3600; ``float("inf")`` is no limit).

    **How many**: ``tier`` (Perplexity 0 to 5; Perf free, pro, enterprise), or ``requests_per_minute`` and
    ``streams_at_once``: all questions of a process to one server share one limiter.
    """

    provider: str | None
    base_url: str | None
    api_key: str | None
    model: str | None
    instructions: str | None
    recency: str | None
    domains: str | Sequence[str] | None
    context_size: str | None
    images: bool
    related: bool
    reasoning_effort: str | None
    attachments: Sequence[Attachment]
    stream_mode: str | None
    continue_from: Answer | Transcript | None
    extra: Mapping[str, Any] | None
    stream: bool
    background: bool
    tier: int | str | None
    requests_per_minute: int | None
    streams_at_once: int | None
    retries: int
    connect_timeout_s: float | None
    idle_timeout_s: float | None
    first_text_timeout_s: float | None
    gap_timeout_s: float | None
    total_timeout_s: float | None
    transport: httpx.AsyncBaseTransport | None


def ask(prompt: str, **settings: Unpack[Settings]) -> Answer:
    """Ask and wait for the whole answer; ``Settings`` lists the options.

    Raises ``PplxError`` (its ``answer`` holds what had arrived) or, when interrupted, ``Stopped``.
    """
    live = begin(prompt, **settings)
    del settings  # a key in it must not be in the traceback of an error
    try:
        return live.result()
    except KeyboardInterrupt:
        raise stopped(live) from None


def stream(prompt: str, **settings: Unpack[Settings]) -> Iterator[Answer]:
    """Ask, and iterate over snapshots of the growing answer; the last one is whole. Raises as ``ask`` does.

    Leaving the loop early closes the connection.
    """
    return snapshots(begin(prompt, **settings))


async def aask(prompt: str, **settings: Unpack[Settings]) -> Answer:
    """``ask`` for coroutines; cancelling it closes the connection."""
    from pplx_notebook.network.question.attempts import ask_until_done

    call = prepared(prompt, settings)
    del settings  # a key in it must not be in the traceback of an error
    live = call.live()
    await ask_until_done(live, call)
    return live.result()


async def astream(prompt: str, **settings: Unpack[Settings]) -> AsyncIterator[Answer]:
    """``stream`` for coroutines."""
    import asyncio

    from pplx_notebook.network.question.attempts import ask_until_done

    call = prepared(prompt, settings)
    del settings  # a key in it must not be in the traceback of an error
    live, changed = call.live(), asyncio.Event()
    live.on_change = changed.set
    task = asyncio.create_task(ask_until_done(live, call))
    live.cancel = task.cancel
    seen = live.answer
    try:
        while not live.done:
            await changed.wait()
            changed.clear()
            before, seen = seen, live.answer
            if seen != before and not live.done:
                yield seen
        yield live.result()
    finally:
        live.stop()
        await task


def begin(prompt: str, **settings: Unpack[Settings]) -> PendingAnswer:
    """Ask on the network thread and return at once; mistakes in the call raise ``UsageProblem`` here."""
    from pplx_notebook.network.question import worker
    from pplx_notebook.network.question.attempts import ask_until_done

    call = prepared(prompt, settings)
    live = call.live()
    live.cancel = worker.submit(lambda: ask_until_done(live, call))
    return live


def prepared(prompt: str, settings: Mapping[str, Any]) -> Call:
    """The question made ready to be sent."""
    from pplx_notebook.network.question.call import prepare

    try:
        return prepare(prompt, settings)
    except PplxError as problem:
        raise problem.with_traceback(None) from None  # the frames below hold a key


def snapshots(live: PendingAnswer) -> Iterator[Answer]:
    """The answer at every change, and at last whole."""
    seen = live.answer
    try:
        while not live.done:
            live.wait_change(STEP_S)
            before, seen = seen, live.answer
            if seen != before and not live.done:
                yield seen
        yield live.result()
    except KeyboardInterrupt:
        raise stopped(live) from None
    finally:
        live.stop()


def stopped(live: PendingAnswer) -> Stopped:
    """Stop, wait for what is still coming, and say what was kept."""
    live.stop()
    live.wait(STOPPED_S)
    return Stopped(live.answer)
