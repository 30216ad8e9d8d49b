"""One HTTP request and its response, as every transport takes and gives them. No HTTP library.

A question goes through httpcore (``transport.py``), into the embedded engine (``embedded.py``) or through
an httpx transport somebody brought (``guest.py``). httpx between us and httpcore would cost 23 to 30 ms of
CPU more at the first answer. Rule of this file: the key is written into the headers when they leave.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from typing import Any, Protocol

import msgspec

from pplx_notebook.keys import Key

HEADERS = {
    "Accept": "text/event-stream, application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "pplx-notebook",
}
REDIRECTS = (301, 302, 303, 307, 308)

Sink = Callable[[bytes], bool]  # takes bytes as they arrive, returns False when it wants no more
Push = Callable[[Sink], Coroutine[Any, Any, None]]


class Request(msgspec.Struct, frozen=True):
    """What is sent, and how long connecting and the silence between two reads may take."""

    method: str
    url: str
    body: bytes
    key: Key | None
    connect_s: float
    idle_s: float

    def headers(self) -> dict[str, str]:
        """The headers, made when they leave."""
        return HEADERS if self.key is None else {**HEADERS, "Authorization": self.key.authorisation()}

    @property
    def timeouts(self) -> dict[str, Any]:
        """httpcore's and httpx's form of the time limits."""
        extension = {"connect": self.connect_s, "read": self.idle_s, "write": self.idle_s, "pool": None}
        return {"timeout": extension}


class Body(Protocol):
    """The bytes of a response: iterated once, closed whatever happened."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class Response:
    """A response whose head has arrived. ``headers`` by lower-case name; ``parts`` are the body's reads.

    ``push`` has the body given to a function as it arrives; None where it has to be read.
    """

    def __init__(
        self, status: int, headers: Iterable[tuple[bytes, bytes]], body: Body, push: Push | None = None
    ) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        for raw_name, raw_value in headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            self.headers[name] = f"{self.headers[name]}, {value}" if name in self.headers else value
        self.parts = aiter(body)
        self.push = push
        self._body = body

    @property
    def redirected(self) -> bool:
        """True when it says where else to ask."""
        return self.status in REDIRECTS and "location" in self.headers

    async def aclose(self) -> None:
        """Give the connection back when the body was read to its end, else close it."""
        close_parts = getattr(self.parts, "aclose", None)
        if close_parts is not None:
            await close_parts()
        await self._body.aclose()


class Transport(Protocol):
    """Sends requests; belongs to one event loop."""

    async def send(self, request: Request) -> Response:
        """Returns as soon as the response head is there; raises errors by httpcore's names."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...
