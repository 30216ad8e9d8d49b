"""One connection as httpcore wants it: its public network-stream interface on plain asyncio.

Why not the backend httpcore brings: it spends more time per read in anyio than we spend on an event, and
it hands h11 every HTTP chunk by itself. Rules of this file:

- a read returns at once with all that has arrived, and never waits while something is there;
- a body in chunked coding can be pushed: its bytes go to a function the moment they arrive, without a task
  in between, and the HTTP parser sees only its end (30 of 80 microseconds per event);
- the time limit of a read is a limit on silence; one lazy timer watches it, not one per read;
- closing is immediate: what was not read is dropped and the peer learns of it at once.
"""

from __future__ import annotations

import asyncio
import select
import ssl
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, cast

import httpcore

from pplx_notebook.network.rules.clocks import Deadline
from pplx_notebook.network.wire.sockets.inbound import Inbound

# the contract's two callables (wire/transport.py), spelt again so that this folder knows nothing of wire/
Sink = Callable[[bytes], bool]
Push = Callable[[Sink], Coroutine[Any, Any, None]]

READ_BYTES = 64 * 1024
HIGH_WATER_BYTES = 512 * 1024  # more than this unread: the peer has to wait
CLOSE_S = 1.0  # an aborted socket is closed in the next turn of the loop; this is for loops that are ending


