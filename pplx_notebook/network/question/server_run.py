"""Runs of the Agent API that go on without us: ``background: true``.

Rules of this file (API page, "Background"): the first request starts the run and is never sent twice; a
broken stream is taken up again behind its last event (``starting_after``); a server that answers with the
state instead of a stream is asked again after 1 to 10 s, one that tells nothing three times and no more; a
stop cancels the run, which would go on costing.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from msgspec.structs import replace

from pplx_notebook.errors import PplxError
from pplx_notebook.network.question.exchange import Ending, Exchange
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.rules.retry import may_retry, wait_s
from pplx_notebook.network.wire.transport import WireFailure
from pplx_notebook.protocol.answer import AnswerError

RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
FIRST_POLL_S = 1.0
LONGEST_POLL_S = 10.0
MOST_SILENT_POLLS = 3
SILENT = AnswerError(
    kind="decode",
    message="the server was asked three times for its run and said nothing of it: ask again later",
)
CANCEL_S = 2.0


def _run_url(start: Exchange, live: PendingAnswer) -> str | None:
    """Where the run that ``start`` began lives, None while its id is unknown."""
    name = live.id
    return f"{start.url}/{name}" if RUN_ID.fullmatch(name) else None


async def followed(
    start: Exchange, live: PendingAnswer, ending: Ending, *, stream: bool, retries: int
) -> Ending:
    """Stay with the run until it has ended, or cannot be reached any more; returns the last ending."""
    failures, silent, poll = 0, 0, FIRST_POLL_S
    while live.goes_on(ending.error) and (url := _run_url(start, live)):
        if ending.error is not None:
            failures += 1
            again = failures <= retries and may_retry(ending.error, ending.should_retry)
            if not again or start.session.over:
                break
        seconds = poll if ending.error is None else wait_s(failures, ending.error.retry_after_s)
        await asyncio.sleep(start.session.pause_s(seconds))
        before, reports = live.reader.last_sequence, live.reader.run_reports
        url += _rejoining(before, stream=stream)
        live.because(f"taken up again behind event {before}" if stream else "asked how far it is")
        ending = await replace(start, method="GET", url=url, body=b"").made(live)
        heard = live.reader.last_sequence != before or live.reader.run_reports != reports
        silent = 0 if heard or ending.error is not None else silent + 1
        if silent == MOST_SILENT_POLLS:
            ending = Ending(SILENT)
        if live.reader.last_sequence != before:
            failures, poll = 0, FIRST_POLL_S
        else:
            poll = min(poll * 1.5, LONGEST_POLL_S)
    return ending


def _rejoining(after: int | None, *, stream: bool) -> str:
    """The query that asks for the events behind number ``after``; nothing for a run that is only polled."""
    if not stream:
        return ""
    return "?stream=true" + (f"&starting_after={after}" if after is not None else "")


async def cancelled(start: Exchange, live: PendingAnswer) -> None:
    """Tell the server to end the run; best effort, at most 2 s."""
    url = _run_url(start, live)
    if url is None:
        return
    live.because("stopped by the reader")
    with suppress(WireFailure, PplxError, TimeoutError):
        async with asyncio.timeout(CANCEL_S):
            response = await replace(start, url=f"{url}/cancel", body=b"").sent()
            await response.aclose()
