"""Opens connections for httpcore: its public network-backend interface on plain asyncio.

A question that is stopped while connecting does not cancel asyncio's connect (a socket that has just won
the race of the address families would be lost, open, in CPython 3.11 to 3.13): it leaves it to end within
its time limit and closes what comes of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore

from pplx_notebook.network.wire.sockets.stream import SocketStream, connect_failure

HAPPY_EYEBALLS_S = 0.25  # RFC 8305: when to try the other address family

Connected = tuple[asyncio.Transport, SocketStream]


class SocketBackend(httpcore.AsyncNetworkBackend):
    """TCP connections only; TLS is the stream's own step."""

    def __init__(self) -> None:
        self._connecting: set[asyncio.Task[Connected]] = set()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> SocketStream:
        """Connect within ``timeout`` seconds, over whichever address family answers first."""
        connecting = asyncio.create_task(_connected(host, port, timeout, local_address))
        self._connecting.add(connecting)
        connecting.add_done_callback(self._connecting.discard)
        try:
            transport, stream = await asyncio.shield(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(_abandon)
            raise
        except OSError as exc:
            raise connect_failure(exc) from exc
        for option in socket_options or ():
            transport.get_extra_info("socket").setsockopt(*option)
        return stream

    async def sleep(self, seconds: float) -> None:
        """httpcore asks for this between its own connection attempts (we allow it none)."""
        await asyncio.sleep(seconds)


async def _connected(host: str, port: int, seconds: float | None, local_address: str | None) -> Connected:
    """A new connection."""
    source = (local_address, 0) if local_address is not None else None
    async with asyncio.timeout(seconds):
        return await asyncio.get_running_loop().create_connection(
            SocketStream, host, port, local_addr=source, happy_eyeballs_delay=HAPPY_EYEBALLS_S
        )


def _abandon(connecting: asyncio.Task[Connected]) -> None:
    """Close a connection nobody waits for any more."""
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result()[0].abort()


def network_backend() -> SocketBackend:
    """What httpcore's pool opens its connections with."""
    return SocketBackend()
