"""The transport: httpcore's connection pool on our own sockets, with the environment's proxies."""

from __future__ import annotations

import ssl
import urllib.parse
from functools import partial
from typing import cast

import httpcore

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.wire.proxies_and_tls import proxy_for, proxy_settings, shown_proxy, tls_context
from pplx_notebook.network.wire.sockets import network_backend, push_of
from pplx_notebook.network.wire.transport import (
    Body,
    Push,
    Request,
    Response,
    Sink,
    Steps,
    TranslatedBody,
    WireFailure,
    translated,
)

KEEP_IDLE_S = 90.0
PLAIN = "/%:@!$&'()*+,;=~?"  # what may stand in a path or query as it is, escapes included


class PooledTransport:
    """Sends requests over pooled connections; belongs to one event loop."""

    def __init__(self) -> None:
        self._pools: dict[tuple[str, str | None], httpcore.AsyncConnectionPool] = {}

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
                response = await self._pool(parts.scheme, proxy).handle_async_request(outgoing)
        except WireFailure as failure:
            if proxy and not steps.connected and not is_tls(failure):
                failure.proxy = shown_proxy(proxy)
            raise
        except ImportError:
            raise UsageProblem(
                "a SOCKS proxy needs one package more: pip install 'httpcore[socks]'."
            ) from None
        body = TranslatedBody(cast("Body", response.stream), httpcore)
        push = push_of(response, request.idle_s)
        return Response(response.status, response.headers, body, push and partial(_pushed, push))

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.aclose()

    def _pool(self, scheme: str, proxy: str | None) -> httpcore.AsyncConnectionPool:
        """The pool for this scheme and proxy, made on first use."""
        pool = self._pools.get((scheme, proxy))
        if pool is None:
            pool = self._pools[scheme, proxy] = _new_pool(scheme, proxy)
        return pool


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


def ascii_url(url: str) -> str:
    """The URL as it travels: the host as IDNA, without a user; what no request line may hold as percents."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    path, query = (urllib.parse.quote(text, safe=PLAIN) for text in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def _new_pool(scheme: str, proxy: str | None) -> httpcore.AsyncConnectionPool:
    """A pool of connections, without a limit of its own: ``limits.py`` counts the streams."""
    context = tls_context() if scheme == "https" else None
    try:
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy_settings(proxy) if proxy else None,
            max_connections=None,
            keepalive_expiry=KEEP_IDLE_S,
            network_backend=network_backend(),
        )
    except ValueError:
        raise UsageProblem(
            f"the proxy setting for {scheme} is not an address like http://host:port."
        ) from None
