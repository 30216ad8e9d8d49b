"""Opens connections for httpcore: its public network-backend interface on plain asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore

from pplx_notebook.network.streams import SocketStream, connect_failure

HAPPY_EYEBALLS_S = 0.25  # RFC 8305: when to try the other address family


class SocketBackend(httpcore.AsyncNetworkBackend):
    """TCP connections only; TLS is the stream's own step."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> SocketStream:
        """Connect within ``timeout`` seconds, over whichever address family answers first."""
        loop = asyncio.get_running_loop()
        source = (local_address, 0) if local_address is not None else None
        try:
            async with asyncio.timeout(timeout):
                transport, stream = await loop.create_connection(
                    SocketStream, host, port, local_addr=source, happy_eyeballs_delay=HAPPY_EYEBALLS_S
                )
        except OSError as exc:
            raise connect_failure(exc) from exc
        connected = transport.get_extra_info("socket")
        for option in socket_options or ():
            connected.setsockopt(*option)
        return stream

    async def sleep(self, seconds: float) -> None:
        """httpcore asks for this between its own connection attempts (we allow it none)."""
        await asyncio.sleep(seconds)
