"""The contract of a transport: one request goes out, one response comes back. No HTTP library.

A question goes through httpcore (``httpcore_pool``), in a browser through that (``fetching``), into the
embedded engine (``demo_engine``) or through an httpx or httpx2 transport somebody brought (``httpx_guest``).
Laws:

- all a transport raises is ``WireFailure`` or a ``PplxError``; whatever else comes out of it is a bug, which
  nobody asks again for;
- ``push`` returns when the sink said False or the body ended; what is left is then in ``parts``; what the
  sink raises comes out of ``push``; compressed bodies are always read;
- a cancelled ``send`` or read leaves no socket open beyond ``connect_s``; the caller then calls ``aclose``;
- the key is written into the headers when they leave, and nowhere else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from pplx_notebook.keys import Key

if TYPE_CHECKING:
    from pplx_notebook.network.rules.headers import Headers

HEADERS = {
    "Accept": "text/event-stream, application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "pplx-notebook",
}
REDIRECTS = (301, 302, 303, 307, 308)

FailureKind = Literal["connect", "connect_timeout", "silent", "broken", "proxy", "fetch"]

Sink = Callable[[bytes], bool]  # takes bytes as they arrive, returns False when it wants no more
Push = Callable[[Sink], Coroutine[Any, Any, None]]


class WireFailure(Exception):  # noqa: N818  # an error of the tree is what becomes of it
    """What the network did to us: no connection, or not in time; silence; broken off; refused by the proxy;
    let through by no browser (``fetch``).
    What the library said is its ``__cause__``; ``proxy`` is the host and port of the proxy that did it."""

    def __init__(self, kind: FailureKind, proxy: str = "") -> None:
        super().__init__(kind)
        self.kind: FailureKind = kind
        self.proxy = proxy


class Request(msgspec.Struct, frozen=True):
    """What is sent, and how long connecting and the silence between two reads may take. ``connected`` is
    called when the server itself, behind whatever proxy, is about to get it; ``step`` is told the library's
    trace of it, for a recording."""

    method: str
    url: str
    body: bytes
    key: Key | None
    connect_s: float
    idle_s: float
    connected: Callable[[], None] | None = None
    further: Headers = ()
    step: Callable[[str], None] | None = None

    def headers(self) -> dict[str, str]:
        """The headers, made when they leave; of two with one name the reader's is sent."""
        headers = HEADERS if self.key is None else {**HEADERS, "Authorization": self.key.authorisation()}
        if not self.further:
            return headers
        from pplx_notebook.network.rules.headers import sent_headers

        further = dict(sent_headers(self.further))
        names = {name.lower() for name in further}
        return {name: value for name, value in headers.items() if name.lower() not in names} | further

    @property
    def timeouts(self) -> dict[str, Any]:
        """httpcore's and httpx's form of the time limits."""
        extension = {"connect": self.connect_s, "read": self.idle_s, "write": self.idle_s, "pool": None}
        return {"timeout": extension}


class Steps:
    """httpcore's and httpx's trace of one request: whether the server itself is about to get it. A proxy gets
    a request of its own, CONNECT, before."""

    def __init__(self, tell: Callable[[], None] | None, trace: Callable[[str], None] | None = None) -> None:
        self.connected = False
        self._tell, self._trace = tell, trace

    async def __call__(self, step: str, info: dict[str, Any]) -> None:
        """A step begins or is over."""
        if self._trace is not None:
            self._trace(step)
        if not step.endswith(".send_request_headers.started") or self.connected:
            return
        if getattr(info.get("request"), "method", b"") != b"CONNECT":
            self.reached()

    def reached(self) -> None:
        """The server is about to get it, or has got it."""
        if not self.connected:
            self.connected = True
            if self._tell is not None:
                self._tell()


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
        self.parts: AsyncIterator[bytes] = aiter(body)
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
        """Returns as soon as the response head is there."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


def failure_of(exc: Exception, library: Any) -> WireFailure | None:
    """What an exception of ``library`` (httpcore, httpx or httpx2) or of the system means; None for a bug."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], FailureKind], ...] = (
        (library.ConnectTimeout, "connect_timeout"),
        (library.TimeoutException, "silent"),
        (library.ProxyError, "proxy"),
        ((library.ConnectError, UnicodeError), "connect"),  # of a host without an IDNA form
        ((library.NetworkError, library.ProtocolError, library.UnsupportedProtocol, OSError), "broken"),
    )
    return next((WireFailure(kind) for classes, kind in kinds if isinstance(exc, classes)), None)


@contextmanager
def translated(library: Any) -> Iterator[None]:
    """Inside, what the library raises comes out as a ``WireFailure``."""
    try:
        yield
    except Exception as exc:
        failure = failure_of(exc, library)
        if failure is None:
            raise
        raise failure from exc


class TranslatedBody:
    """A body whose reads fail as ``WireFailure``."""

    def __init__(self, body: Body, library: Any) -> None:
        self._body, self._library = body, library

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with translated(self._library):
            async for part in self._body:
                yield part

    async def aclose(self) -> None:
        """Close it."""
        with translated(self._library):
            await self._body.aclose()
