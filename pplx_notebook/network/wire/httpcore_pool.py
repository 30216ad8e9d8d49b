"""The transport: httpcore's connections on our own sockets, with the environment's proxies."""

from __future__ import annotations

import ssl
import urllib.parse
from functools import lru_cache, partial

import httpcore

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.wire.connections import KEEP_IDLE_S, Connections
from pplx_notebook.network.wire.proxies_and_tls import proxy_for, proxy_settings, shown_proxy, tls_context
from pplx_notebook.network.wire.sockets import network_backend, push_of
from pplx_notebook.network.wire.transport import (
    Push,
    Request,
    Response,
    Sink,
    Steps,
    TranslatedBody,
    WireFailure,
    translated,
)

PLAIN = "/%:@!$&'()*+,;=~?"  # what may stand in a path or query as it is, escapes included


class PooledTransport:
    """Sends requests over pooled connections; belongs to one event loop."""

    def __init__(self) -> None:
        self._connections = Connections()
        self._makers: dict[tuple[str, str | None], httpcore.AsyncConnectionPool] = {}

    async def send(self, request: Request) -> Response:
        """Send one request; returns as soon as the response head is there."""
        with translated(httpcore):
            url = ascii_url(request.url)
        parts = urllib.parse.urlsplit(url)
        headers = {"Host": parts.netloc, **request.headers()}
        if request.body or request.method == "POST":
            headers["Content-Length"] = str(len(request.body))
        steps = Steps(request.connected, request.step)
        outgoing = httpcore.Request(
            request.method,
            url,
            headers=list(headers.items()),
            content=request.body,
            extensions={**request.timeouts, "trace": steps},
        )
        proxy = proxy_for(parts.scheme, parts.hostname or "")
        try:
            with translated(httpcore):
                response, body = await self._connections.send(
                    outgoing,
                    (parts.scheme, parts.netloc, proxy),
                    lambda: self._maker(parts.scheme, proxy).create_connection(outgoing.url.origin),
                )
        except WireFailure as failure:
            if proxy and not steps.connected and not is_tls(failure):
                failure.proxy = shown_proxy(proxy)
            raise
        except ImportError:
            raise UsageProblem(
                "a SOCKS proxy needs one package more: pip install 'httpcore[socks]'."
            ) from None
        push = push_of(response, request.idle_s)
        translated_body = TranslatedBody(body, httpcore)
        return Response(response.status, response.headers, translated_body, push and partial(_pushed, push))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._connections.aclose()

    def _maker(self, scheme: str, proxy: str | None) -> httpcore.AsyncConnectionPool:
        """What makes connections for this scheme and proxy, itself made on first use."""
        maker = self._makers.get((scheme, proxy))
        if maker is None:
            maker = self._makers[scheme, proxy] = _new_maker(scheme, proxy)
        return maker


def is_tls(failure: WireFailure) -> bool:
    """True where the handshake failed: that is the server's, not the proxy's."""
    cause: BaseException | None = failure.__cause__
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


async def _pushed(push: Push, sink: Sink) -> None:
    """What the socket raises is translated; what the sink raises is none of the library's errors."""
    with translated(httpcore):
        await push(sink)


@lru_cache(64)  # the same few, question after question
def ascii_url(url: str) -> str:
    """The URL as it travels: the host as IDNA, without a user; what no request line may hold as percents."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    path, query = (urllib.parse.quote(text, safe=PLAIN) for text in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def _new_maker(scheme: str, proxy: str | None) -> httpcore.AsyncConnectionPool:
    """A pool of httpcore's that only makes connections (``connections`` keeps them): of which kind, directly
    or through which proxy, is its knowledge."""
    context = tls_context() if scheme == "https" else None
    try:
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy_settings(proxy) if proxy else None,
            keepalive_expiry=KEEP_IDLE_S,
            network_backend=network_backend(),
        )
    except ValueError:
        raise UsageProblem(
            f"the proxy setting for {scheme} is not an address like http://host:port."
        ) from None
