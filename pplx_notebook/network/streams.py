"""One connection as httpcore wants it: its public network-stream interface on plain asyncio.

Why not the backend httpcore brings: it spends more time per read in anyio than we spend on an event, and
it hands h11 every HTTP chunk by itself. Rules of this file:

- a read returns at once with all that has arrived, and never waits while something is there;
- a body in chunked coding can be pushed: its bytes go to a function the moment they arrive, without a task
  in between, and the HTTP parser sees only its end (30 of 80 microseconds per event);
- response heads are handed out alone, so that whoever reads them can choose how the body is read;
- the time limit of a read is a limit on silence; one lazy timer watches it, not one per read;
- closing is immediate: what was not read is dropped and the peer learns of it at once.
"""

from __future__ import annotations

import asyncio
import math
import re
import select
import ssl
import sys
from collections.abc import Callable
from typing import Any, cast

import httpcore

from pplx_notebook.network.chunked import ChunkReader, reframed

READ_BYTES = 64 * 1024
HIGH_WATER_BYTES = 512 * 1024  # more than this unread: the peer has to wait
Sink = Callable[[bytes], bool]  # takes bytes as they arrive, returns False when it wants no more

CLOSE_S = 1.0  # an aborted socket is closed in the next turn of the loop; this is for loops that are ending
BLANK_LINE = re.compile(rb"\n\r?\n")  # ends a response head, as h11 sees it


class SocketStream(httpcore.AsyncNetworkStream, asyncio.BufferedProtocol):
    """One connection: the asyncio protocol that receives, and the stream httpcore reads from."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._buffer = memoryview(bytearray(READ_BYTES))
        self._transport: asyncio.Transport | None = None
        self._received: list[bytes] = []
        self._size = 0
        self._paused = False
        self._ended = False
        self._failure: Exception | None = None
        self._closed = self._loop.create_future()
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._writable = True
        self._silence_ends = 0.0
        self._patience = math.inf
        self._silence: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_tail = b""
        self._chunks: ChunkReader | None = None
        self._ending = b""  # of a pushed body: all that the HTTP parser gets to see of it
        self._sink: Sink | None = None

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
            self._push(self._sink, data)
            return
        self._received.append(data)
        self._size += nbytes
        if self._size > HIGH_WATER_BYTES and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
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
            while self._received or self._ending:
                if data := self._take():
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
        self._in_head, self._head_tail, self._chunks = True, b"", None
        self._transport.write(buffer)
        if not self._writable:
            await self._drained(timeout)

    async def aclose(self) -> None:
        """Close now; returns when the socket is closed."""
        if self._silence is not None:
            self._silence.cancel()
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
            if self._received:  # bytes before the handshake are somebody else's
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
            return self._ended or bool(self._received) or self._transport is None or readable(self._transport)
        name = {"client_addr": "sockname", "server_addr": "peername"}.get(info, info)
        return self._transport.get_extra_info(name) if self._transport is not None else None

    # what our own transport calls

    def begin_body(self, *, chunked: bool) -> None:
        """The response head has been read; its body is in chunked coding, or as it is."""
        self._in_head = False
        self._chunks = ChunkReader() if chunked else None

    async def push(self, sink: Sink, timeout: float | None) -> None:  # noqa: ASYNC109  # see _arrival
        """Give ``sink`` a chunked body's bytes as they arrive, until it returns False or the body ends.

        What is left, at least the ending, is there to be read. Raises what ``sink`` raises and
        ``ReadTimeout``.
        """
        self._sink, self._patience = sink, math.inf if timeout is None else timeout
        try:
            if self._received:
                self._push(sink, self._all_received())
            if self._sink is not None and not self._ended:
                await self._arrival(timeout)
        finally:
            self._sink = None

    # how it is done

    def _take(self) -> bytes:
        """What may be handed out of what has arrived; the rest stays."""
        if self._ending:
            ending, self._ending = self._ending, b""
            return ending
        data = self._all_received()
        if self._in_head:
            return self._head(data)
        if self._chunks is None:
            return data
        body = self._unchunked(self._chunks, data)
        ending, self._ending = self._ending, b""
        return reframed(body, ending)

    def _all_received(self) -> bytes:
        data = self._received[0] if len(self._received) == 1 else b"".join(self._received)
        self._received, self._size = [], 0
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return data

    def _unchunked(self, chunks: ChunkReader, data: bytes) -> bytes:
        """The body's bytes; at its end the state of a connection that expects another head."""
        body = chunks.feed(data)
        if chunks.ending:
            self._ending = chunks.ending
            self._keep(chunks.rest)
            self._in_head, self._head_tail, self._chunks = True, b"", None
        return body

    def _push(self, sink: Sink, data: bytes) -> None:
        """Give the sink what has arrived; wake ``push`` when that was the last or went wrong."""
        try:
            body = self._unchunked(cast("ChunkReader", self._chunks), data)
            more = not body or sink(body)
        except Exception as exc:
            self._sink = None
            if self._reader is None:
                raise
            if not self._reader.done():
                self._reader.set_exception(exc)
            return
        if more and not self._ending:
            self._silence_ends = self._loop.time() + self._patience
        else:
            self._sink = None
            wake(self._reader)

    def _head(self, data: bytes) -> bytes:
        """Up to the blank line that ends the head; the bytes behind it stay for the next read."""
        match = BLANK_LINE.search(self._head_tail + data)
        if match is None:
            self._head_tail = (self._head_tail + data)[-2:]
            return data
        end = match.end() - len(self._head_tail)
        self._head_tail = b""
        self._keep(data[end:])
        return data[:end]

    def _keep(self, rest: bytes) -> None:
        if rest:
            self._received, self._size = [rest], len(rest)

    async def _arrival(self, timeout: float | None) -> None:  # noqa: ASYNC109  # see _watch
        """Wait until something arrives or ends."""
        if timeout is not None:
            self._watch(timeout)
        self._reader = self._loop.create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    def _watch(self, timeout: float) -> None:
        """Put the end of the silence off; a timer already running will find out by itself."""
        self._silence_ends = self._loop.time() + timeout
        if self._silence is None or self._silence.when() > self._silence_ends:
            if self._silence is not None:
                self._silence.cancel()
            self._silence = self._loop.call_at(self._silence_ends, self._check_silence)

    def _check_silence(self) -> None:
        self._silence = None
        if self._reader is None or self._reader.done():
            return
        if self._loop.time() < self._silence_ends:
            self._silence = self._loop.call_at(self._silence_ends, self._check_silence)
        else:
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


def readable(transport: asyncio.BaseTransport) -> bool:
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
