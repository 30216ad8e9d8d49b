"""One question from its first attempt to its end: the one coroutine that the sync and the async side run.

Rules of this file: it never raises but a cancellation that is not ours; when it returns, ``live`` is done;
the reader sees why it waits, and how often it has tried.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from pplx_notebook.network.question.call import Call
from pplx_notebook.network.question.exchange import Ending, Exchange, uncancel
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.question.server_run import cancelled, followed
from pplx_notebook.network.rules.clocks import Clock
from pplx_notebook.network.rules.failures import clock_error, duration, error_for
from pplx_notebook.network.rules.limits import slot
from pplx_notebook.network.rules.retry import LONGEST_WAIT_S, may_retry, wait_s
from pplx_notebook.network.wire.sessions import Session, session_for

if TYPE_CHECKING:
    import httpx

from pplx_notebook.network.rules.failures import too_long
from pplx_notebook.network.rules.fallbacks import NOT_STREAMED, REFUSALS


async def ask_until_done(live: PendingAnswer, call: Call) -> None:
    """Ask, retry, and leave ``live`` done."""
    total = Clock()
    try:
        await attempts(live, call, total)
    except asyncio.CancelledError:
        if total.expired and not live.stopping:
            uncancel()
            live.close(clock_error("total", call.limits.total_s))
        else:
            live.interrupt()
            if not live.stopping:
                raise
            uncancel()
    except Exception as exc:  # whatever it is, nobody must wait for ever
        live.close(error_for(exc, call.endpoint.host))
    finally:
        total.stop()
        live.finish()


async def attempts(live: PendingAnswer, call: Call, total: Clock) -> None:
    """Ask until there is an answer, or an error that asking again cannot mend."""
    session = await session_for(call.endpoint.provider) if call.transport is None else guest(call.transport)
    attempt = 1
    while True:
        async with slot(call.limiter, partial(live.say, "waiting for a slot")):
            if attempt == 1:  # the line for a slot may be long; the question's own time begins here
                total.set("total", call.limits.total_s)
            live.say("connecting", attempt=attempt)
            ending = await answered(call.exchange(session), live, call)
        if call.concise and refuses(ending, "stream_mode"):
            call = call.in_full()
            continue
        if call.stream and refuses(ending, "stream"):
            call = call.not_streamed(NOT_STREAMED)
            live.begin(call.reader())
            continue
        seconds = wait_before_retry(live, ending, call, attempt, total.left_s)
        if seconds is None:
            return
        attempt += 1
        error = live.reader.error
        live.begin(call.reader())
        live.say("retrying", f"in {duration(seconds)}: {error.message if error else ''}", attempt)
        await asyncio.sleep(seconds)


def guest(transport: httpx.AsyncBaseTransport) -> Session:
    """A session on somebody's own transport."""
    from pplx_notebook.network.wire.httpx_guest import HttpxGuest

    return Session(HttpxGuest(transport))


async def answered(start: Exchange, live: PendingAnswer, call: Call) -> Ending:
    """One attempt; a background run is followed to its end, and cancelled when the reader stops."""
    try:
        ending = await start.run(live)
        if call.background:
            ending = await followed(start, live, ending, stream=call.stream, retries=call.retries)
    except asyncio.CancelledError:
        if live.stopping:
            live.interrupt()
            live.finish()  # nobody waits for the server to hear of it
        if call.background:
            await cancelled(start, live)
        raise
    error = ending.error
    if error is not None and error.status == 429:
        call.limiter.hold_off(min(error.retry_after_s or 0.0, LONGEST_WAIT_S))
    return ending


def wait_before_retry(
    live: PendingAnswer, ending: Ending, call: Call, attempt: int, left_s: float
) -> float | None:
    """Close the attempt; the seconds to wait before the next one, None when this was the last."""
    error = ending.error
    if error is not None and (error.retry_after_s or 0) > min(LONGEST_WAIT_S, left_s):
        live.close(too_long(error))
        return None
    live.close(error)
    error = live.reader.error
    begun = live.reader.shown or (call.background and live.answer.id)
    if error is None or begun or attempt > call.retries or not may_retry(error, ending.should_retry):
        return None
    return wait_s(attempt, error.retry_after_s)


def refuses(ending: Ending, field: str) -> bool:
    """True for a server that says it does not take this field of the request."""
    error = ending.error
    return error is not None and error.status in REFUSALS and field in error.message.lower()
