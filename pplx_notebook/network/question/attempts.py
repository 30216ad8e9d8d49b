"""One question from its first attempt to its end: the one coroutine that the sync and the async side run.

Rules of this file: it raises nothing but a cancellation that is not ours; when it returns, ``live`` is done;
the reader sees why it waits, and how often it has tried. What the network and the server can do becomes the
answer's error; whatever else is raised is a bug of ours: it is asked about once, never again, and comes out
of ``live.result()`` with its traceback."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.network.question.as_asked import AsAsked
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.question.exchange import Ending, Exchange, uncancel
from pplx_notebook.network.question.log import LOG
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.question.recorded import Tape
from pplx_notebook.network.rules.clocks import Clock
from pplx_notebook.network.rules.failures import clock_error, duration, error_of, too_long
from pplx_notebook.network.rules.fallbacks import NOT_STREAMED, is_too_long, lacks_stream, refuses
from pplx_notebook.network.rules.limits import Limiter, slot
from pplx_notebook.network.rules.retry import LONGEST_WAIT_S, may_retry, wait_s
from pplx_notebook.network.wire.sessions import ReplaySession, Session, Sessions
from pplx_notebook.protocol.asking.asked_as import asked_as
from pplx_notebook.protocol.reading.reader import AnswerReader
from pplx_notebook.settings import Settings


class Means(msgspec.Struct, frozen=True):
    """What a client lends to a question: connections, the server's limiter, and what it knows of servers.
    ``watched`` is False where only the whole answer is waited for: nobody sees it being written. ``tape`` is
    where it is recorded or what answers it, None for neither."""

    sessions: Sessions
    limiter: Limiter
    refused: set[tuple[str, str]]
    transport: Any = None  # somebody's own, in place of ours
    watched: bool = True
    tape: Tape | None = None

    @property
    def replays(self) -> bool:
        """True where a recording answers."""
        return self.tape is not None and self.tape.replay is not None


def pending(call: Call, settings: Settings) -> PendingAnswer:
    """What others see of a question that is about to be asked; it remembers when and how."""
    endpoint = call.endpoint
    asked = (
        None if call.private else asked_as(_noted(call, settings), endpoint.host, _utc_now(), endpoint.mask)
    )
    live = PendingAnswer(
        *(_reader(call), 1 + call.retries, endpoint.known_key, asked, endpoint.header_keys),
        as_asked=AsAsked(call.schema, private=call.private),
    )
    if settings.records:
        from pplx_notebook.network.wire.recording import NetworkRecorder

        live.recorder = NetworkRecorder(endpoint.provider)
    return live


def _noted(call: Call, settings: Settings) -> dict[str, Any]:
    """The settings as they are remembered: of files what was sent, of a class its name, and no path."""
    given = {name: value for name, value in settings.given.items() if name != "attach"}
    if settings.attach:
        given["attachments"] = call.question.attachments
    if call.schema is not None:
        given["schema"] = call.schema.name
    return given


async def ask_until_done(live: PendingAnswer, call: Call, means: Means) -> None:
    """Ask, retry, and leave ``live`` done."""
    total = Clock()
    try:
        await _attempts(live, call, means, total)
        if call.schema_retry and (again := _corrected(live, call)) is not None:
            await _asked_again(live, again, means, total)
    except asyncio.CancelledError:
        if total.expired and not live.stopping:
            uncancel()
            live.close(clock_error("total", call.limits.total_s))
        else:
            live.interrupt()
            if not live.stopping:
                raise
            uncancel()
    except PplxError as problem:
        live.close(error_of(problem))
    except Exception as bug:
        live.fail(bug)
    finally:
        total.stop()
        await _finished(live, means)
        LOG.info("%s: ended after %s s", call.place, live.total_s)


def _corrected(live: PendingAnswer, call: Call) -> Call | None:
    """The call that asks for the same in the right form; None where it has it, or no whole answer."""
    from pplx_notebook.schemas.fitting import fitted

    answer = live.answer
    if answer.status != "done" or call.schema is None:
        return None
    problem = fitted(answer.text, call.schema).problem
    return call.corrected(answer.text, problem) if problem else None


async def _asked_again(live: PendingAnswer, call: Call, means: Means, total: Clock) -> None:
    """Ask a second time, once; the first answer stays where the second does not come."""
    first = live.reader
    live.because("the answer did not have the form that was asked for")
    live.begin(_reader(call), adds_to=live.answer.usage)
    await _attempts(live, call, means, total)
    if live.answer.status != "done":
        live.back_to(first)


async def _finished(live: PendingAnswer, means: Means) -> None:
    """It is over, and what went over the network is kept."""
    try:
        if means.tape is not None and not live.done:
            await means.tape.keep(live)
    finally:
        live.finish()


async def _attempts(live: PendingAnswer, call: Call, means: Means, total: Clock) -> None:
    """Ask until there is an answer, or an error that asking again cannot mend."""
    session = await _session(live, call, means)
    attempt = 1
    while True:
        async with slot(means.limiter, partial(live.say, "waiting for a slot")) as leaves:
            if attempt == 1:  # the line for a slot may be long; the question's own time begins here
                total.set("total", call.limits.total_s)
            live.say("connecting", attempt=attempt)
            LOG.info("%s: attempt %d", call.place, attempt)
            ending = await _answered(live, call, session, means, leaves)
        if call.question.turns and not live.reader.shown and is_too_long(ending.error or live.reader.error):
            call = call.shortened()
            live.begin(_reader(call))
            continue
        if call.concise and refuses(ending.error, "stream_mode"):
            means.refused.add(("stream_mode", call.endpoint.url))
            live.because("the server does not know stream_mode")
            call = call.in_full()
            continue
        if call.usage and refuses(ending.error, "stream_options"):
            means.refused.add(("stream_options", call.endpoint.url))
            live.because("the server does not know stream_options")
            call = call.uncounted()
            continue
        if call.stream and ending.error and lacks_stream(ending.error, call.endpoint, call.fields):
            live.because("the server does not stream")
            call = call.not_streamed(NOT_STREAMED)
            live.begin(_reader(call))
            continue
        seconds = _wait_before_retry(live, ending, call, attempt, total.left_s)
        if seconds is None or session.over:
            return
        attempt += 1
        error = live.reader.error
        seconds = session.pause_s(seconds)
        live.because(f"{(error and (error.status or error.kind)) or ''}, retry after {seconds:.3g} s")
        live.begin(_reader(call))
        LOG.info("%s: again in %.1f s (%s)", call.place, seconds, error.kind if error else "")
        await _counted_down(live, seconds, error.message if error else "", attempt)


async def _session(live: PendingAnswer, call: Call, means: Means) -> Session:
    """Whom it is sent through."""
    if means.tape is not None and means.tape.replay is not None:
        played = len(live.recorder.attempts) if live.recorder is not None else 0
        session: Session = ReplaySession(means.tape.replay, means.tape.speed(watched=means.watched), played)
    else:
        session = await means.sessions.of(call.endpoint.provider, means.transport, watched=means.watched)
    return session.recorded(live.recorder)


async def _counted_down(live: PendingAnswer, seconds: float, why: str, attempt: int) -> None:
    """Wait, and say each second how long it still is."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while (left := until - loop.time()) > 0:
        live.say("retrying", f"in {duration(math.ceil(left))}: {why}", attempt)
        await asyncio.sleep(left % 1 or 1.0)


