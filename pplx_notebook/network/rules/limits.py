"""The limiter: requests per minute and concurrent streams of all questions that a client asks one server.

Rules of this file: first come, first served; a question that waits says so and sleeps until it is woken
(1,000 in line take less than 0.1 % of a core; looking every 50 ms, they took 74); what the server reports
(``x-ratelimit-limit``, ``-remaining``) and a 429 with its wait count for everybody at once. The requests are
a leaky bucket like Perplexity's own: a full minute's worth at once, then one every 60/limit seconds. Where
the allowance is strict (Perf's, and a number the reader gave), never more than that leave in any 60 s; they
count from when they leave.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import islice

from msgspec.structs import replace

from pplx_notebook.network.rules.allowances import Allowance
from pplx_notebook.processes import TimedEvent

FIRST_WORD_S, LAST_WORD_S = (
    1.0,
    30.0,
)  # how often a waiting question says how long it still is, see ``_refresh_s``
NEVER = math.inf
WINDOW_S = 60.0


class Ticket:
    """A place in the line, then a slot; ``wake`` is called, from any thread, when to try again."""

    def __init__(self, wake: Callable[[], object] = lambda: None) -> None:
        self.wake = wake


class Limiter:
    """The slots of one server; any thread."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._queue: deque[Ticket] = deque()
        self._running = 0
        self._held_until = 0.0
        self._allowance = allowance
        self._tokens = float(allowance.per_minute or 0)
        self._filled_at = clock()
        self._recent: dict[Ticket, float] = {}  # when the requests of the last 60 s left, oldest first
        self.seen = ("", "")

    def allow(self, allowance: Allowance) -> None:
        """Another allowance from now on; requests already counted stay counted."""
        with self._lock:
            more = (allowance.per_minute or 0) - (self._allowance.per_minute or 0)
            self._allowance, self._tokens = allowance, self._tokens + more
            self._wake_first()

    def queue(self, ticket: Ticket) -> None:
        """Stand in line."""
        with self._lock:
            self._queue.append(ticket)

    def take(self, ticket: Ticket) -> float:
        """0 when the slot is ours now, else the seconds after which to try again: infinity for whoever is not
        first or waits for a stream to end, and is woken then."""
        with self._lock:
            if self._queue[0] is not ticket or self._running >= (self._allowance.streams or NEVER):
                return NEVER
            wait = max(self._held_until - self._clock(), self._until_request())
            if wait > 0:
                return wait
            self._queue.popleft()
            self._forget_old()
            self._recent[ticket] = self._clock()
            self._running += 1
            self._tokens -= 1
            self._wake_first()
            return 0.0

    def sent(self, ticket: Ticket) -> None:
        """Its request leaves now."""
        with self._lock:
            self._recent.pop(ticket, None)  # its place is behind those that left before
            self._recent[ticket] = self._clock()

    def leave(self, ticket: Ticket) -> None:
        """Give the slot back, or leave the line."""
        with self._lock:
            if ticket in self._queue:
                self._queue.remove(ticket)
            else:
                self._running -= 1
            self._wake_first()

    def hold_off(self, seconds: float) -> None:
        """Nobody asks for so long: the server said so to one of us."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """What the server's headers say of its limit and of what remains."""
        limit, remaining = (headers.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining"))
        with self._lock:
            if _small_number(limit) or _small_number(remaining):
                self.seen = (_number_or_nothing(limit), _number_or_nothing(remaining))
            if self._allowance.per_minute is not None and _small_number(limit) and int(limit) > 0:
                more = int(limit) - self._allowance.per_minute
                self._allowance = replace(self._allowance, per_minute=int(limit))
                self._tokens += more
            if _small_number(remaining):
                self._tokens = min(self._tokens, float(remaining))
            self._wake_first()

    def wait_s(self, ticket: Ticket) -> float:
        """About how long until this ticket's turn; 0 where only a stream's end can tell."""
        with self._lock:
            place = self._queue.index(ticket) if ticket in self._queue else 0
            rate = self._allowance.per_minute
            until = max(self._held_until - self._clock(), self._until_request())
            return max(0.0, until) + (place * 60 / rate if rate and until > 0 else 0.0)

    def _wake_first(self) -> None:
        """Only the first can take a slot; everybody else sleeps on."""
        if self._queue:
            self._queue[0].wake()

    def _until_request(self) -> float:
        """Seconds until one more may be sent."""
        rate = self._allowance.per_minute
        if rate is None or not self._allowance.strict:
            return self._until_token()
        self._forget_old()
        many = len(self._recent) - rate  # so many of the oldest have to be forgotten, and one more
        oldest = next(islice(self._recent.values(), many, None)) if many >= 0 else -math.inf
        return max(0.0, oldest + WINDOW_S - self._clock())

    def _forget_old(self) -> None:
        """Requests that left more than 60 s ago count no more."""
        old = self._clock() - WINDOW_S
        while self._recent and self._recent[first := next(iter(self._recent))] <= old:
            del self._recent[first]

    def _until_token(self) -> float:
        """Seconds until the bucket holds a whole request; 0 when it does."""
        rate = self._allowance.per_minute
        if rate is None:
            return 0.0
        now = self._clock()
        self._tokens = min(float(rate), self._tokens + (now - self._filled_at) * rate / 60)
        self._filled_at = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) * 60 / rate


def _small_number(text: str) -> bool:
    """True for 0 to 999999 in plain digits."""
    return text.isascii() and text.isdecimal() and len(text) < 7


def _number_or_nothing(text: str) -> str:
    """The text of a small number, "" for another one."""
    return text if _small_number(text) else ""


class Limits:
    """The limiters of one client, one for each server; two clients that share it wait in the same lines."""

    def __init__(self) -> None:
        self._limiters: dict[str, Limiter] = {}
        self._lock = threading.Lock()

    def of(self, server: str, allowance: Allowance, *, given: bool) -> Limiter:
        """The limiter of a server; an allowance that was ``given`` replaces the old one."""
        with self._lock:
            limiter = self._limiters.get(server)
            if limiter is None:
                limiter = self._limiters[server] = Limiter(allowance)
            elif given:
                limiter.allow(allowance)
            return limiter

    def seen(self, server: str) -> tuple[str, str]:
        """The limit and what remained of it, as a server said them last; "" where it said nothing."""
        limiter = self._limiters.get(server)
        return limiter.seen if limiter is not None else ("", "")


@asynccontextmanager
async def slot(limiter: Limiter, say: Callable[[str], None]) -> AsyncIterator[Callable[[], None]]:
    """Hold a slot, to be told when the request leaves; ``say`` is told how long the wait will be."""
    woken, loop = TimedEvent(), asyncio.get_running_loop()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody waits there any more
            loop.call_soon_threadsafe(woken.set)

    ticket = Ticket(wake)
    limiter.queue(ticket)
    try:
        while (seconds := limiter.take(ticket)) > 0:
            wait = limiter.wait_s(ticket)
            say(f"waiting {wait:.0f} s for a free slot" if wait >= 1 else "waiting for a free slot")
            least = min(seconds, _refresh_s(wait))
            await woken.wait(None if least == NEVER else least)
            woken.clear()
        yield partial(limiter.sent, ticket)
    finally:
        limiter.leave(ticket)


def _refresh_s(wait_s: float) -> float:
    """When to say again how long it is: each second near the end, rarely at the end of a long line."""
    return min(max(FIRST_WORD_S, wait_s / 10), LAST_WORD_S) if wait_s >= 1 else NEVER
