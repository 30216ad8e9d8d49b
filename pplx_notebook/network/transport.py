"""The httpx transport: httpcore's connection pool on our own sockets, with the environment's proxies.

Rules of this file: one TLS context for the process, made when the first https connection is opened (it
costs 25 ms); loopback never goes through a proxy; a proxy's user and password are never shown.
"""

from __future__ import annotations

import functools
import ssl
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

import httpcore
import httpx

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.backend import SocketBackend
from pplx_notebook.network.endpoints import is_loopback
from pplx_notebook.network.streams import Sink, SocketStream

Push = Callable[[Sink], Coroutine[Any, Any, None]]

KEEP_IDLE_S = 90.0


class SocketTransport(httpx.AsyncBaseTransport):
    """Sends requests over pooled connections; belongs to one event loop."""

    def __init__(self) -> None:
        self._pools: dict[tuple[str, str | None], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """httpx: send one request, return as soon as the response head is there."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        outgoing = httpcore.Request(
            request.method,
            target,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            response = await self._pool(url).handle_async_request(outgoing)
        except (
            httpcore.TimeoutException,
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.ProxyError,
        ) as exc:
            raise translated(exc) from exc
        except ImportError:
            raise UsageProblem("a SOCKS proxy needs one package more: pip install 'httpx[socks]'.") from None
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=Body(response.stream),
            extensions={**response.extensions, "push": pushing(response, request)},
        )

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.aclose()

    def _pool(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        """The pool for this scheme and proxy, made on first use."""
        proxy = proxy_for(url.scheme, url.host)
        pool = self._pools.get((url.scheme, proxy))
        if pool is None:
            pool = self._pools[url.scheme, proxy] = new_pool(url.scheme, proxy)
        return pool


class Body(httpx.AsyncByteStream):
    """A response body; each item is all that one read brought."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._parts: Any = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._parts = aiter(self._stream)
        return self

    async def __anext__(self) -> bytes:
        try:
            part: bytes = await anext(self._parts)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as exc:
            raise translated(exc) from exc
        return part

    async def aclose(self) -> None:
        """Give the connection back when the body was read to its end, else close it."""
        if self._parts is not None:
            await self._parts.aclose()
        await self._stream.aclose()


def pushing(response: httpcore.Response, request: httpx.Request) -> Push | None:
    """How to have this body pushed, None where it has to be read. Tells our socket how it is framed."""
    stream = response.extensions.get("network_stream")
    if not isinstance(stream, SocketStream):
        return None
    codings = [value for name, value in response.headers if name.lower() == b"transfer-encoding"]
    chunked = bool(codings) and response.status not in (204, 304)
    stream.begin_body(chunked=chunked)
    return partial(pushed, stream, request.extensions.get("timeout", {}).get("read")) if chunked else None


async def pushed(stream: SocketStream, timeout: float | None, sink: Sink) -> None:  # noqa: ASYNC109  # of a read
    """Give ``sink`` the body's bytes as they arrive; afterwards the body is read on, at least to its end."""
    try:
        await stream.push(sink, timeout)
    except httpcore.TimeoutException as exc:
        raise translated(exc) from exc


def new_pool(scheme: str, proxy: str | None) -> httpcore.AsyncConnectionPool:
    """A pool of connections, without a limit of its own: ``limits.py`` counts the streams."""
    context = tls_context() if scheme == "https" else None
    try:
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy_settings(proxy) if proxy else None,
            max_connections=None,
            keepalive_expiry=KEEP_IDLE_S,
            network_backend=SocketBackend(),
        )
    except ValueError:
        raise UsageProblem(
            f"the proxy setting for {scheme} is not an address like http://host:port."
        ) from None


@functools.cache
def tls_context() -> ssl.SSLContext:
    """The one TLS context, with the certificates of certifi or of SSL_CERT_FILE and SSL_CERT_DIR."""
    try:
        return httpx.create_ssl_context()
    except (OSError, ValueError):
        raise UsageProblem(
            "SSL_CERT_FILE or SSL_CERT_DIR points to certificates that cannot be read."
        ) from None


def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy the environment names for this host, None for a direct connection."""
    if is_loopback(host):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def proxy_settings(address: str) -> httpcore.Proxy:
    """httpcore's form of a proxy address, user and password apart."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https", "socks5", "socks5h") or not parts.hostname:
        raise ValueError
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 1080)
    user = urllib.parse.unquote(parts.username or "")
    password = urllib.parse.unquote(parts.password or "")
    return httpcore.Proxy(
        f"{parts.scheme}://{host}:{port}",
        auth=(user, password) if user or password else None,
        ssl_context=tls_context() if parts.scheme == "https" else None,
    )


def translated(exc: Exception) -> httpx.TransportError:
    """httpx's error of the same name as httpcore's."""
    kind = getattr(httpx, type(exc).__name__, httpx.TransportError)
    error: httpx.TransportError = kind(str(exc))
    return error
