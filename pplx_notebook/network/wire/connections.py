"""Connections that are used again: one request at a time each, and the one that became free last is first.

httpcore makes them and says what state each is in; who gets which is decided here, because its own pool
looks at every connection, several times, for every request: with 50 questions at once that was two thirds of
a question's CPU (5.9 ms, 260 ``poll`` calls; now 1, November 2026). Rules of this file:

- one connection, one request: none waits for another's (``network.rules.limits`` counts the streams);
- a connection comes back when its response is closed; it is kept if the response was read to its end;
- what was not used for ``KEEP_IDLE_S`` is closed with the next request, whoever's connection it is.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from functools import partial
from typing import cast

import httpcore

KEEP_IDLE_S = 90.0

Key = tuple[str, str, str | None]
"""Scheme, host with port, and the proxy between."""


class Connections:
    """The connections of one event loop."""

    def __init__(self) -> None:
        self._free: dict[Key, deque[httpcore.AsyncConnectionInterface]] = {}
        self._free_since: dict[httpcore.AsyncConnectionInterface, tuple[float, Key]] = {}  # oldest first
        self._lent: set[httpcore.AsyncConnectionInterface] = set()

    async def send(
        self, request: httpcore.Request, key: Key, made: Callable[[], httpcore.AsyncConnectionInterface]
    ) -> tuple[httpcore.Response, LentBody]:
        """Send over a free connection, or over a new one; to close the body gives it back."""
        await self._close_old()
        connection = await self._taken(key) or made()
        self._lent.add(connection)
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            await self._back(connection, key)
            raise
        return response, LentBody(response, partial(self._back, connection, key))

    async def aclose(self) -> None:
        """Close all of them."""
        connections = [*self._free_since, *self._lent]
        self._free, self._free_since, self._lent = {}, {}, set()
        for connection in connections:
            await connection.aclose()

    async def _taken(self, key: Key) -> httpcore.AsyncConnectionInterface | None:
        """A free connection that its server has not ended meanwhile."""
        free = self._free.get(key)
        while free:
            connection = free.pop()
            del self._free_since[connection]
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _back(self, connection: httpcore.AsyncConnectionInterface, key: Key) -> None:
        """Its request is over, one way or another."""
        if connection not in self._lent:  # all were closed meanwhile
            return
        self._lent.discard(connection)
        if connection.is_idle() and not connection.is_closed():
            self._free.setdefault(key, deque()).append(connection)
            self._free_since[connection] = (time.monotonic(), key)
        elif not connection.is_closed():
            await connection.aclose()

    async def _close_old(self) -> None:
        """Those nobody needed for long."""
        until_s = time.monotonic() - KEEP_IDLE_S
        while self._free_since:
            connection, (since_s, key) = next(iter(self._free_since.items()))
            if since_s > until_s:
                return
            del self._free_since[connection]
            self._free[key].popleft()  # the oldest of all is the oldest of its place
            if not self._free[key]:
                del self._free[key]
            await connection.aclose()


class LentBody:
    """The body of a response; to close it gives its connection back, once."""

    def __init__(self, response: httpcore.Response, back: Callable[[], Awaitable[None]]) -> None:
        self._response, self._back = response, back
        self._closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(cast("AsyncIterable[bytes]", self._response.stream))

    async def aclose(self) -> None:
        """Close the response, and let somebody else have the connection."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._response.aclose()
        finally:
            await self._back()
