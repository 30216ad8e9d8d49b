"""What a local server does with a request, one step after the other.

The steps are written as in ``tests/cases/client/faults.toml``:

==================== =======================================================================
head STATUS TYPE      the response head; ``|`` separates further ``name: value`` headers
delta TEXT            one chat event that adds this text, as one HTTP chunk
raw BYTES             these bytes as one HTTP chunk (Python escapes)
wire BYTES            these bytes outside the chunked coding
finish                the chat event that says finish_reason stop
done                  ``data: [DONE]``
file PATH SIZE        a file, in HTTP chunks of SIZE bytes
coded CODING BYTES    these bytes, compressed, as one HTTP chunk
coded-open TEXT       this text as a finished chat answer, in gzip that is never ended
coded-torn TEXT       this text as one event, in gzip, and bytes that are none, as one HTTP chunk
bomb CODING MB        that many MB of one letter, compressed
burst CODING MB       the same bomb as one HTTP chunk
flood CODING MB BYTES that many MB of the same bytes, compressed
pause SECONDS         nothing for so long
stall                 nothing until the client goes away (10 s at most)
endless BYTES         the same bytes until the client goes away
endless-wire BYTES    the same outside the chunked coding
drip BYTES            the same bytes every 20 ms
end                   the last HTTP chunk; the connection stays open
close                 close the connection
reset                 close it with a TCP reset
body BYTES            a body with a content-length (put before it no ``head``, but ``reply``)
reply STATUS TYPE     like ``head``; the body that follows has a content-length
==================== =======================================================================
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import zlib
from collections.abc import Iterable
from itertools import repeat
from pathlib import Path
from typing import Any

from coded_bytes import burst, compressed, unescaped

STALL_S = 10.0


class Connection:
    """One connection that plays its steps."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def play(self, steps: Iterable[str]) -> None:
        """Do one step after the other."""
        for step in steps:
            word, _, rest = step.partition(" ")
            await getattr(self, f"do_{word.replace('-', '_')}")(rest)

    async def write(self, data: bytes) -> None:
        """Send these bytes now."""
        self.writer.write(data)
        await self.writer.drain()

    async def chunk(self, data: bytes) -> None:
        """Send these bytes as one HTTP chunk."""
        await self.write(b"%x\r\n%b\r\n" % (len(data), data))

    async def do_head(self, rest: str, framing: str = "transfer-encoding: chunked") -> None:
        """The response head."""
        first, *more = [part.strip() for part in rest.split("|")]
        status, _, kind = first.partition(" ")
        lines = [f"HTTP/1.1 {status} Status", framing, *more]
        if kind:
            lines.append(f"content-type: {kind}")
        await self.write("\r\n".join([*(line for line in lines if line), "", ""]).encode("latin-1"))

    async def do_reply(self, rest: str) -> None:
        """The head of a response with a content-length."""
        self.reply = rest

    async def do_body(self, rest: str) -> None:
        """Its body, whole."""
        data = unescaped(rest)
        await self.do_head(self.reply, f"content-length: {len(data)}")
        await self.write(data)

    async def do_delta(self, rest: str) -> None:
        """Some text."""
        await self.chunk(chat_event({"delta": {"content": rest.replace("_", " ")}, "finish_reason": None}))

    async def do_finish(self, _: str) -> None:
        """The end of the text."""
        await self.chunk(chat_event({"delta": {}, "finish_reason": "stop"}))

    async def do_done(self, _: str) -> None:
        """The gateways' last word."""
        await self.chunk(b"data: [DONE]\n\n")

    async def do_raw(self, rest: str) -> None:
        """Bytes as one chunk."""
        await self.chunk(unescaped(rest))

    async def do_wire(self, rest: str) -> None:
        """Bytes as they are."""
        await self.write(unescaped(rest))

    async def do_file(self, rest: str) -> None:
        """A recorded stream."""
        path, _, size = rest.rpartition(" ")
        data = Path(path).read_bytes()  # noqa: ASYNC240  # a test may wait for a file
        for at in range(0, len(data), int(size)):
            await self.chunk(data[at : at + int(size)])

    async def do_coded(self, rest: str) -> None:
        """Compressed bytes."""
        coding, _, text = rest.partition(" ")
        await self.chunk(b"".join(compressed(coding, [unescaped(text)])))

    async def do_coded_open(self, rest: str) -> None:
        """A short chat answer whose compressed stream never ends."""
        coder = zlib.compressobj(wbits=31)
        data = chat_event({"delta": {"content": rest}, "finish_reason": "stop"})
        await self.chunk(coder.compress(data) + coder.flush(zlib.Z_SYNC_FLUSH))

    async def do_coded_torn(self, rest: str) -> None:
        """A compressed stream that breaks behind its first event, within one read."""
        coder = zlib.compressobj(wbits=31)
        data = chat_event({"delta": {"content": rest}, "finish_reason": None})
        await self.chunk(coder.compress(data) + coder.flush(zlib.Z_SYNC_FLUSH) + b"\xff" * 64)

    async def do_bomb(self, rest: str) -> None:
        """Very little that says very much."""
        coding, megabytes = rest.split()
        for data in compressed(coding, repeat(b"x" * 2**20, int(megabytes))):
            if data:
                await self.chunk(data)

    async def do_burst(self, rest: str) -> None:
        """Very little at once that says very much."""
        await self.chunk(burst(*rest.split()))

    async def do_flood(self, rest: str) -> None:
        """The same bytes over and over, compressed."""
        coding, megabytes, text = rest.split(" ", 2)
        data = unescaped(text)
        data *= 2**20 // len(data)
        for piece in compressed(coding, repeat(data, int(megabytes))):
            if piece:
                await self.chunk(piece)

    async def do_pause(self, rest: str) -> None:
        """Wait."""
        await asyncio.sleep(float(rest))

    async def do_stall(self, _: str) -> None:
        """Wait for the client to give up."""
        try:
            async with asyncio.timeout(STALL_S):
                await self.reader.read(1)
        except TimeoutError:
            pass
        raise EOFError

    async def do_endless(self, rest: str) -> None:
        """The same for ever."""
        data = unescaped(rest)
        data *= max(1, 4096 // len(data))
        while True:
            await self.chunk(data)
            await asyncio.sleep(0)

    async def do_endless_wire(self, rest: str) -> None:
        """The same for ever, outside the chunked coding."""
        while True:
            await self.write(unescaped(rest) * 100)

    async def do_drip(self, rest: str) -> None:
        """The same every 20 ms for ever."""
        while True:
            await self.chunk(unescaped(rest))
            await asyncio.sleep(0.02)

    async def do_end(self, _: str) -> None:
        """The last chunk."""
        await self.write(b"0\r\n\r\n")

    async def do_close(self, _: str) -> None:
        """Hang up."""
        raise EOFError

    async def do_reset(self, _: str) -> None:
        """Hang up rudely: RST instead of FIN."""
        bare: socket.socket = self.writer.get_extra_info("socket")
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise EOFError


def chat_event(choice: dict[str, Any]) -> bytes:
    """One event of the chat dialect."""
    value = {"object": "chat.completion.chunk", "model": "sonar", "choices": [{"index": 0, **choice}]}
    return f"data: {json.dumps(value)}\n\n".encode()
