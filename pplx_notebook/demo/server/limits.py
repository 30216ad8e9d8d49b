"""What a tier allows one token: requests a minute, and streams at once. The numbers are Perf's (its page of
rate limits); "none" counts nothing.

A request counts for sixty seconds from its begin. What is over the limit gets 429 with ``Retry-After`` and
the ``x-ratelimit-*`` headers of the API, and does not count.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable

import msgspec

from pplx_notebook.demo.server.refusal import Refusal

WINDOW_S = 60.0


class Tier(msgspec.Struct, frozen=True):
    """``requests`` in a minute, ``streams`` under way."""

    requests: int
    streams: int


TIERS: dict[str, Tier | None] = {"none": None, "free": Tier(60, 3), "pro": Tier(300, 10)}


class TierLimit:
    """Counts for each token by its name. ``now`` is a clock in seconds since 1970."""

    def __init__(self, tier: Tier | None, now: Callable[[], float] = time.time) -> None:
        self._tier, self._now = tier, now
        self._begun: dict[str, deque[float]] = defaultdict(deque)
        self._streams: dict[str, int] = defaultdict(int)

    def take(self, name: str) -> dict[str, str]:
        """Counts a request and returns its headers; raises ``Refusal`` over the limit."""
        if self._tier is None:
            return {}
        begun, now = self._begun[name], self._now()
        while begun and begun[0] <= now - WINDOW_S:
            begun.popleft()
        if len(begun) >= self._tier.requests:
            raise self._over(name, f"{self._tier.requests} requests a minute", begun[0] + WINDOW_S - now)
        begun.append(now)
        return self._headers(name)

    def open_stream(self, name: str) -> Callable[[], None]:
        """Takes a place for a stream; what it returns gives the place back. Raises ``Refusal``."""
        if self._tier is None:
            return lambda: None
        if self._streams[name] >= self._tier.streams:
            raise self._over(name, f"{self._tier.streams} streams at once", 1.0)
        self._streams[name] += 1
        return lambda: self._close(name)

    def _close(self, name: str) -> None:
        self._streams[name] -= 1

    def _over(self, name: str, limit: str, wait_s: float) -> Refusal:
        wait = max(1, -int(-wait_s // 1))
        return Refusal(
            429,
            f"this tier allows {limit}: come back in {wait} s",
            "rate_limit_exceeded",
            {"Retry-After": str(wait), **self._headers(name)},
        )

    def _headers(self, name: str) -> dict[str, str]:
        if self._tier is None:
            return {}
        begun = self._begun[name]
        reset = (begun[0] if begun else self._now()) + WINDOW_S
        return {
            "X-RateLimit-Limit": str(self._tier.requests),
            "X-RateLimit-Remaining": str(self._tier.requests - len(begun)),
            "X-RateLimit-Used": str(len(begun)),
            "X-RateLimit-Reset": str(int(reset)),
        }