class SocketStream(httpcore.AsyncNetworkStream, asyncio.BufferedProtocol):
    """One connection: the asyncio protocol that receives, and the stream httpcore reads from."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._buffer = memoryview(bytearray(READ_BYTES))
        self._transport: asyncio.Transport | None = None
        self._inbound = Inbound()
        self._sink: Sink | None = None
        self._ended = False
        self._failure: Exception | None = None
        self._closed = self._loop.create_future()
        self._reader: asyncio.Future[None] | None = None
        self._silence = Deadline(self._loop, self._too_silent)
        self._writer: asyncio.Future[None] | None = None
        self._writable = True

    # what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio: the socket is open."""
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  # asyncio's signature
        """Asyncio: where to put the next bytes."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Asyncio: bytes have arrived."""
        data = bytes(self._buffer[:nbytes])
        if self._sink is not None:
            self._push(data)
            return
        self._inbound.add(data)
        if self._inbound.size > HIGH_WATER_BYTES:
            cast("asyncio.Transport", self._transport).pause_reading()
        wake(self._reader)

    def eof_received(self) -> bool:
        """Asyncio: the peer has finished sending."""
        self._ended = True
        wake(self._reader)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio: the connection is gone, in peace (None) or not."""
        self._ended = True
        self._failure = exc
        wake(self._reader)
        wake(self._writer)
        wake(self._closed)

    def pause_writing(self) -> None:
        """Asyncio: the peer does not keep up."""
        self._writable = False

    def resume_writing(self) -> None:
        """Asyncio: it does again."""
        self._writable = True
        wake(self._writer)

    # what httpcore calls

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109  # httpcore's signature
        """All that has arrived, b"" at the end; ``ReadTimeout`` after ``timeout`` seconds of silence."""
        while True:
            while self._inbound:
                if data := self._inbound.take():
                    self._resume_reading()
                    return data
            if self._failure is not None:
                raise httpcore.ReadError(str(self._failure)) from self._failure
            if self._ended:
                return b""
            await self._arrival(timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  # httpcore's signature
        """Send; the next bytes to be read are then the head of a response."""
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        self._inbound.expect_head()
        self._transport.write(buffer)
        if not self._writable:
            await self._drained(timeout)

    async def aclose(self) -> None:
        """Close now; returns when the socket is closed."""
        self._silence.stop()
        if self._transport is not None:
            self._transport.abort()
            await asyncio.wait((self._closed,), timeout=CLOSE_S)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> SocketStream:
        """The same connection under TLS."""
        transport = cast("asyncio.Transport", self._transport)
        secure = SocketStream()
        try:
            if self._inbound:  # bytes before the handshake are somebody else's
                raise ConnectionError("the server sent bytes before the TLS handshake")
            async with asyncio.timeout(timeout):
                upgraded = await self._loop.start_tls(
                    transport, secure, ssl_context, server_hostname=server_hostname
                )
        except BaseException as exc:
            transport.abort()
            if isinstance(exc, OSError):  # ssl errors, time-outs and resets are all OSErrors
                raise connect_failure(exc) from exc
            raise
        secure.connection_made(cast("asyncio.Transport", upgraded))
        return secure

    def get_extra_info(self, info: str) -> Any:
        """httpcore's words: ssl_object, socket, client_addr, server_addr, is_readable."""
        if info == "is_readable":  # an idle connection with something to read is one the server has ended
            return self._ended or bool(self._inbound) or self._transport is None or _readable(self._transport)
        name = {"client_addr": "sockname", "server_addr": "peername"}.get(info, info)
        return self._transport.get_extra_info(name) if self._transport is not None else None

    # what our own transport calls

    def begin_body(self, *, chunked: bool) -> None:
        """The response head has been read; its body is in chunked coding, or as it is."""
        self._inbound.expect_body(chunked=chunked)

    async def push(self, sink: Sink, timeout: float | None) -> None:  # noqa: ASYNC109  # see _arrival
        """Give ``sink`` a chunked body's bytes as they arrive, until it returns False or the body ends.

        What is left, at least the ending, is there to be read. Raises what ``sink`` raises and
        ``ReadTimeout``.
        """
        body = self._inbound.take_body()
        self._resume_reading()
        if (body and not sink(body)) or self._inbound.body_ended or self._ended:
            return
        self._sink = sink
        try:
            await self._arrival(timeout)
        finally:
            self._sink = None

    # how it is done

    def _push(self, data: bytes) -> None:
        """Give the sink what has arrived; wake ``push`` when that was the last or went wrong."""
        self._silence.put_off()
        try:
            body = self._inbound.unchunked(data)
            more = not body or cast("Sink", self._sink)(body)
        except Exception as exc:  # the sink's own; it is raised where the sink was given
            self._sink = None
            if self._reader is not None and not self._reader.done():
                self._reader.set_exception(exc)
            return
        if not more or self._inbound.body_ended:
            self._sink = None
            wake(self._reader)

    def _resume_reading(self) -> None:
        if self._transport is not None and self._inbound.size <= HIGH_WATER_BYTES:
            self._transport.resume_reading()

    async def _arrival(self, timeout: float | None) -> None:  # noqa: ASYNC109  # of the silence
        """Wait until something arrives or ends."""
        if timeout is not None:
            self._silence.set(timeout)
        self._reader = self._loop.create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    def _too_silent(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_exception(httpcore.ReadTimeout("nothing arrived in time"))

    async def _drained(self, timeout: float | None) -> None:  # noqa: ASYNC109  # used as asyncio.timeout
        """Wait until the peer has taken what was written."""
        self._writer = self._loop.create_future()
        try:
            async with asyncio.timeout(timeout):
                await self._writer
        except TimeoutError as exc:
            raise httpcore.WriteTimeout("the server does not take the question") from exc
        finally:
            self._writer = None
        if self._ended and self._failure is not None:
            raise httpcore.WriteError(str(self._failure)) from self._failure


def connect_failure(exc: OSError) -> httpcore.ConnectError | httpcore.ConnectTimeout:
    """httpcore's name for what went wrong while connecting."""
    return (
        httpcore.ConnectTimeout(str(exc))
        if isinstance(exc, TimeoutError)
        else httpcore.ConnectError(str(exc))
    )


def wake(waiter: asyncio.Future[None] | None) -> None:
    """Let whoever waits go on."""
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def _readable(transport: asyncio.BaseTransport) -> bool:
    """True when the socket has something to read or is gone; asked of idle connections only."""
    bare = transport.get_extra_info("socket")
    descriptor = bare.fileno() if bare is not None else -1
    if descriptor < 0:
        return True
    if sys.platform == "win32" or not hasattr(select, "poll"):
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def push_of(response: httpcore.Response, idle_s: float) -> Push | None:
    """How to have this body pushed, None where it has to be read. Tells our socket how it is framed."""
    stream = response.extensions.get("network_stream")
    if not isinstance(stream, SocketStream):
        return None
    codings = [value for name, value in response.headers if name.lower() == b"transfer-encoding"]
    chunked = bool(codings) and response.status not in (204, 304)
    stream.begin_body(chunked=chunked)
    return partial(stream.push, timeout=idle_s) if chunked else None
