"""A recording (HAR) served to any client: its bytes in its reads at its moments, attempt by attempt.

Rules of this file: a request gets the recorded question with its path and body, else with its question, else
with its path, else the first; asked again, it gets the next attempt, and behind the last the first again.
What was cut breaks off, what timed out stays silent. Of the recorded headers those go out that a client
acts on.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

from pplx_notebook.demo.engine.faults import Broken
from pplx_notebook.demo.engine.pacing import Pace, Piece, factor_of
from pplx_notebook.demo.engine.reply import EVENT_STREAM, JSON, Reply, error_reply
from pplx_notebook.inspect.questions import prompt_in
from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.inspect.scrubbing import clean_request

SILENT_S = 3600.0
_ACTED_ON = ("retry-after", "retry-after-ms", "x-should-retry", "location")


class HarReplay:
    """Answers every request from a recording; ``pace`` as in ``pacing``, None for as it was."""

    def __init__(self, recording: Recording, *, pace: Pace | str | None = None) -> None:
        self._questions = recording.questions
        self._factor = factor_of(pace)
        self._asked: Counter[int] = Counter()

    async def reply(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,  # noqa: ARG002  (the shape of Engine.reply)
    ) -> Reply:
        """The next attempt of the question that fits best; raises ``Broken`` for one that got no answer."""
        began_s = time.monotonic()
        if method not in ("POST", *(entry.method for asked in self._questions for entry in asked.entries)):
            return error_reply(target, 404, f"{method} {target} not found", "not_found")
        place = self._place(urlsplit(target).path, clean_request(body))
        entries = self._questions[place].entries
        entry = entries[self._asked[place] % len(entries)]
        self._asked[place] += 1
        await asyncio.sleep(entry.marks.get("headers", 0) / 1e6 * self._factor)
        if entry.status == 0:
            raise Broken("no answer was recorded")
        sent = {name: value for name, value in entry.response_headers if _goes_out(name.lower(), entry)}
        content_type = EVENT_STREAM if entry.is_stream else entry.header("content-type") or JSON
        steps = _steps(entry, began_s, self._factor)
        return Reply(status=entry.status, content_type=content_type, headers=sent, steps=steps)

    def _place(self, path: str, text: str) -> int:
        """Of the question that fits best."""
        body, prompt = _json(text), prompt_in(text)

        def fits(place: int) -> tuple[bool, bool, bool, int]:
            first = self._questions[place].entries[0]
            same_path = path.rstrip("/").endswith(urlsplit(first.url).path.rstrip("/"))
            same_body = body is not None and body == _json(first.request_text)
            same_prompt = bool(prompt) and prompt == self._questions[place].prompt
            return same_path and same_body, same_prompt, same_path, -place

        return max(range(len(self._questions)), key=fits)


def _steps(entry: Entry, began_s: float, factor: float) -> Iterator[Piece]:
    """The reads, each with what is left to wait for its moment: late ones do not delay those behind them."""
    for time_us, data in entry.pieces():
        yield Piece(_left_s(began_s, time_us, factor), data)
    if entry.end == "timeout":
        yield Piece(SILENT_S * factor, b"")
    yield Piece(_left_s(began_s, entry.end_us, factor), b"")
    if entry.end in ("cut", "timeout"):
        raise Broken("it broke off when it was recorded")


def _left_s(began_s: float, time_us: int, factor: float) -> float:
    return max(0.0, began_s + time_us / 1e6 * factor - time.monotonic()) if factor else 0.0


def _goes_out(name: str, entry: Entry) -> bool:
    if name == "content-encoding":
        return bool(entry.wire)
    return name in _ACTED_ON or name.startswith("x-ratelimit-")


def _json(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None