async def _answered(
    live: PendingAnswer, call: Call, session: Session, means: Means, leaves: Callable[[], None]
) -> Ending:
    """One attempt; a server run is followed to its end, and cancelled when the reader stops."""
    start = Exchange(call.endpoint, call.url, call.body, call.limits, session, means.limiter, leaves)
    try:
        ending = await start.made(live)
        if call.server_run:
            from pplx_notebook.network.question.server_run import followed

            ending = await followed(start, live, ending, stream=call.stream, retries=call.retries)
    except asyncio.CancelledError:
        if live.stopping:
            live.interrupt()
            await _finished(live, means)  # nobody waits for the server to hear of it
        if call.server_run:
            from pplx_notebook.network.question.server_run import cancelled

            await cancelled(start, live)
        raise
    error = ending.error
    if error is not None and error.status == 429 and not means.replays:
        means.limiter.hold_off(min(error.retry_after_s or 0.0, LONGEST_WAIT_S))
    return ending


def _utc_now() -> str:
    """The time in UTC, as ISO 8601 with milliseconds."""
    now_s = time.time()
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now_s))}.{int(now_s * 1000) % 1000:03d}Z"


def _reader(call: Call) -> AnswerReader:
    """A fresh reader for one attempt."""
    question = call.asked
    return AnswerReader(
        prompt=question.prompt,
        provider=call.endpoint.provider,
        notices=call.notices,
        earlier=question.turns,
        max_answer_bytes=call.max_answer_bytes,
        mask=call.endpoint.mask,
    )


def _wait_before_retry(
    live: PendingAnswer, ending: Ending, call: Call, attempt: int, left_s: float
) -> float | None:
    """Close the attempt; the seconds to wait before the next one, None when this was the last."""
    error = ending.error
    if error is not None and (error.retry_after_s or 0) > min(LONGEST_WAIT_S, left_s):
        live.close(too_long(error))
        return None
    live.close(error)
    error = live.reader.error
    begun = live.reader.shown or (call.server_run and live.id)
    if error is None or begun or not may_retry(error, ending.should_retry):
        return None
    live.may_come_again = attempt > call.retries
    return None if live.may_come_again else wait_s(attempt, error.retry_after_s)
