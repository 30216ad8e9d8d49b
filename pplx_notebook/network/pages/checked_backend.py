"""Connections that go to the very address that was checked.

Rules of this file: a name is resolved once for a connection; each of its addresses is checked, and the
connection is opened to one of them as a number, so that nobody resolves again in between (DNS rebinding).
TLS (SNI, the certificate) and the ``Host`` header keep the name, as httpcore takes both from the URL.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import httpcore

from pplx_notebook.network.pages.address_rule import AddressRule
from pplx_notebook.network.wire.sockets import network_backend

MOST_TRIED = 3  # addresses of one name

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system gives them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Our sockets behind the address rule."""

    def __init__(self, rule: AddressRule, resolve: Resolve = resolved) -> None:
        self._rule, self._resolve = rule, resolve
        self._sockets = network_backend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check all, connect to one; ``AddressRefused`` where the rule says no."""
        addresses = await self._addresses(host, port, timeout)
        for address in addresses:
            self._rule.check(address, port, host)
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in addresses[:MOST_TRIED]:
            try:
                return await self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
        raise failure

    async def sleep(self, seconds: float) -> None:
        """httpcore asks for this between its own connection attempts (we allow it none)."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(seconds):
                return await self._resolve(host, port)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from exc
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError(str(exc)) from exc
