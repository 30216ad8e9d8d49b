"""The transport: httpcore's connection pool on our own sockets, with the environment's proxies.

Rules of this file: one TLS context for the process, made when the first https connection is opened (it
costs 25 ms); loopback never goes through a proxy; a proxy's user and password are never shown.
"""

from __future__ import annotations

import functools
import os
import ssl
import sys
import urllib.parse
from functools import partial
from typing import cast

import certifi
import httpcore

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.rules.endpoints import is_loopback
from pplx_notebook.network.wire.sockets.backend import SocketBackend
from pplx_notebook.network.wire.sockets.stream import SocketStream
from pplx_notebook.network.wire.transport import Body, Push, Request, Response

KEEP_IDLE_S = 90.0
PLAIN = "/%:@!$&'()*+,;=~?"  # what may stand in a path or query as it is, escapes included


class SocketTransport:
    """Sends requests over pooled connections; belongs to one event loop."""

    def __init__(self) -> None:
        self._pools: dict[tuple[str, str | None], httpcore.AsyncConnectionPool] = {}

    async def send(self, request: Request) -> Response:
        """Send one request; returns as soon as the response head is there. Raises httpcore's errors."""
        url = ascii_url(request.url)
        parts = urllib.parse.urlsplit(url)
        headers = {"Host": parts.netloc, **request.headers()}
        if request.body or request.method == "POST":
            headers["Content-Length"] = str(len(request.body))
        outgoing = httpcore.Request(
            request.method,
            url,
            headers=list(headers.items()),
            content=request.body,
            extensions=request.timeouts,
        )
        try:
            response = await self._pool(parts).handle_async_request(outgoing)
        except ImportError:
            raise UsageProblem(
                "a SOCKS proxy needs one package more: pip install 'httpcore[socks]'."
            ) from None
        body = cast("Body", response.stream)
        return Response(response.status, response.headers, body, pushing(response, request.idle_s))

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.aclose()

    def _pool(self, url: urllib.parse.SplitResult) -> httpcore.AsyncConnectionPool:
        """The pool for this scheme and proxy, made on first use."""
        proxy = proxy_for(url.scheme, url.hostname or "")
        pool = self._pools.get((url.scheme, proxy))
        if pool is None:
            pool = self._pools[url.scheme, proxy] = new_pool(url.scheme, proxy)
        return pool


def ascii_url(url: str) -> str:
    """The URL as it travels: the host as IDNA, without a user; what no request line may hold as percents."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    path, query = (urllib.parse.quote(text, safe=PLAIN) for text in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def pushing(response: httpcore.Response, idle_s: float) -> Push | None:
    """How to have this body pushed, None where it has to be read. Tells our socket how it is framed."""
    stream = response.extensions.get("network_stream")
    if not isinstance(stream, SocketStream):
        return None
    codings = [value for name, value in response.headers if name.lower() == b"transfer-encoding"]
    chunked = bool(codings) and response.status not in (204, 304)
    stream.begin_body(chunked=chunked)
    return partial(stream.push, timeout=idle_s) if chunked else None


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
        if file := os.environ.get("SSL_CERT_FILE"):
            return ssl.create_default_context(cafile=file)
        if folder := os.environ.get("SSL_CERT_DIR"):
            return ssl.create_default_context(capath=folder)
        return ssl.create_default_context(cafile=certifi.where())
    except (OSError, ValueError):
        raise UsageProblem(
            "SSL_CERT_FILE or SSL_CERT_DIR points to certificates that cannot be read."
        ) from None


def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy the environment names for this host, None for a direct connection."""
    if is_loopback(host) or not may_have_proxy():
        return None
    import urllib.request  # 8 ms of http.client and email, for the few who have a proxy

    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def may_have_proxy() -> bool:
    """Whether a proxy can be set at all: on two systems outside the environment, too."""
    return sys.platform in ("darwin", "win32") or any(name.lower().endswith("_proxy") for name in os.environ)


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
