"""As much of HTTP/1.1 (RFC 9112) as a small server on the loopback needs, over asyncio streams.

Requests: a head of at most 16 KiB, a body of at most 4 MiB with ``content-length``. Replies: JSON bodies
with their length, event streams in chunks. What is malformed or not offered is refused with a status.
"""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

import msgspec

HEAD_LIMIT_BYTES = 16 * 1024
_BODY_LIMIT_BYTES = 4 * 1024 * 1024
_BODY_TIMEOUT_S = 30
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*")
_REQUEST_LINE = re.compile(r"([A-Z]+) (\S+) HTTP/(\d\.\d)")


class Refusal(Exception):  # noqa: N818  (an HTTP status on its way, caught in one place)
    """The request gets this status and one line instead of an answer; the connection is closed after it."""

    def __init__(self, status: int, message: str, type: str = "invalid_request") -> None:  # noqa: A002
        super().__init__(message)
        self.status = status
        self.type = type  # the API's own name for it


class HttpRequest(msgspec.Struct, frozen=True):
    """One request; header names are lower case, a header sent twice has both values in its tuple."""

    method: str
    target: str
    headers: dict[str, tuple[str, ...]]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The value of a header that may stand once, "" when absent; twice is a 400."""
        values = self.headers.get(name, ("",))
        if len(values) > 1:
            raise Refusal(400, f"header {name} was sent {len(values)} times, expected one")
        return values[0]

    @property
    def wants_close(self) -> bool:
        """True when the client will not use the connection again."""
        return "close" in self.header("connection").lower()


async def read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> HttpRequest | None:
    """The next request, None when the client is done; raises ``Refusal``."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise Refusal(431, f"the request head is over {HEAD_LIMIT_BYTES} bytes") from None
    request = parse_head(head)
    if request.header("expect").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return msgspec.structs.replace(request, body=await _read_body(request, reader))


def parse_head(head: bytes) -> HttpRequest:
    """A request head, up to and with its blank line; raises ``Refusal``."""
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    request_line = _REQUEST_LINE.fullmatch(first)
    if request_line is None:
        raise Refusal(400, "the request line is malformed")
    if request_line[3] != "1.1":
        raise Refusal(505, f"HTTP/{request_line[3]} is not spoken here, use version 1.1")
    headers: dict[str, tuple[str, ...]] = {}
    for line in lines:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise Refusal(400, "a request header is malformed")
        name = match[1].lower()
        headers[name] = (*headers.get(name, ()), match[2])
    return HttpRequest(request_line[1], request_line[2], headers)


async def _read_body(request: HttpRequest, reader: asyncio.StreamReader) -> bytes:
    if "transfer-encoding" in request.headers:
        raise Refusal(411, "send the body with a content-length")
    length = request.header("content-length") or "0"
    if not re.fullmatch(r"\d{1,12}", length):
        raise Refusal(400, "content-length is not a number")
    if int(length) > _BODY_LIMIT_BYTES:
        raise Refusal(413, f"the body is over {_BODY_LIMIT_BYTES} bytes")
    try:
        async with asyncio.timeout(_BODY_TIMEOUT_S):
            return await reader.readexactly(int(length))
    except TimeoutError:
        raise Refusal(408, "the body did not arrive in time") from None
    except asyncio.IncompleteReadError:
        raise Refusal(400, "the body is shorter than its content-length") from None


def response_head(status: int, content_type: str, *, length: int | None, close: bool) -> bytes:
    """Status line and headers; ``length`` None announces chunks."""
    framing = "transfer-encoding: chunked" if length is None else f"content-length: {length}"
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"content-type: {content_type}",
        framing,
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "server: pplx-demo",
        *(["connection: close"] if close else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body; empty ``data`` ends the body."""
    return b"%x\r\n%b\r\n" % (len(data), data)
